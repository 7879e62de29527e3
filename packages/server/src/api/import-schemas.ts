import { z } from "@hono/zod-openapi";

const offset = z.int().openapi({ description: "In UTF-16 units, into the source’s extracted text" });
const named = z.object({ name: z.string(), abbreviation: z.string().optional() });
const date = z.union([
  z.object({ text: z.string(), iso: z.string() }),
  z.object({ text: z.string(), from: z.string(), to: z.string() }),
]);

const role = z.enum([
  "kicker",
  "headline",
  "standfirst",
  "byline",
  "introduction",
  "salutation",
  "heading",
  "body",
  "demand-lead-in",
  "demand",
  "addressees",
  "closing",
  "signature-lead-in",
  "signatory",
  "footer",
]);

const labelledBlock = z.object({
  role,
  text: z.string(),
  level: z.int().optional().openapi({ description: "Of a heading, 1 to 6; of an item, how deep it is nested" }),
  confidence: z.number().min(0).max(1),
  rule: z.string().openapi({ description: "The rule that gave the role" }),
  start: offset,
  end: offset,
});

/** What `undersigned import --json` prints. */
export const labelledAnswer = z
  .object({
    source: z.object({
      kind: z.enum(["text", "markdown", "html", "docx", "pdf"]),
      sha256: z.string(),
      bytes: z.int(),
    }),
    lang: z.string().nullable(),
    blocks: z.array(labelledBlock),
    title: z.string().nullable(),
    standfirst: z.string().nullable(),
    framing: z.array(z.string()).openapi({ description: "Words of the publisher, never part of the statement" }),
    demands: z.array(z.object({ text: z.string(), addressees: z.array(z.string()) })),
    initiators: z.array(named),
    signatories: z.array(named).openapi({ description: "Names as they stand there. None of them is a signature" }),
    signatoriesComplete: z.boolean().nullable().openapi({
      description: "false when it says itself that there are more; null when it does not say",
    }),
    dates: z.array(date),
    warnings: z.array(
      z.object({ code: z.string(), message: z.string(), start: offset.optional(), end: offset.optional() }),
    ),
  })
  .openapi("Labelled");

const way = z.string().optional();

/** Exactly one of the first five. */
export const importBody = z
  .strictObject({
    text: way.openapi({ description: "Plain text; Markdown where it looks like it" }),
    html: way.openapi({ description: "A page, or pasted rich text" }),
    markdown: way,
    url: way.openapi({ description: "https address, which is fetched once" }),
    base64: way.openapi({ description: "A file: Word (.docx), PDF, HTML, Markdown or text, at most 20 MiB" }),
    name: way.openapi({ description: "Of the file" }),
    type: way.openapi({ description: "Media type of the file" }),
  })
  .openapi("Source");

/** The same as a form: a file as it is, or one of the others. */
export const importForm = z
  .object({
    file: z.any().optional().openapi({ type: "string", format: "binary" }),
    text: way,
    html: way,
    markdown: way,
    url: way,
  })
  .openapi("SourceForm");
