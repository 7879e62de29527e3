import { z } from "@hono/zod-openapi";
import { draftShape, draftTextFields, termsFields } from "../depositary/draft-fields.ts";
import { digestField, LIMITS, languageField, reservationField } from "../depositary/fields.ts";

/** The body that writes the next version of an open statement. What is left out is as in the version that is open. */
export const nextVersionBody = z
  .strictObject({
    texts: z.array(draftTextFields).min(1).max(LIMITS.texts),
    initiators: draftShape.initiators.optional(),
    demands: draftShape.demands.optional(),
    terms: z.strictObject(termsFields.shape).partial().optional(),
  })
  .openapi("NextVersion");

export type NextVersionBody = z.output<typeof nextVersionBody>;

/** `version`: the digest of what is to be opened, as it was read. */
export const openVersionBody = z.strictObject({ version: digestField }).openapi("OpenVersion");

const moment = z.iso.datetime({ offset: true });

export const versionListAnswer = z.object({
  items: z.array(
    z
      .object({
        number: z.int(),
        digest: z.string(),
        openedAt: moment,
        signed: z.int().openapi({ description: "Signatures that stand, and name this version last" }),
      })
      .openapi("VersionBrief"),
  ),
});

/** Consent that is given again. `replaces` is the index of the consent that it takes the place of, as GET answers it. */
export const consentBody = z
  .strictObject({
    token: z.string().min(1).max(200),
    replaces: z.int().min(0),
    named: z.boolean(),
    consent: z.boolean(),
    lang: languageField,
    version: digestField,
    reservation: reservationField.optional(),
  })
  .openapi("Consent");

export const ownSignatureAnswer = z
  .object({
    statement: z.string(),
    index: z.int().openapi({ description: "Of the signature, in the statement's log" }),
    status: z.enum(["standing", "disputed", "withdrawn", "removed", "erased", "anonymised"]),
    date: z.iso.date().openapi({ description: "Of the latest consent" }),
    named: z.boolean().nullable(),
    lang: z.string().nullable(),
    reservation: z.string().nullable(),
    again: z
      .object({
        replaces: z.int().openapi({ description: "Index of the latest consent" }),
        signed: z.int().openapi({ description: "Number of the version that was signed" }),
        version: z.string().openapi({ description: "Digest of the version that is open" }),
        stays: z.boolean().openapi({ description: "Chose to stay with an earlier version" }),
      })
      .nullable()
      .openapi({ description: "What it takes to consent again; null when that cannot be done" }),
  })
  .openapi("OwnSignature");
