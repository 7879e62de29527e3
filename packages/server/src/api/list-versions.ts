import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { findStatement } from "./find-statement.ts";
import { formatMoment } from "./statement-json.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";
import { versionListAnswer } from "./version-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/versions",
  summary: "Every version that was opened, oldest first, and how many signatures stand under each",
  request: { params: statementParam, query: keyQuery },
  responses: { 200: jsonAnswer("All of them", versionListAnswer) },
});

export function mountListVersions(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listVersions(c) {
    const { statement } = await findStatement(c, depositary);
    const items = await depositary.versions.list(statement.id);
    return c.json({ items: items.map((one) => ({ ...one, openedAt: formatMoment(one.openedAt) })) }, 200);
  });
}
