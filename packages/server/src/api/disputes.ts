import { createRoute, z } from "@hono/zod-openapi";
import { EXPLANATION_LIMIT } from "../depositary/acts.ts";
import type { CheckedDispute } from "../depositary/disputes.ts";
import { actedAnswer, signatureParam } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { formatMoment } from "./statement-json.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const dispute = z
  .object({
    signature: z.int().openapi({ description: "Index of the signature whose name it is" }),
    kind: z.enum(["organisation", "person"]),
    name: z.string().nullable().openapi({ description: "Null where it is forgotten" }),
    domain: z.string().nullable(),
    state: z.enum(["unconfirmed", "waiting", "open", "upheld", "removed", "ended", "declined"]).openapi({
      description: "`waiting`: confirmed, and nothing is hidden before a human has looked",
    }),
    level: z.int().openapi({
      description:
        "Of the disputing side’s evidence: 1 a mailbox, 2 one at the domain, 3 a record of the domain, 4 and its key",
    }),
    said: z
      .object({
        speaks: z.enum(["organisation", "person"]),
        name: z.string(),
        mailbox: z.string(),
        words: z.string(),
      })
      .nullable()
      .openapi({ description: "In confidence; null once it is deleted, 30 days after it is settled" }),
    answer: z
      .object({ words: z.string(), at: z.iso.datetime() })
      .nullable()
      .openapi({ description: "What the signatory said by the link in its own mail" }),
    createdAt: z.iso.datetime(),
    openedAt: z.iso.datetime().nullable(),
    settledAt: z.iso.datetime().nullable(),
  })
  .openapi("Dispute");

const reasonBody = z
  .strictObject({
    words: z
      .string()
      .max(4 * EXPLANATION_LIMIT)
      .openapi({ description: "Why, in one line of at most 500 characters: both sides are told. Kept nowhere else" }),
  })
  .openapi("DisputeReason");

const list = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/disputes",
  summary: "Disputed names, those that need somebody first",
  security: [{ token: [] }],
  request: { params: statementParam },
  responses: { 200: jsonAnswer("All of them", z.object({ items: z.array(dispute) })) },
});

const uphold = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/disputes/{index}/uphold",
  summary: "Settle the open dispute over a signature: it stands. A second time answers the same",
  security: [{ token: [] }],
  request: { params: signatureParam, body: jsonBody(reasonBody) },
  responses: { 200: jsonAnswer("It is in the log", actedAnswer) },
});

const removal = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/disputes/{index}/removal",
  summary: "Settle the open dispute over a signature: it is removed. A second time answers the same",
  security: [{ token: [] }],
  request: { params: signatureParam, body: jsonBody(reasonBody) },
  responses: { 200: jsonAnswer("It is in the log", actedAnswer) },
});

/** Disputes over names, and how a human settles them. */
export function mountDisputes(api: Api, { depositary }: ApiDeps): void {
  const { disputes, administrators } = depositary;
  api.openapi(list, async function listDisputes(c) {
    const items = await disputes.list(c.req.valid("param").id);
    return c.json({ items: items.map(disputeJson) }, 200);
  });
  api.openapi(uphold, async function upholdSignature(c) {
    const { id, index } = c.req.valid("param");
    const by = await doerOfToken(administrators, c.get("tokenId"));
    return c.json(await disputes.uphold(id, index, c.req.valid("json").words, by), 200);
  });
  api.openapi(removal, async function removeAsDisputed(c) {
    const { id, index } = c.req.valid("param");
    const by = await doerOfToken(administrators, c.get("tokenId"));
    return c.json(await disputes.remove(id, index, c.req.valid("json").words, by), 200);
  });
}

function disputeJson({ disputed, state, level, said, answer, createdAt, openedAt, settledAt }: CheckedDispute) {
  const { index: signature, kind, name, domain } = disputed;
  return {
    ...{ signature, kind, name, domain, state, level },
    said: said && { ...said },
    answer: answer && { words: answer.words, at: formatMoment(answer.at) },
    createdAt: formatMoment(createdAt),
    openedAt: openedAt === null ? null : formatMoment(openedAt),
    settledAt: settledAt === null ? null : formatMoment(settledAt),
  };
}
