import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { findStatement } from "./find-statement.ts";
import { statementJson } from "./statement-json.ts";
import { keyQuery, statementAnswer, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}",
  summary: "A statement, its counts and its log as published last",
  request: { params: statementParam, query: keyQuery },
  responses: { 200: jsonAnswer("The statement", statementAnswer) },
});

export function mountGetStatement(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function getStatement(c) {
    const { statement, forToken } = await findStatement(c, depositary);
    return c.json(statementJson(statement, { forToken }), 200);
  });
}
