import { createRoute, z } from "@hono/zod-openapi";
import { CORRECTION_DAYS } from "../depositary/addition-views.ts";
import { addedAnswer } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const body = z
  .strictObject({
    version: z.int().min(1).max(1_000).optional().openapi({ description: "Its number; the latest when left out" }),
    lang: z.string().max(100).openapi({ description: "Of one of that version's texts" }),
    block: z.int().min(0).max(100_000).openapi({ description: "¶; 0 is the title" }),
    note: z.string().max(5_000).openapi({ description: "One line of at most 1,000 code points" }),
  })
  .openapi("Correction");

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/corrections",
  summary: `Note a slip of the pen beside a block. Everybody who had signed that version is told by mail, with ${CORRECTION_DAYS} days to object`,
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer("The note is in the log", addedAnswer) },
});

export function mountAddCorrection(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function addCorrection(c) {
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    return c.json(await depositary.additions.correct(c.req.valid("param").id, c.req.valid("json"), by), 200);
  });
}
