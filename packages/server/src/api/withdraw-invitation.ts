import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/statements/{id}/invitations/{invitation}",
  summary: "Take an invitation back: its link opens nothing any more. A signature that came of it stays",
  security: [{ token: [] }],
  request: { params: statementParam.extend({ invitation: z.string().max(40) }) },
  responses: { 204: { description: "It is gone" } },
});

export function mountWithdrawInvitation(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function withdrawInvitation(c) {
    const { id, invitation } = c.req.valid("param");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    await depositary.invitations.withdraw(id, invitation, by);
    return c.body(null, 204);
  });
}
