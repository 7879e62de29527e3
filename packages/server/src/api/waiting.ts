import { createRoute, z } from "@hono/zod-openapi";
import { REASON_LIMIT } from "../depositary/reviewing.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const waiting = z
  .object({
    id: z.string(),
    kind: z.enum(["organisation", "person"]),
    capacity: z.enum(["institutional", "personal"]),
    name: z.string().nullable().openapi({ description: "Null where it would be counted without a name" }),
    organisation: z.string().optional(),
    role: z.string().optional(),
    place: z.string().optional(),
    domain: z.string().optional(),
    reservation: z.string().optional(),
    waitsFor: z.array(z.enum(["evidence", "approval", "review"])),
    since: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .openapi("WaitingSignature");

const waitingParam = statementParam.extend({
  pending: z
    .string()
    .max(200)
    .openapi({ param: { name: "pending", in: "path" }, description: "Its id" }),
});

const security = [{ token: [] }];

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/waiting",
  summary: "Confirmed signatures that wait for what the statement asks for, those first that wait longest",
  security,
  request: { params: statementParam, query: z.object({ cursor: cursorField, limit: limitField(50, 200) }) },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(waiting), next: nextField })) },
});

const admitRoute = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/waiting/{pending}/admission",
  summary: "Let in a name that waits to be looked at",
  security,
  request: { params: waitingParam },
  responses: {
    200: jsonAnswer(
      "It is admitted",
      z.object({
        index: z.int().nullable().openapi({ description: "Of its sign entry; null while something else is missing" }),
      }),
    ),
  },
});

const refuseRoute = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/waiting/{pending}/refusal",
  summary: "Do not let it in: its signatory is told why by mail, and what they typed is deleted",
  security,
  request: {
    params: waitingParam,
    body: jsonBody(
      z.strictObject({
        reason: z
          .string()
          .max(4 * REASON_LIMIT)
          .openapi({ description: "Mailed, and kept nowhere" }),
      }),
    ),
  },
  responses: { 200: jsonAnswer("It is refused", z.object({ refused: z.literal(true) })) },
});

export function mountWaiting(api: Api, { depositary }: ApiDeps): void {
  const { reviewing, administrators } = depositary;
  api.openapi(listRoute, async function listWaiting(c) {
    const { items, next } = await reviewing.waiting(c.req.valid("param").id, c.req.valid("query"));
    const page = items.map(({ observations: _observations, vouch: _vouch, since, until, waitsFor, ...item }) => ({
      ...item,
      waitsFor: [...waitsFor],
      since: new Date(since).toISOString(),
      until: new Date(until).toISOString(),
    }));
    return c.json({ items: page, next }, 200);
  });
  api.openapi(admitRoute, async function admitWaiting(c) {
    const { id, pending } = c.req.valid("param");
    return c.json(await reviewing.admit(id, pending, await doerOfToken(administrators, c.get("tokenId"))), 200);
  });
  api.openapi(refuseRoute, async function refuseWaiting(c) {
    const { id, pending } = c.req.valid("param");
    const by = await doerOfToken(administrators, c.get("tokenId"));
    await reviewing.refuse(id, pending, c.req.valid("json").reason, by);
    return c.json({ refused: true as const }, 200);
  });
}
