import { createRoute, z } from "@hono/zod-openapi";
import { TRAIL_KIND_NAMES } from "../depositary/trail.ts";
import { doerField } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { limitField, nextField } from "./paging.ts";
import { formatMoment } from "./statement-json.ts";

const act = z
  .object({
    act: z
      .string()
      .openapi({ description: "Such as signed-in, role-changed, token-created; or an act on a statement" }),
    by: doerField
      .nullable()
      .openapi({ description: "Null of an attempt that failed, and of what was done at the server" }),
    subject: z.string().nullable(),
    detail: z.string().nullable(),
    count: z.int().openapi({ description: "How often, where it is only counted: failed attempts, by hour and way in" }),
    at: z.iso.datetime(),
    statement: z.object({ id: z.string(), title: z.string(), index: z.int() }).nullable(),
  })
  .openapi("AccountAct");

const query = z.object({
  kind: z.enum(TRAIL_KIND_NAMES).optional(),
  cursor: z.string().max(1000).optional(),
  limit: limitField(50, 200),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/account-acts",
  summary: "What accounts and programs did, newest first, acts on statements among it. No mailbox is in it",
  security: [{ token: [] }],
  request: { query },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(act), next: nextField })) },
});

export function mountListAccountActs(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listAccountActs(c) {
    const { items, next } = await depositary.trail.list(c.req.valid("query"));
    const page = items.map((item) => ({
      ...item,
      by: item.by && { ...item.by },
      statement: item.statement && { ...item.statement },
      at: formatMoment(item.at),
    }));
    return c.json({ items: page, next }, 200);
  });
}
