import { createRoute } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { invitationsBody, outcomesAnswer } from "./invitation-schemas.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/invitations",
  summary: "Invite organisations by mailbox. Whoever was invited before, has signed or wants no mail is not written to",
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(invitationsBody) },
  responses: { 200: jsonAnswer("What became of each, in order", outcomesAnswer) },
});

export function mountCreateInvitations(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function createInvitations(c) {
    const { invitations } = c.req.valid("json");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    const outcomes = await depositary.invitations.invite(c.req.valid("param").id, invitations, by);
    return c.json({ outcomes }, 200);
  });
}
