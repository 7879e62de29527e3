import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { readDraftBody } from "./draft-body.ts";
import { statementJson } from "./statement-json.ts";
import { draftBody, statementAnswer } from "./statement-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements",
  summary: "Make a statement, as a draft",
  security: [{ token: [] }],
  request: { body: jsonBody(draftBody) },
  responses: { 201: jsonAnswer("The draft", statementAnswer) },
});

export function mountCreateStatement(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function createStatement(c) {
    const draft = await readDraftBody(c.req.valid("json"), depositary);
    const statement = await depositary.drafts.create(draft, c.get("token").account);
    return c.json(statementJson(statement, { forToken: true }), 201, {
      Location: `/api/v1/statements/${statement.id}`,
    });
  });
}
