import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { checkWords } from "@undersigned/core/statement/repertoire.ts";
import { z } from "zod";
import { EXPLANATION_LIMIT } from "./acts.ts";
import type { DisputeInput } from "./disputes.ts";
import { DISPUTE_WORDS_LIMIT } from "./disputes.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { boxField, LIMITS, mailboxField, nameField } from "./fields.ts";

const disputeFields = z.strictObject({
  index: z.int().min(0),
  speaks: z.enum(["organisation", "person"]),
  mailbox: mailboxField,
  name: nameField(LIMITS.name, { mayHoldDomain: false }),
  words: boxField(DISPUTE_WORDS_LIMIT),
  keepsName: z.boolean(),
});

/** What somebody typed who disputes a name, tidied. @throws FieldsRefusedError naming every field at fault */
export function checkDispute(input: unknown): DisputeInput {
  const parsed = disputeFields.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new FieldsRefusedError(describeIssues(parsed.error.issues, input));
}

/** What a signatory says to a dispute; "" where nothing. @throws FieldsRefusedError */
export function checkAnswer(words: string): string {
  if (words.trim() === "") return "";
  const parsed = boxField(DISPUTE_WORDS_LIMIT).safeParse(words);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ["words"] }));
  throw new FieldsRefusedError(describeIssues(issues, { words }));
}

/**
 * The reason that both sides are given in a mail: one line, held to the same characters as a name.
 * @throws RefusedError `invalid_field`, field `words`
 */
export function checkReason(typed: string): string {
  const words = typed.trim();
  if (words === "") {
    throw new RefusedError("invalid_field", "Say why, in a sentence or two: both sides are told.", { field: "words" });
  }
  try {
    checkWords(words, EXPLANATION_LIMIT, "The reason");
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const message = `This cannot be sent as it was typed: ${cause.message}.`;
    throw new RefusedError("invalid_field", message, { cause, field: "words" });
  }
  return words;
}
