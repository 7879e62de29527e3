import { createRoute, z } from "@hono/zod-openapi";
import { confirmedJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { confirmedAnswer } from "./signature-schemas.ts";
import { consentBody, ownSignatureAnswer } from "./version-schemas.ts";

const look = createRoute({
  method: "get",
  path: "/api/v1/consents",
  summary: "One's own signature, by a mailed token, and what it takes to consent again",
  request: { query: z.object({ token: z.string().min(1).max(200) }) },
  responses: { 200: jsonAnswer("The signature", ownSignatureAnswer) },
});

const consent = createRoute({
  method: "post",
  path: "/api/v1/consents",
  summary: "Sign the version that is open in the place of what was signed before, or change what is shown",
  request: { body: jsonBody(consentBody) },
  responses: { 200: jsonAnswer("The consent is in the log", confirmedAnswer) },
});

export function mountConsentAgain(api: Api, { depositary, limiter, address }: ApiDeps): void {
  api.openapi(look, async function ownSignature(c) {
    limiter.take("confirm", { address: address(c) });
    const managed = await depositary.signing.managed(c.req.valid("query").token);
    const { statement, index, status, input, again } = managed;
    return c.json(
      {
        statement: statement.id,
        index,
        status,
        date: managed.signedDate,
        named: input?.named ?? null,
        lang: input?.lang ?? null,
        reservation: input?.reservation ?? null,
        again: again && {
          replaces: again.consentIndex,
          signed: again.version.number,
          version: statement.version?.digest ?? "",
          stays: again.stays,
        },
      },
      200,
    );
  });
  api.openapi(consent, async function consentAgain(c) {
    limiter.take("confirm", { address: address(c) });
    const { token, ...input } = c.req.valid("json");
    return c.json(confirmedJson(await depositary.resigning.resign(token, input)), 200);
  });
}
