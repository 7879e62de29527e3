import { createRoute, z } from "@hono/zod-openapi";
import { mayReach } from "../depositary/may-reach.ts";
import { signatureFields } from "../depositary/signature-fields.ts";
import { findToken } from "../http/bearer.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/signatures",
  summary: "Submit a signature; it counts once it is confirmed by mail",
  description: "The answer is the same whether or not this mailbox has signed: that is said in the mail only.",
  request: { params: statementParam, query: keyQuery, body: jsonBody(signatureFields.openapi("Signature")) },
  responses: {
    202: jsonAnswer("A mail was queued", z.object({ pending: z.string() })),
  },
});

export function mountSubmitSignature(api: Api, { depositary, limiter, sendJson, address }: ApiDeps): void {
  api.openapi(route, async function submitSignature(c) {
    const { id } = c.req.valid("param");
    limiter.take("submit", { address: address(c), statement: id });
    const token = await findToken(c, depositary.administrators);
    const administrator = token !== null && (await mayReach(depositary, token.account, "run", id)) === "yes";
    const from = { address: address(c), linkKey: c.req.valid("query").key, administrator };
    return sendJson(await depositary.signing.submit(id, c.req.valid("json"), from), 202);
  });
}
