import { createRoute, z } from "@hono/zod-openapi";
import { reachOf } from "../depositary/roles.ts";
import { findToken } from "../http/bearer.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { statementJson } from "./statement-json.ts";
import { statementAnswer } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements",
  summary: "Statements, newest first: public ones; with a token all that its account runs",
  request: { query: z.object({ cursor: cursorField, limit: limitField(20, 100) }) },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(statementAnswer), next: nextField })) },
});

export function mountListStatements(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listStatements(c) {
    const token = await findToken(c, depositary.administrators);
    const reach = token && reachOf(token.account?.role ?? "administrator", "run");
    const forToken = reach !== null;
    const assignedTo = reach === "assigned" ? token?.account?.id : undefined;
    const filter = { ...c.req.valid("query"), administrator: forToken, assignedTo };
    const { items, next } = await depositary.statements.list(filter);
    return c.json({ items: items.map((item) => statementJson(item, { forToken })), next }, 200);
  });
}
