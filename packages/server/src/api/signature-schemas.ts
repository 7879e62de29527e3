import { z } from "@hono/zod-openapi";
import type { RuleParams } from "../depositary/field-problems.ts";

/** A mailed token, or the id that submitting answered and the code in the mail. */
export const confirmBody = z
  .strictObject({
    token: z.string().max(200).optional(),
    pending: z.string().max(200).optional(),
    code: z.string().max(64).optional().openapi({ example: "ABCD 2345" }),
  })
  .check((context) => {
    const { token, pending, code } = context.value;
    const whole =
      token === undefined ? pending !== undefined && code !== undefined : pending === undefined && code === undefined;
    if (whole) return;
    const params: RuleParams = { rule: "together", fault: "give either token, or pending and code." };
    context.issues.push({ code: "custom", input: context.value, path: ["token"], params });
  })
  .openapi("Confirmation");

export const tokenBody = z.strictObject({ token: z.string().min(1).max(200) }).openapi("Withdrawal");

const half = z.record(z.string(), z.unknown());

export const receiptAnswer = z
  .object({
    format: z.literal("undersigned/receipt@v1"),
    entry: z.string().openapi({ description: "Exact bytes of the entry, base64" }),
    opening: z.object({ public: half, private: half }).nullable(),
    head: z.string().openapi({ description: "Exact bytes of the head that covers it, base64" }),
    proofs: z.object({ statement: z.string(), heads: z.string() }).openapi({ description: "C2SP tlog-proofs" }),
    identity: z
      .array(z.object({ entry: z.string(), proof: z.string() }))
      .optional()
      .openapi({ description: "How the depositary's key came to hold, where it was handed over" }),
  })
  .openapi("Receipt");

export const waitingAnswer = z
  .object({
    status: z.literal("waiting"),
    statement: z.string(),
    waitsFor: z
      .array(z.enum(["evidence", "approval", "review"]))
      .openapi({ description: "What is missing before it is recorded, shown and counted" }),
    until: z.string().openapi({ format: "date-time", description: "When it is deleted if something is missing still" }),
    evidenceUrl: z.string().openapi({ description: "The page on which what is missing is given" }),
  })
  .openapi("Waiting");

export const confirmedAnswer = z
  .object({
    statement: z.string(),
    index: z.int().openapi({ description: "Of the entry in the statement's log" }),
    receipt: receiptAnswer
      .nullable()
      .openapi({ description: "Null while the publish round that holds it is under way" }),
    receiptUrl: z.string(),
    manageUrl: z.string(),
  })
  .openapi("Confirmed");
