import { createRoute } from "@hono/zod-openapi";
import { confirmedJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { confirmBody, confirmedAnswer } from "./signature-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/confirmations",
  summary: "Confirm a signature; a second time answers the same",
  request: { body: jsonBody(confirmBody) },
  responses: { 200: jsonAnswer("The signature is in the log", confirmedAnswer) },
});

export function mountConfirmSignature(api: Api, { depositary, limiter, sendJson, address }: ApiDeps): void {
  api.openapi(route, async function confirmSignature(c) {
    limiter.take("confirm", { address: address(c) });
    const { token, pending = "", code = "" } = c.req.valid("json");
    const confirmed = await depositary.signing.confirm(token === undefined ? { pending, code } : { token });
    return sendJson(confirmedJson(confirmed), 200);
  });
}
