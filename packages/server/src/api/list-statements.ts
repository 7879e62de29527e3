import { createRoute, z } from "@hono/zod-openapi";
import { isTokenSent } from "../http/bearer.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { statementJson } from "./statement-json.ts";
import { statementAnswer } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements",
  summary: "Statements, newest first: public ones, with a token all",
  request: { query: z.object({ cursor: cursorField, limit: limitField(20, 100) }) },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(statementAnswer), next: nextField })) },
});

export function mountListStatements(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listStatements(c) {
    const forToken = await isTokenSent(c, depositary.administrators);
    const { items, next } = await depositary.statements.list({ ...c.req.valid("query"), administrator: forToken });
    return c.json({ items: items.map((item) => statementJson(item, { forToken })), next }, 200);
  });
}
