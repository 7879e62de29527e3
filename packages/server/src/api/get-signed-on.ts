import { createRoute, z } from "@hono/zod-openapi";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { findStatement } from "./find-statement.ts";
import { logOn, logOnJson } from "./log-on-schema.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { signatory, signatoryJson } from "./signatory-schema.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/signed-on",
  summary: "Who had signed by the end of a day",
  description:
    "The counts are what the log held then. The names are those of the list today that had signed by then: whoever shows no name, took it back, was removed, or was erased is in the counts and not among the names.",
  request: {
    params: statementParam,
    query: keyQuery.extend({
      date: z.string().max(40).openapi({ format: "date", example: "2026-11-28" }),
      cursor: cursorField,
      limit: limitField(50, 200),
    }),
  },
  responses: {
    200: jsonAnswer(
      "What the log held, and a page of names",
      logOn.extend({ items: z.array(signatory), next: nextField }),
    ),
  },
});

export function mountGetSignedOn(api: Api, { depositary, limiter, address }: ApiDeps): void {
  api.openapi(route, async function getSignedOn(c) {
    limiter.take("signed-on", { address: address(c) });
    const { statement } = await findStatement(c, depositary);
    const { date, cursor, limit } = c.req.valid("query");
    const log = await depositary.signedOn.count(statement.id, date);
    if (log === null) throw new RefusedError("not_found", "This statement is not open yet: nobody could sign it.");
    const { items, next } = await depositary.signedOn.signatories(statement.id, date, { cursor, limit });
    return c.json({ ...logOnJson(log), items: items.map((one) => signatoryJson(statement, one)), next }, 200);
  });
}
