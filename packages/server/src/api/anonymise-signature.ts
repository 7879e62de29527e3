import { createRoute } from "@hono/zod-openapi";
import { actedAnswer, signatureParam } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/signatures/{index}/anonymisation",
  summary: "Forget a person who signed a closed statement; the signature still counts",
  security: [{ token: [] }],
  request: { params: signatureParam },
  responses: { 200: jsonAnswer("The anonymisation is in the log", actedAnswer) },
});

export function mountAnonymiseSignature(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function anonymiseSignature(c) {
    const { id, index } = c.req.valid("param");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    return c.json(await depositary.acts.anonymise(id, index, by), 200);
  });
}
