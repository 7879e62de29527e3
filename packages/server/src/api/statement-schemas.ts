import { z } from "@hono/zod-openapi";
import { demandFields, draftShape, draftTextFields, initiatorFields, termsFields } from "../depositary/draft-fields.ts";

const digest = z.string().openapi({ description: "SHA-256, lower-case hexadecimal", example: "9f86d081884c7d65…" });
const moment = z.iso.datetime({ offset: true }).openapi({ description: "RFC 3339" });

/** The body that makes or replaces a draft. What is left out takes the depositary's defaults. */
export const draftBody = z
  .strictObject({
    slug: draftShape.slug,
    texts: z.array(draftTextFields).min(1).max(100),
    initiators: draftShape.initiators,
    demands: draftShape.demands.optional(),
    /** The same as terms.reservations. */
    reservations: z.boolean().optional(),
    closes: draftShape.closes.optional(),
    terms: z.strictObject(termsFields.shape).partial().optional(),
    visibility: draftShape.visibility.optional(),
    publishes: draftShape.publishes.optional(),
  })
  .openapi("Draft");

const version = z
  .object({
    number: z.int(),
    digest: digest.openapi({ description: "SHA-256 of the version's manifest: what is signed" }),
    openedAt: moment.nullable(),
    texts: z.array(
      z.object({
        lang: z.string(),
        sha256: digest.openapi({ description: "SHA-256 of the text's exact bytes, served at /s/SLUG/LANG.md" }),
        blocks: z.int(),
        authentic: z.boolean(),
        prevails: z.boolean(),
        title: z.string(),
      }),
    ),
  })
  .openapi("Version");

const levels = z.array(z.int());

export const countsAnswer = z
  .object({
    total: z.int(),
    organisations: z.int(),
    people: z.int(),
    named: z.int(),
    unnamed: z.int(),
    levels: z.object({ organisation: levels, person: levels }),
    earlier: z.int().openapi({ description: "Standing signatures under an earlier version, not in the total" }),
  })
  .openapi("Counts");

const removed = z.object({
  disputed: z.int(),
  forged: z.int(),
  duplicate: z.int(),
  ineligible: z.int(),
  legal: z.int(),
  mistaken: z.int(),
});

export const reconciliationAnswer = z
  .object({
    opened: z.array(z.object({ number: z.int(), openedAt: moment })).openapi({ description: "Every version" }),
    signed: z.int(),
    withdrawn: z.int(),
    removed,
    erased: z.int(),
    disputed: z.int(),
    standing: z.int().openapi({
      description: "signed - withdrawn - removed - erased - disputed; of the latest version and of earlier ones",
    }),
    anonymised: z.int().openapi({ description: "Of the standing ones: forgotten, and still counted" }),
  })
  .openapi("Reconciliation", { description: "What became of every signature; follows from the log, entry by entry" });

const addedAt = moment.openapi({ description: "When it was recorded" });
const entryIndex = z.int().openapi({ description: "Of its entry in the statement's log" });

export const additionsAnswer = z
  .object({
    responses: z.array(
      z.object({
        index: entryIndex,
        addressee: z.string(),
        sha256: digest.openapi({ description: "Of the document, served at /s/SLUG/responses/SHA256.FORMAT" }),
        document: z
          .object({ format: z.enum(["txt", "md", "pdf"]), size: z.int().openapi({ description: "In bytes" }) })
          .nullable()
          .openapi({ description: "Null where the document was lost" }),
        addedAt,
        stands: z.boolean().openapi({ description: "The last one of this addressee" }),
      }),
    ),
    corrections: z.array(
      z.object({
        index: entryIndex,
        version: z.int().openapi({ description: "Its number" }),
        lang: z.string(),
        block: z.int().openapi({ description: "¶; 0 is the title" }),
        note: z.string(),
        addedAt,
        objectUntil: moment.openapi({ description: "Those who had signed could object until then" }),
        stands: z.boolean().openapi({ description: "The last one of this block" }),
      }),
    ),
    translations: z.array(
      z.object({
        index: entryIndex,
        version: z.int().openapi({ description: "Its number" }),
        lang: z.string(),
        sha256: digest.openapi({ description: "Of the text, served at /s/SLUG/translations/VERSION/text.LANG.md" }),
        size: z.int().nullable().openapi({ description: "In bytes; null where the text was lost" }),
        addedAt,
        stands: z.boolean().openapi({ description: "The last one of this version and language" }),
      }),
    ),
  })
  .openapi("Additions", { description: "What came after the opening, and nobody signed" });

export const statementAnswer = z
  .object({
    id: z.string(),
    slug: z.string(),
    url: z.string(),
    state: z.enum(["draft", "open", "closed"]),
    title: z.string(),
    visibility: z.enum(["public", "link"]),
    publishes: moment.nullable(),
    linkKey: z.string().nullable().openapi({ description: "Opens a link-only statement; told to tokens only" }),
    openedAt: moment.nullable().openapi({ description: "Of its first version" }),
    closes: moment.nullable(),
    closedAt: moment.nullable(),
    initiators: z.array(initiatorFields),
    demands: z.array(demandFields),
    terms: z.record(z.string(), z.unknown()).nullable(),
    consentNotice: z.string().nullable(),
    version: version.nullable().openapi({ description: "Of a draft: what would be frozen if it were opened now" }),
    counts: countsAnswer,
    reconciliation: reconciliationAnswer.nullable().openapi({ description: "Null until it is opened" }),
    additions: additionsAnswer,
    log: z
      .object({
        origin: z.string(),
        vkey: z.string().openapi({ description: "C2SP verifier key" }),
        size: z.int(),
        root: digest,
      })
      .nullable(),
  })
  .openapi("Statement");

export const statementParam = z.object({
  id: z
    .string()
    .max(100)
    .openapi({ param: { name: "id", in: "path" }, description: "The id or the slug", example: "clean-air-2026" }),
});

/** Opens a link-only statement. */
export const keyQuery = z.object({ key: z.string().max(200).optional() });
