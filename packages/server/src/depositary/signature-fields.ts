import { NAMES_LIMIT } from "@undersigned/core/signature/part.ts";
import { z } from "zod";
import { isCountry } from "./countries.ts";
import type { RuleParams } from "./field-problems.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { digestField, LIMITS, languageField, mailboxField, nameField, reservationField } from "./fields.ts";
import type { SignatureInput } from "./signing.ts";

const person = nameField(LIMITS.name, { mayHoldDomain: false });
const organisation = nameField(LIMITS.name, { mayHoldDomain: true });

const countryField = z
  .string()
  .check((context) => {
    if (isCountry(context.value)) return;
    const params: RuleParams = { rule: "not_one_of", expected: "the two-letter codes of ISO 3166-1, such as KE" };
    context.issues.push({ code: "custom", input: context.value, params });
  })
  .meta({ minLength: 2, maxLength: 2, description: "Of an organisation: ISO 3166-1 alpha-2", example: "KE" });

function refuseTooMany(context: z.core.ParsePayload<Record<string, string>>): void {
  if (Object.keys(context.value).length <= NAMES_LIMIT) return;
  const params: RuleParams = { rule: "too_many", limit: NAMES_LIMIT };
  context.issues.push({ code: "custom", input: context.value, params });
}

/** Members that only an organisation has. */
const ORGANISATION_ONLY = ["names", "country", "authority", "representative"] as const;

/** Everything a signatory gives. `name` is the signatory's own: the organisation's, where an organisation signs. */
export const signatureFields = z
  .strictObject({
    kind: z.enum(["person", "organisation"]),
    name: organisation,
    organisation: organisation.optional(),
    role: nameField(LIMITS.role, { mayHoldDomain: false }).optional(),
    place: nameField(LIMITS.place, { mayHoldDomain: false }).optional(),
    names: z
      .record(languageField, organisation)
      .check(refuseTooMany)
      .optional()
      .meta({ description: "Of an organisation: its name by language tag" }),
    country: countryField.optional(),
    authority: nameField(LIMITS.role, { mayHoldDomain: false })
      .optional()
      .meta({ description: "Of an organisation: the role in which whoever signs declares authority to do so; shown" }),
    representative: nameField(LIMITS.name, { mayHoldDomain: false })
      .optional()
      .meta({ description: "Of an organisation: the name of whoever signs for it; never shown" }),
    mailbox: mailboxField,
    capacity: z.enum(["institutional", "personal"]),
    named: z.boolean(),
    consent: z.boolean().check((context) => {
      if (!context.value) context.issues.push({ code: "custom", input: context.value, params: { rule: "consent" } });
    }),
    lang: languageField,
    version: digestField,
    reservation: reservationField.optional(),
    noDomain: z.boolean().optional(),
  })
  .check((context) => {
    const { kind, name } = context.value;
    if (kind !== "person") return;
    for (const member of ORGANISATION_ONLY) {
      if (context.value[member] === undefined) continue;
      const params: RuleParams = { rule: "together", fault: "only an organisation has it." };
      context.issues.push({ code: "custom", path: [member], input: context.value[member], params });
    }
    for (const issue of person.safeParse(name).error?.issues ?? []) {
      context.issues.push({ ...issue, code: "custom", path: ["name"], input: name });
    }
  });

/**
 * The signature as a form or the API hands it over, tidied.
 * @throws FieldsRefusedError naming every field at fault
 */
export function checkSignature(input: unknown): SignatureInput {
  const parsed = signatureFields.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new FieldsRefusedError(describeIssues(parsed.error.issues, input));
}
