import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { invitationsAnswer, stateField } from "./invitation-schemas.ts";
import { cursorField, limitField } from "./paging.ts";
import { formatMoment } from "./statement-json.ts";
import { statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/invitations",
  summary: "Who is invited, in the order of invitation, and how many there are in each state",
  security: [{ token: [] }],
  request: {
    params: statementParam,
    query: z.object({
      state: stateField.optional(),
      mailbox: z.string().max(300).optional(),
      cursor: cursorField,
      limit: limitField(50, 200),
    }),
  },
  responses: { 200: jsonAnswer("A page", invitationsAnswer) },
});

export function mountListInvitations(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listInvitations(c) {
    const page = await depositary.invitations.list(c.req.valid("param").id, c.req.valid("query"));
    const items = page.items.map(({ id, name, mailbox, contact, lang, state, reminders, ...times }) => ({
      ...{ id, name, mailbox: mailbox || null, lang, state, reminders },
      ...(contact === undefined ? {} : { contact }),
      decidingUntil: formatMoment(times.decidingUntil),
      mailedAt: formatMoment(times.mailedAt),
      remindableAt: formatMoment(times.remindableAt),
    }));
    return c.json({ items, next: page.next, counts: page.counts }, 200);
  });
}
