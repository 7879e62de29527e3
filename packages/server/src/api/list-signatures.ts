import { createRoute, z } from "@hono/zod-openapi";
import { reasonField } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { formatMoment } from "./statement-json.ts";
import { statementParam } from "./statement-schemas.ts";

const signature = z
  .object({
    index: z.int().openapi({ description: "Of its sign entry in the statement’s log" }),
    kind: z.enum(["organisation", "person"]),
    capacity: z.enum(["institutional", "personal"]),
    level: z.int(),
    name: z.string().nullable().openapi({ description: "Null where it is counted without a name, or forgotten" }),
    organisation: z.string().optional(),
    role: z.string().optional(),
    place: z.string().optional(),
    named: z.boolean(),
    date: z.iso.date(),
    version: z.int(),
    status: z.enum(["standing", "disputed", "withdrawn", "removed", "erased", "anonymised"]),
    reason: reasonField.nullable().openapi({ description: "Of a removal" }),
    endedIndex: z.int().nullable().openapi({ description: "Index of the act that ended it" }),
    forgottenAt: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When what is kept for an objection to a removal is deleted" }),
    acts: z.array(z.enum(["remove", "erase", "anonymise"])).openapi({ description: "What can be done with it now" }),
  })
  .openapi("Signature");

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/signatures",
  summary: "All signatures in the order they were given, whatever became of them. A page may be short and have a next",
  security: [{ token: [] }],
  request: {
    params: statementParam,
    query: z.object({
      q: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: "Beginnings of words of a name that is shown; or a mailbox; or an index" }),
      kind: z.enum(["organisation", "person"]).optional(),
      cursor: cursorField,
      limit: limitField(50, 200),
    }),
  },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(signature), next: nextField })) },
});

export function mountListSignatures(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listSignatures(c) {
    const { items, next } = await depositary.acts.signatures(c.req.valid("param").id, c.req.valid("query"));
    const page = items.map(({ acts, forgottenAt, ...item }) => ({
      ...item,
      forgottenAt: formatMoment(forgottenAt),
      acts: [...acts],
    }));
    return c.json({ items: page, next }, 200);
  });
}
