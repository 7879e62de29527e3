import { createRoute, z } from "@hono/zod-openapi";
import { receiptJson } from "./confirmed-json.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { receiptAnswer } from "./signature-schemas.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/receipts/{pending}",
  summary: "The receipt of a signature, or of its withdrawal",
  request: {
    params: z.object({ pending: z.string().max(200) }),
    query: z.object({ token: z.string().min(1).max(200) }),
  },
  responses: {
    200: jsonAnswer("The receipt", receiptAnswer),
    202: jsonAnswer("The publish round that holds it is under way: ask again", z.object({ receipt: z.null() })),
  },
});

export function mountGetReceipt(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function getReceipt(c) {
    const receipt = await depositary.receipts.get(c.req.valid("param").pending, c.req.valid("query").token);
    if (receipt === null) return c.json({ receipt: null }, 202, { "Retry-After": "1" });
    return c.json(receiptJson(receipt), 200, { "Content-Disposition": 'attachment; filename="receipt.json"' });
  });
}
