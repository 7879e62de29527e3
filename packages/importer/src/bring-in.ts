import type { Article } from "./article/find-article.ts";
import { decodeText } from "./decode.ts";
import { extract } from "./extract.ts";
import type { Extracted, ImportWarning } from "./extracted.ts";
import { declaredCharset } from "./html/charset.ts";
import type { Labelled } from "./labelled.ts";
import type { SourceHints } from "./source-hints.ts";

/** A source as it stands, and as rules label it. */
export type BroughtIn = { readonly extracted: Extracted; readonly labelled: Labelled };

/**
 * Reads a file, page or paste: every word that shows, and what each part is. Of a whole page the article is told from what
 * publishers put around it; what somebody selected and pasted is all theirs. Nothing is fetched.
 * @throws MalformedError as `extract` does
 */
export async function bringIn(bytes: Uint8Array, hints: SourceHints): Promise<BroughtIn> {
  const extracted = markTruncated(await extract(bytes, hints), hints);
  const html = extracted.source.kind === "html" ? decodeText(bytes, declaredCharset(bytes, hints.type)) : "";
  const { labelSource } = await import("./label.ts");
  if (!isWholePage(html)) return { extracted, labelled: labelSource(extracted, null) };
  const { findArticle } = await import("./article/find-article.ts");
  const article = await findArticle(html, hints.url ?? null);
  return { extracted, ...(await labelPage(extracted, article)) };
}

async function labelPage(extracted: Extracted, article: Article): Promise<{ labelled: Labelled }> {
  const { blocksOf, warnOfDisputes } = await import("./article/blocks-of.ts");
  const { labelSource } = await import("./label.ts");
  const belongs = blocksOf(article, extracted);
  const isFound = belongs.includes(true);
  const labelled = labelSource(extracted, isFound ? belongs : null);
  const found: readonly ImportWarning[] = isFound ? warnOfDisputes(article, extracted) : article.warnings;
  return { labelled: { ...labelled, warnings: [...labelled.warnings, ...found] } };
}

/** What is copied in a browser comes with the elements of a page around it, and these comments (Clipboard HTML format). */
function isWholePage(html: string): boolean {
  return /<(?:html|body)[\s>]/i.test(html) && !/<!--\s*StartFragment\s*-->/i.test(html);
}

function markTruncated(extracted: Extracted, { truncated = false }: SourceHints): Extracted {
  if (!truncated) return extracted;
  const unread = { why: "truncated" as const, where: "the end, which did not come", at: extracted.text.length };
  const message = "It broke off before its end while it was fetched, so words may be missing. Fetch it again.";
  const warnings = [...extracted.warnings, { code: "truncated", message }];
  return { ...extracted, unread: [...extracted.unread, unread], warnings };
}
