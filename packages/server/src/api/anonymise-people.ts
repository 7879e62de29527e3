import { createRoute, z } from "@hono/zod-openapi";
import { doerField } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { formatMoment } from "./statement-json.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const answer = z
  .object({
    by: doerField.openapi({ description: "Who ordered it first" }),
    orderedAt: z.iso.datetime(),
    doneAt: z.iso.datetime().nullable().openapi({ description: "Null while it is under way" }),
  })
  .openapi("Anonymising");

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/anonymisation",
  summary: "Forget all people who signed a closed statement, in the background; their signatures still count",
  security: [{ token: [] }],
  request: { params: statementParam },
  responses: { 202: jsonAnswer("It is ordered. A second time answers how far it is", answer) },
});

export function mountAnonymisePeople(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function anonymisePeople(c) {
    const doer = await doerOfToken(depositary.administrators, c.get("tokenId"));
    const { by, orderedAt, doneAt } = await depositary.acts.anonymisePeople(c.req.valid("param").id, doer);
    return c.json({ by: { ...by }, orderedAt: formatMoment(orderedAt), doneAt: formatMoment(doneAt) }, 202);
  });
}
