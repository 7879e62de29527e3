import { createRoute } from "@hono/zod-openapi";
import { actedAnswer, signatureParam } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { doerOfToken } from "./token-doer.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/signatures/{index}/erasure",
  summary: "Erase a signature at its signatory's request: who signed is forgotten, and it no longer counts",
  security: [{ token: [] }],
  request: { params: signatureParam },
  responses: { 200: jsonAnswer("The erasure is in the log", actedAnswer) },
});

export function mountEraseSignature(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function eraseSignature(c) {
    const { id, index } = c.req.valid("param");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    return c.json(await depositary.acts.erase(id, index, by), 200);
  });
}
