import { createRoute } from "@hono/zod-openapi";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Depositary } from "../depositary/depositary.ts";
import type { Draft } from "../depositary/drafts.ts";
import { FieldsRefusedError } from "../depositary/field-problems.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { statementJson } from "./statement-json.ts";
import { statementAnswer, statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";
import type { NextVersionBody } from "./version-schemas.ts";
import { nextVersionBody, openVersionBody } from "./version-schemas.ts";

const path = "/api/v1/statements/{id}/next-version";
const security = [{ token: [] }];
const asItWouldBe = jsonAnswer("The statement as it would be if that version were opened now", statementAnswer);

const get = createRoute({
  method: "get",
  path,
  summary: "The next version of an open statement, while it is written",
  security,
  request: { params: statementParam },
  responses: { 200: asItWouldBe },
});

const put = createRoute({
  method: "put",
  path,
  summary: "Write the next version of an open statement, beside the text that is open",
  security,
  request: { params: statementParam, body: jsonBody(nextVersionBody) },
  responses: { 200: asItWouldBe },
});

const remove = createRoute({
  method: "delete",
  path,
  summary: "Discard the next version; the text that is open stays as it is",
  security,
  request: { params: statementParam },
  responses: { 204: { description: "It is gone" } },
});

const open = createRoute({
  method: "post",
  path: `${path}/open`,
  summary: "Open the next version: everybody who signed is asked by mail, and no signature is moved",
  security,
  request: { params: statementParam, body: jsonBody(openVersionBody) },
  responses: { 200: jsonAnswer("The statement", statementAnswer) },
});

/** The next version of an open statement. What is opened is named by its digest, so that nothing else is. */
export function mountNextVersion(api: Api, { depositary }: ApiDeps): void {
  const { nextVersions, administrators } = depositary;
  api.openapi(get, async function getNextVersion(c) {
    const { id } = c.req.valid("param");
    const draft = await nextVersions.get(id);
    if (draft === null) throw new RefusedError("not_found", "No next version of this statement is being written.");
    return c.json(statementJson(await nextVersions.preview(id, draft), { forToken: true }), 200);
  });
  api.openapi(put, async function putNextVersion(c) {
    const { id } = c.req.valid("param");
    const draft = await readBody(c.req.valid("json"), depositary, id);
    await nextVersions.replace(id, draft);
    return c.json(statementJson(await nextVersions.preview(id, draft), { forToken: true }), 200);
  });
  api.openapi(remove, async function discardNextVersion(c) {
    await nextVersions.discard(c.req.valid("param").id);
    return c.body(null, 204);
  });
  api.openapi(open, async function openNextVersion(c) {
    const by = await doerOfToken(administrators, c.get("tokenId"));
    const statement = await nextVersions.open(c.req.valid("param").id, c.req.valid("json").version, by);
    return c.json(statementJson(statement, { forToken: true }), 200);
  });
}

/**
 * The draft that a body asks for. What it leaves out is as in the version that is open.
 * @throws FieldsRefusedError: a program is told of problems at once
 */
async function readBody(body: NextVersionBody, { nextVersions }: Depositary, id: string): Promise<Draft> {
  const { initiators, demands, terms = {} } = body;
  const present = await nextVersions.present(id);
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
  const draft: Draft = {
    ...present,
    texts: body.texts,
    initiators: initiators ?? present.initiators,
    demands: demands ?? present.demands,
    terms: { ...present.terms, ...given },
  };
  const { problems } = await nextVersions.check(id, draft);
  if (problems.length > 0) throw new FieldsRefusedError(problems);
  return draft;
}
