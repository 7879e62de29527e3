import { z } from "zod";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { digestField, LIMITS, languageField, mailboxField, nameField, reservationField } from "./fields.ts";
import type { SignatureInput } from "./signing.ts";

const person = nameField(LIMITS.name, { mayHoldDomain: false });
const organisation = nameField(LIMITS.name, { mayHoldDomain: true });

/** Everything a signatory gives. `name` is the signatory's own: the organisation's, where an organisation signs. */
export const signatureFields = z
  .strictObject({
    kind: z.enum(["person", "organisation"]),
    name: organisation,
    organisation: organisation.optional(),
    role: nameField(LIMITS.role, { mayHoldDomain: false }).optional(),
    place: nameField(LIMITS.place, { mayHoldDomain: false }).optional(),
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
