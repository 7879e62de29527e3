import { createRoute, z } from "@hono/zod-openapi";
import { languageField } from "../depositary/fields.ts";
import { addedDocumentAnswer } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const body = z
  .strictObject({
    lang: languageField.describe("In which the latest version has no text"),
    markdown: z.string().openapi({ description: "As it is kept: spec/text.md, with the same sequence of blocks" }),
  })
  .openapi("Translation");

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/translations",
  summary: "Add a translation of the latest version, which nobody signs. A better one takes its place",
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer("The translation is in the log", addedDocumentAnswer) },
});

export function mountAddTranslation(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function addTranslation(c) {
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    return c.json(await depositary.additions.translate(c.req.valid("param").id, c.req.valid("json"), by), 200);
  });
}
