import { createRoute } from "@hono/zod-openapi";
import { actedAnswer, removalBody, signatureParam } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/signatures/{index}/removal",
  summary: "Take a signature out, with a public reason. Its signatory is told by mail. A second time answers the same",
  security: [{ token: [] }],
  request: { params: signatureParam, body: jsonBody(removalBody) },
  responses: { 200: jsonAnswer("The removal is in the log", actedAnswer) },
});

export function mountRemoveSignature(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function removeSignature(c) {
    const { id, index } = c.req.valid("param");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    return c.json(await depositary.acts.remove(id, index, c.req.valid("json"), by), 200);
  });
}
