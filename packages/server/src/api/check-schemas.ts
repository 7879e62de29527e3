import { z } from "@hono/zod-openapi";
import type { CopyChange } from "@undersigned/core/compare/copy-report.ts";
import { VERDICTS } from "@undersigned/core/compare/copy-report.ts";
import type { CheckedCounts, CheckedText, KeptCheck } from "../depositary/checks.ts";
import { logOn, logOnJson } from "./log-on-schema.ts";
import { formatMoment } from "./statement-json.ts";

/** What is checked: one of these. */
export const checkBody = z
  .strictObject({
    text: z.string().min(1).optional().openapi({ description: "As pasted" }),
    html: z.string().min(1).optional().openapi({ description: "A page, or what was pasted with its form" }),
    markdown: z.string().min(1).optional(),
    url: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .openapi({ description: "Of a page or file; it is fetched once, over https" }),
    base64: z.string().min(1).optional().openapi({ description: "A file: text, HTML, Markdown, DOCX or PDF" }),
    name: z.string().max(200).optional().openapi({ description: "Of the file" }),
    type: z.string().max(200).optional().openapi({ description: "Media type of the file" }),
    statement: z
      .string()
      .max(100)
      .optional()
      .openapi({ description: "Id or slug; without it the statement is found by its words" }),
  })
  .openapi("CheckBody");

const offset = z.int().openapi({ description: "In UTF-16 units, into the copy’s text" });

const change = z.object({
  kind: z.enum(["dropped", "added", "altered", "moved", "split", "merged"]),
  block: z.int().optional().openapi({ description: "¶ of the statement, 0 for its title" }),
  version: z.int().optional().openapi({ description: "Of a mixed copy: the version whose words stand here instead" }),
  reference: z.string().optional(),
  copy: z.string().optional(),
  words: z.array(z.string()),
  start: offset,
  end: offset,
});

const counts = z.object({
  total: z.int(),
  organisations: z.int(),
  people: z.int(),
  named: z.int(),
  unnamed: z.int(),
});

const copy = z.object({
  kind: z.enum(["text", "markdown", "html", "docx", "pdf"]),
  sha256: z.string(),
  bytes: z.int(),
  text: z.string().openapi({ description: "Every word that shows" }),
  name: z.string().nullable(),
  address: z.object({ given: z.string(), final: z.string() }).nullable(),
  fetchedAt: z.iso.datetime().nullable(),
  date: z
    .object({ day: z.iso.date(), from: z.enum(["metadata", "text"]) })
    .nullable()
    .openapi({ description: "The day that the copy says it is of" }),
});

/** A report, and where it is kept. */
export const checkAnswer = z
  .object({
    verdict: z.enum(VERDICTS),
    statement: z.string().optional().openapi({ description: "Its address" }),
    title: z.string().optional(),
    version: z.int().optional(),
    versions: z
      .array(z.int())
      .optional()
      .openapi({ description: "Of a mixed copy: the versions whose words it has, oldest first" }),
    newestVersion: z.int().optional(),
    lang: z.string().optional(),
    standing: z.enum(["authentic", "translation", "unsigned"]).optional(),
    tolerated: z.array(z.object({ kind: z.string(), count: z.int() })),
    changes: z.array(change),
    framing: z.array(
      z.object({ text: z.string(), where: z.enum(["before", "after", "within"]), start: offset, end: offset }),
    ),
    demands: z.object({ present: z.int(), dropped: z.array(z.int()), altered: z.array(z.int()) }),
    signatories: z.object({
      present: z.int(),
      missing: z.int(),
      unknown: z.array(z.string()).openapi({ description: "Not in the record: they may be unnamed there, or erased" }),
      says: z.string().optional(),
      claimed: z.int().optional(),
    }),
    unread: z.array(z.object({ why: z.string(), where: z.string(), at: offset.optional() })),
    counts: z
      .object({
        claimed: z.object({ count: z.int(), text: z.string() }).nullable(),
        onDay: logOn.nullable().openapi({ description: "What the log held at the end of the copy’s day" }),
        now: counts,
      })
      .nullable(),
    foldings: z.string().openapi({ description: "Version of what was folded away before comparing: spec/compare.md" }),
    unicode: z.string(),
    copy,
    madeAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().openapi({ description: "When it is deleted; null while it is published" }),
    published: z.object({ url: z.url(), at: z.iso.datetime() }).nullable(),
    link: z.url().optional().openapi({ description: "Opens it for whoever has this link, who may also publish it" }),
  })
  .openapi("Check");

export type CheckAnswer = z.infer<typeof checkAnswer>;

/** @param token of the secret link; null for whoever came by the public address */
export function checkJson(baseUrl: string, check: KeptCheck, token: string | null): CheckAnswer {
  const { report, checked, counts: sums } = check;
  const { verdict, demands, signatories, foldings, unicode } = report;
  return {
    verdict,
    // Its address of today: the host may have moved since.
    ...(checked && { ...checked, ...addressOf(baseUrl, checked) }),
    ...(report.versions && { versions: [...report.versions] }),
    tolerated: report.tolerated.map((one) => ({ ...one })),
    changes: report.changes.map(changeJson),
    framing: report.framing.map((one) => ({ ...one })),
    demands: { present: demands.present, dropped: [...demands.dropped], altered: [...demands.altered] },
    signatories: { ...signatories, unknown: [...signatories.unknown] },
    unread: report.unread.map((one) => ({ ...one })),
    counts: sums && countsJson(sums),
    foldings,
    unicode,
    copy: { ...check.copy, fetchedAt: formatMoment(check.copy.fetchedAt) },
    madeAt: formatMoment(check.madeAt),
    expiresAt: formatMoment(check.expiresAt),
    published: check.published && {
      url: `${baseUrl}/c/${check.published.id}`,
      at: formatMoment(check.published.at),
    },
    ...(token !== null && { link: `${baseUrl}/checks/${token}` }),
  };
}

function addressOf(baseUrl: string, { statement: { slug, title } }: CheckedText) {
  return { statement: `${baseUrl}/s/${slug}`, title };
}

function changeJson({ words, ...rest }: CopyChange): z.infer<typeof change> {
  return { ...rest, words: [...words] };
}

function countsJson({ claimed, onDay, now }: CheckedCounts): NonNullable<CheckAnswer["counts"]> {
  return {
    claimed: claimed && { count: claimed.count, text: claimed.text },
    onDay: onDay && logOnJson(onDay),
    now,
  };
}
