import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { readDraftBody } from "./draft-body.ts";
import { statementJson } from "./statement-json.ts";
import { draftBody, statementAnswer, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "put",
  path: "/api/v1/statements/{id}/draft",
  summary: "Replace a draft; refused once it was opened",
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(draftBody) },
  responses: { 200: jsonAnswer("The draft", statementAnswer) },
});

export function mountReplaceDraft(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function replaceDraft(c) {
    const draft = await readDraftBody(c.req.valid("json"), depositary);
    const statement = await depositary.drafts.replace(c.req.valid("param").id, draft);
    return c.json(statementJson(statement, { forToken: true }), 200);
  });
}
