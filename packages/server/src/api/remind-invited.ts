import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { remindAnswer, remindBody } from "./invitation-schemas.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/invitations/reminders",
  summary: "Remind who has not answered: twice at most, three days apart at least. Others are left alone",
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(remindBody) },
  responses: { 200: jsonAnswer("How many are reminded", remindAnswer) },
});

export function mountRemindInvited(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function remindInvited(c) {
    const { ids = null } = c.req.valid("json");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    return c.json({ count: await depositary.invitations.remind(c.req.valid("param").id, ids, by) }, 200);
  });
}
