import { createRoute } from "@hono/zod-openapi";
import { confirmedJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { confirmedAnswer, tokenBody } from "./signature-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/anonymisations",
  summary: "Be forgotten as a person who signed, once the statement is closed; the signature still counts",
  request: { body: jsonBody(tokenBody) },
  responses: { 200: jsonAnswer("The anonymisation is in the log", confirmedAnswer) },
});

export function mountAnonymiseOwnSignature(api: Api, { depositary, limiter, address }: ApiDeps): void {
  api.openapi(route, async function anonymiseOwnSignature(c) {
    limiter.take("confirm", { address: address(c) });
    const done = await depositary.signing.anonymise(c.req.valid("json").token);
    return c.json(confirmedJson(done), 200);
  });
}
