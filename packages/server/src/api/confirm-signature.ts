import { createRoute } from "@hono/zod-openapi";
import { WaitingError } from "../depositary/waiting.ts";
import { confirmedJson, waitingJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { confirmBody, confirmedAnswer, waitingAnswer } from "./signature-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/confirmations",
  summary: "Confirm a signature; a second time answers the same",
  request: { body: jsonBody(confirmBody) },
  responses: {
    200: jsonAnswer("The signature is in the log", confirmedAnswer),
    202: jsonAnswer("The mailbox is confirmed, and the statement asks for more before it is recorded", waitingAnswer),
  },
});

export function mountConfirmSignature(api: Api, { depositary, limiter, sendJson, address }: ApiDeps): void {
  api.openapi(route, async function confirmSignature(c) {
    limiter.take("confirm", { address: address(c) });
    const { token, pending = "", code = "" } = c.req.valid("json");
    try {
      const confirmed = await depositary.signing.confirm(token === undefined ? { pending, code } : { token });
      return sendJson(confirmedJson(confirmed), 200);
    } catch (error) {
      if (error instanceof WaitingError) return sendJson(waitingJson(error.waiting), 202);
      throw error;
    }
  });
}
