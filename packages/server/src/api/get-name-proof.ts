import { createRoute, z } from "@hono/zod-openapi";
import { receiptJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { findStatement } from "./find-statement.ts";
import { receiptAnswer } from "./signature-schemas.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/signatories/{index}/proof",
  summary: "Proof that a signatory on the list signed: a receipt, its private half closed",
  request: {
    params: statementParam.extend({
      index: z
        .string()
        .regex(/^(?:0|[1-9][0-9]{0,14})$/)
        .openapi({ param: { name: "index", in: "path" }, description: "As the list of signatories gives it" }),
    }),
    query: keyQuery,
  },
  responses: { 200: jsonAnswer("The proof; gone as soon as the name is", receiptAnswer) },
});

export function mountGetNameProof(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function getNameProof(c) {
    const { statement } = await findStatement(c, depositary);
    const index = Number(c.req.valid("param").index);
    const proof = await depositary.nameProofs.get(statement.id, index);
    return c.json(receiptJson(proof), 200, {
      // A name that was taken off must be in no cache, and is not for search engines to keep either.
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow",
      "Content-Disposition": `attachment; filename="proof-${statement.slug}-${index}.json"`,
    });
  });
}
