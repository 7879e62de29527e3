import { createRoute, z } from "@hono/zod-openapi";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { statementJson } from "./statement-json.ts";
import { statementAnswer, statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const body = z
  .strictObject({
    closes: z.iso.datetime({ offset: true }).nullable().openapi({
      description: "RFC 3339, later than the date that was said before; null takes the date away",
    }),
  })
  .openapi("Extension");

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/extension",
  summary: "Give an open statement more time. The same date again changes nothing",
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer("The statement", statementAnswer) },
});

export function mountExtendStatement(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function extendStatement(c) {
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    const statement = await depositary.drafts.extend(c.req.valid("param").id, c.req.valid("json").closes, by);
    return c.json(statementJson(statement, { forToken: true }), 200);
  });
}
