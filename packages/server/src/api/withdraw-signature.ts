import { createRoute } from "@hono/zod-openapi";
import { confirmedJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { confirmedAnswer, tokenBody } from "./signature-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/withdrawals",
  summary: "Take a signature back; for a person this also erases. A second time answers the same",
  request: { body: jsonBody(tokenBody) },
  responses: { 200: jsonAnswer("The withdrawal is in the log", confirmedAnswer) },
});

export function mountWithdrawSignature(api: Api, { depositary, limiter, address }: ApiDeps): void {
  api.openapi(route, async function withdrawSignature(c) {
    limiter.take("confirm", { address: address(c) });
    const withdrawn = await depositary.signing.withdraw(c.req.valid("json").token);
    return c.json(confirmedJson(withdrawn), 200);
  });
}
