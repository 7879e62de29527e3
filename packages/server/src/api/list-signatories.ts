import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { briefly, briefObservation } from "./evidence-schemas.ts";
import { findStatement } from "./find-statement.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const signatory = z
  .object({
    index: z.int().openapi({ description: "In the statement's log" }),
    kind: z.enum(["organisation", "person"]),
    capacity: z.enum(["institutional", "personal"]),
    level: z.int(),
    name: z.string(),
    organisation: z.string().optional(),
    role: z.string().optional(),
    place: z.string().optional(),
    names: z.record(z.string(), z.string()).optional().openapi({ description: "Of an organisation: by language tag" }),
    country: z.string().optional().openapi({ description: "ISO 3166-1 alpha-2" }),
    authority: z
      .string()
      .optional()
      .openapi({ description: "Of an organisation: the role of whoever declared authority to sign; not proved" }),
    domain: z.string().optional().openapi({
      description: "Of an organisation: the domain of the mailbox that confirmed, unless it is a mail service's",
    }),
    lang: z.string().openapi({ description: "Language it was read in" }),
    date: z.iso.date(),
    reservation: z.string().optional(),
    version: z.int(),
    logo: z
      .object({ url: z.url(), width: z.int(), height: z.int() })
      .optional()
      .openapi({ description: "A PNG, in pixels; permitted beside this name under this statement only" }),
    evidence: z.array(briefObservation).openapi({ description: "What was observed beyond the mailbox, in order" }),
  })
  .openapi("Signatory");

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
    const logoUrl = (sha256: string) => `${statement.url}/logos/${sha256}.png`;
    const brief = items.map(({ observations, logo, ...one }) => ({
      ...one,
      ...(logo ? { logo: { url: logoUrl(logo.sha256), width: logo.width, height: logo.height } } : {}),
      evidence: observations.map(briefly),
    }));
    return c.json({ items: brief, next }, 200);
  });
}
