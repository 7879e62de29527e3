import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { findStatement } from "./find-statement.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { signatory, signatoryJson } from "./signatory-schema.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/signatories",
  summary: "Signatories who show their name and whose signature stands, in the order they signed",
  request: {
    params: statementParam,
    query: keyQuery.extend({
      q: z.string().max(200).optional().openapi({ description: "Beginnings of words to look for" }),
      kind: z.enum(["organisation", "person"]).optional(),
      cursor: cursorField,
      limit: limitField(50, 200),
    }),
  },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(signatory), next: nextField })) },
});

export function mountListSignatories(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listSignatories(c) {
    const { statement } = await findStatement(c, depositary);
    const { key: _key, ...query } = c.req.valid("query");
    const { items, next } = await depositary.statements.signatories(statement.id, query);
    return c.json({ items: items.map((one) => signatoryJson(statement, one)), next }, 200);
  });
}
