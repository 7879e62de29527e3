import { createRoute, z } from "@hono/zod-openapi";
import type { Look } from "../depositary/looking.ts";
import type { Reply } from "../lookup/resolver.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";

const token = z.string().min(1).max(200).openapi({ description: "Of the link in a mail to the signatory" });

const body = z
  .discriminatedUnion("how", [
    z.strictObject({ token, how: z.enum(["dns", "well-known"]) }),
    z.strictObject({ token, how: z.literal("web-page"), url: z.string().min(1).max(2_000) }),
    z.strictObject({ token, how: z.literal("key"), note: z.string().min(1).max(4_000) }),
  ])
  .openapi("Look");

const answer = z
  .object({
    problem: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .openapi({ description: "Why nothing was seen; null: it was seen, and is recorded" }),
    replies: z
      .array(z.object({ resolver: z.string(), said: z.string(), records: z.array(z.string()) }))
      .openapi({ description: "What each resolver said, where they were asked for records" }),
    statement: z.string(),
    index: z.int().nullable().openapi({ description: "Of the signature in the statement's log; null while it waits" }),
    level: z.int(),
    leastLevel: z.int().openapi({ description: "What the statement asks for" }),
    waitsFor: z.array(z.enum(["evidence", "approval", "review"])),
  })
  .openapi("Looked");

const route = createRoute({
  method: "post",
  path: "/api/v1/evidence",
  summary: "Look now whether an organisation's own domain says that it signs",
  request: { body: jsonBody(body) },
  responses: { 200: jsonAnswer("What was seen", answer) },
});

export function mountLookForEvidence(api: Api, { depositary, limiter, address }: ApiDeps): void {
  api.openapi(route, async function lookForEvidence(c) {
    limiter.take("look", { address: address(c) });
    const { token: given, ...look } = c.req.valid("json");
    const { problem, replies, view } = await depositary.looking.look(given, look satisfies Look);
    const { holder, level, leastLevel, waitsFor } = view;
    const index = "index" in holder ? holder.index : null;
    const place = { statement: holder.statementId, index };
    return c.json(
      { problem, replies: replies.map(replyJson), ...place, level, leastLevel, waitsFor: [...waitsFor] },
      200,
    );
  });
}

function replyJson(reply: Reply) {
  return { resolver: reply.resolver, said: reply.kind, records: reply.kind === "records" ? [...reply.records] : [] };
}
