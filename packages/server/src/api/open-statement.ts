import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { statementJson } from "./statement-json.ts";
import { statementAnswer, statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/open",
  summary: "Open a draft for signature: its texts are frozen",
  security: [{ token: [] }],
  request: { params: statementParam },
  responses: { 200: jsonAnswer("The statement", statementAnswer) },
});

export function mountOpenStatement(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function openStatement(c) {
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    const statement = await depositary.drafts.open(c.req.valid("param").id, by);
    return c.json(statementJson(statement, { forToken: true }), 200);
  });
}
