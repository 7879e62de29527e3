import { z } from "zod";
import type { Draft } from "./drafts.ts";
import type { FieldProblem } from "./field-problems.ts";
import { describeIssues } from "./field-problems.ts";
import { contactField, domainField, LIMITS, languageField, momentField, nameField, slugField } from "./fields.ts";

/** UTF-16 units; the text's own limit is in bytes and checked where it is parsed. */
const MARKDOWN_LIMIT = 1_048_576;

const partyName = nameField(LIMITS.name, { mayHoldDomain: true });

export const draftTextFields = z.strictObject({
  lang: languageField,
  markdown: z.string().max(MARKDOWN_LIMIT),
  authentic: z.boolean().exactOptional(),
  prevails: z.boolean().exactOptional(),
});

export const initiatorFields = z.strictObject({ name: partyName, domain: domainField.exactOptional() });

export const demandFields = z.strictObject({
  /** Number of the block that asks, as ¶ shows it: 1 is the first after the title. */
  block: z.int().min(1).max(100_000),
  addressees: z.array(partyName).max(LIMITS.addressees),
});

export const termsFields = z.strictObject({
  who: z
    .array(z.enum(["organisation", "person"]))
    .min(1)
    .max(2),
  leastLevel: z.strictObject({
    organisation: z.literal([1, 2, 3, 4]),
    person: z.literal([1, 2, 3]),
  }),
  reservations: z.boolean(),
  unnamed: z.boolean(),
  minimumAge: z.int().min(0).max(120),
  controller: z.strictObject({ name: partyName, contact: contactField(LIMITS.contact) }),
  retention: z.strictObject({
    unconfirmedDays: z.int().min(1).max(90),
    mailboxDays: z.int().min(0).max(3650),
  }),
  invited: z.boolean().exactOptional(),
  review: z.boolean().exactOptional(),
});

export const draftShape = {
  slug: slugField.exactOptional(),
  texts: z.array(draftTextFields).min(1).max(LIMITS.texts),
  initiators: z.array(initiatorFields).min(1).max(LIMITS.initiators),
  demands: z.array(demandFields).max(LIMITS.demands),
  closes: momentField.nullable(),
  terms: termsFields,
  visibility: z.enum(["public", "link"]),
  publishes: momentField.nullable(),
};

const draftFields = z.strictObject(draftShape);

/**
 * What is wrong with the fields of a draft, each by itself, and the draft tidied when nothing is. Whether its texts parse,
 * align and hold the demanded blocks is not asked here.
 */
export function checkDraftFields(
  draft: unknown,
): { draft: Draft; problems: null } | { draft: null; problems: FieldProblem[] } {
  const parsed = draftFields.safeParse(draft);
  if (parsed.success) return { draft: parsed.data, problems: null };
  return { draft: null, problems: describeIssues(parsed.error.issues, draft) };
}
