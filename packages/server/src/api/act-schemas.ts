import { z } from "@hono/zod-openapi";
import { REMOVAL_REASONS } from "@undersigned/core/signature/entry.ts";
import { EXPLANATION_LIMIT } from "../depositary/acts.ts";
import { ROLES } from "../depositary/roles.ts";
import { statementParam } from "./statement-schemas.ts";

/** A signature of a statement, by the index of its `sign` in the log. */
export const signatureParam = statementParam.extend({
  index: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .openapi({ param: { name: "index", in: "path" }, type: "integer", description: "Of its sign entry", example: 17 }),
});

export const reasonField = z.enum(REMOVAL_REASONS);

export const removalBody = z
  .strictObject({
    reason: reasonField.openapi({
      description: "Public, and in the log for good. `disputed` is refused here: a dispute is settled by its own act",
    }),
    explanation: z
      .string()
      .max(4 * EXPLANATION_LIMIT)
      .optional()
      .openapi({ description: "One line for the signatory alone, in the mail; kept nowhere" }),
    tell: z
      .boolean()
      .optional()
      .openapi({ description: "False only with the reason legal, where an order forbids to tell the signatory" }),
  })
  .openapi("Removal");

export const actedAnswer = z
  .object({
    statement: z.string(),
    signature: z.int().openapi({ description: "Index of the signature" }),
    index: z.int().openapi({ description: "Of the act’s own entry in the statement’s log" }),
    repeated: z.boolean().openapi({ description: "It had been done before, and nothing was done now" }),
  })
  .openapi("Acted");

export const addedAnswer = z
  .object({
    statement: z.string(),
    index: z.int().openapi({ description: "Of its entry in the statement’s log" }),
    repeated: z.boolean().openapi({ description: "It stands there already, and nothing was done now" }),
  })
  .openapi("Added");

export const addedDocumentAnswer = addedAnswer
  .extend({ sha256: z.string().openapi({ description: "Of the document" }) })
  .openapi("AddedDocument");

export const doerField = z
  .object({
    kind: z
      .enum([...ROLES, "token"])
      .openapi({ description: "The role of the account then, or a program with a token" }),
    id: z.string(),
    name: z.string().openapi({ description: "Of the account, or the label of the token" }),
  })
  .openapi("Doer");
