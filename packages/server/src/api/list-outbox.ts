import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { formatMoment } from "./statement-json.ts";

const moment = z.iso.datetime();

const mail = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    links: z
      .array(z.string())
      .openapi({ description: "Addresses in the text that open something; none once it was sent" }),
    state: z.enum(["waiting", "sent", "failed"]),
    attempts: z.int(),
    error: z.string().nullable(),
    createdAt: moment,
    sentAt: moment.nullable(),
  })
  .openapi("Mail");

const route = createRoute({
  method: "get",
  path: "/api/v1/outbox",
  summary: "Mails waiting or sent, newest first",
  security: [{ token: [] }],
  request: { query: z.object({ cursor: cursorField, limit: limitField(50, 500) }) },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(mail), next: nextField })) },
});

export function mountListOutbox(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listOutbox(c) {
    const { items, next } = await depositary.outbox.list(c.req.valid("query"));
    const mails = items.map((item) => ({
      ...item,
      createdAt: formatMoment(item.createdAt),
      sentAt: formatMoment(item.sentAt),
    }));
    return c.json({ items: mails, next }, 200);
  });
}
