import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { statementJson } from "./statement-json.ts";
import { statementAnswer, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/close",
  summary: "Close a statement: it takes no more signatures",
  security: [{ token: [] }],
  request: { params: statementParam },
  responses: { 200: jsonAnswer("The statement", statementAnswer) },
});

export function mountCloseStatement(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function closeStatement(c) {
    const statement = await depositary.drafts.close(c.req.valid("param").id);
    return c.json(statementJson(statement, { forToken: true }), 200);
  });
}
