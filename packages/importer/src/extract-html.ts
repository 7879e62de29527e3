import type { Copy } from "@undersigned/core/compare/copy.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import type { ImportWarning } from "./extracted.ts";
import { Cascade } from "./html/cascade.ts";
import { trimClipboard } from "./html/clipboard.ts";
import { fitLinks } from "./html/links.ts";
import { FIRST_LOOK } from "./html/look.ts";
import { readMetadata } from "./html/metadata.ts";
import { PageWriter } from "./html/page-writer.ts";
import type { Document } from "./html/tree.ts";
import { eachElement, parsePage } from "./html/tree.ts";
import type { Within } from "./html/walk.ts";
import { Walk } from "./html/walk.ts";
import type { ExtractedWords, SourceHints } from "./source-hints.ts";

/** A page that shows fewer characters than this, and has scripts, is written by them. */
const EMPTY = 200;

/**
 * What a page shows: all its blocks in order, and what of it cannot be read or does not show. Pasted rich text is a page too.
 * @throws MalformedError `too_large`, `source_without_words`
 */
export function extractHtml(html: string, hints: Pick<SourceHints, "url" | "styles">): ExtractedWords {
  const { document, truncated } = parsePage(trimClipboard(html));
  const writer = new PageWriter();
  const cascade = new Cascade(document, { url: hints.url ?? null, sheets: hints.styles ?? new Map() });
  const walk = new Walk(writer, cascade, hints.url ?? null);
  for (const node of document.childNodes) walk.walk(node, OUTERMOST);
  if (truncated) writer.tell("truncated", "it ends within a tag or a comment: something was cut off");
  for (const sheet of cascade.missing) {
    writer.tellOfAll(
      "style",
      `a style sheet that was not read, which may hide or write words (${sheet.slice(0, 200)})`,
    );
  }
  if (cascade.isExhausted) writer.tellOfAll("style", "more rules of style sheets than are read for one page");
  const scripted = hasScript(document);
  const copy = writer.finish();
  if (copy.blocks.length === 0) throw new MalformedError("source_without_words", explainEmpty(scripted));
  const { lang, ...metadata } = readMetadata(document);
  const script = { why: "script", where: "the page is written by a script when it is opened" } as const;
  const unread = scripted && copy.text.length < EMPTY ? [...copy.unread, script] : copy.unread;
  const links = fitLinks(writer.links, copy);
  return { ...copy, unread, lang, metadata, links, warnings: warningsOf(copy, writer.transformed) };
}

function warningsOf(copy: Copy, transformed: number | null): ImportWarning[] {
  const warnings: ImportWarning[] = [];
  const tracked = copy.unread.find(({ why }) => why === "tracked");
  if (tracked !== undefined) {
    warnings.push({
      code: "tracked_changes",
      message: `Words were added or struck with “track changes” and nobody decided on them (the first: ${tracked.where}). Accept or reject them in Word, and copy again.`,
      ...(tracked.at === undefined ? {} : { start: tracked.at, end: tracked.at }),
    });
  }
  if (transformed !== null) {
    warnings.push({
      code: "letter_case",
      message: "A style sheet shows some words in capitals, or in small letters. They stand here as they are written.",
      start: transformed,
      end: transformed,
    });
  }
  return warnings;
}

const OUTERMOST: Within = {
  look: FIRST_LOOK,
  scope: { rest: { kind: "paragraph" }, first: null, region: undefined },
  list: null,
  sectioned: false,
  blockFont: "",
  slotted: null,
};

function hasScript(document: Document): boolean {
  let found = false;
  eachElement(document, ({ tagName }) => {
    found ||= tagName === "script";
  });
  return found;
}

function explainEmpty(scripted: boolean): string {
  return scripted
    ? "this page has no words before its scripts run, and they are not run here: open it in a browser, copy its words and paste them"
    : "this page shows no words: if they stand in a picture, type them; otherwise copy the words from where you see them";
}
