import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { findStatement } from "./find-statement.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/bundle",
  summary: "Everything that is public about a statement, enough to verify it offline",
  request: { params: statementParam, query: keyQuery },
  responses: {
    200: {
      description: "A zip",
      content: { "application/zip": { schema: z.string().openapi({ type: "string", format: "binary" }) } },
    },
  },
});

export function mountGetBundle(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function getBundle(c) {
    const { statement } = await findStatement(c, depositary);
    const stream = await depositary.bundles.open(statement.id);
    return c.body(stream, 200, {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${statement.slug}.zip"`,
    });
  });
}
