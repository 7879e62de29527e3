import { MalformedError } from "@undersigned/core/errors.ts";
import { Cascade } from "./html/cascade.ts";
import { FIRST_LOOK } from "./html/look.ts";
import { readMetadata } from "./html/metadata.ts";
import { PageWriter } from "./html/page-writer.ts";
import type { Document } from "./html/tree.ts";
import { eachElement, parsePage } from "./html/tree.ts";
import { Walk } from "./html/walk.ts";
import type { ExtractedWords, SourceHints } from "./source-hints.ts";

/** A page that shows fewer characters than this, and has scripts, is written by them. */
const EMPTY = 200;

/**
 * What a page shows: all its blocks in order, and what of it cannot be read or does not show. Pasted rich text is a page too.
 * @throws MalformedError `too_large`, `source_without_words`
 */
export function extractHtml(html: string, _hints: SourceHints): ExtractedWords {
  const { document, truncated } = parsePage(html);
  const writer = new PageWriter();
  const scope = { rest: { kind: "paragraph" }, first: null, region: undefined } as const;
  const walk = new Walk(writer, new Cascade());
  for (const node of document.childNodes) walk.walk(node, { look: FIRST_LOOK, scope, list: null, sectioned: false });
  if (truncated) writer.tell("truncated", "it ends within a tag or a comment: something was cut off");
  const scripted = hasScript(document);
  const copy = writer.finish();
  if (copy.blocks.length === 0) throw new MalformedError("source_without_words", explainEmpty(scripted));
  const { lang, ...metadata } = readMetadata(document);
  const script = { why: "script", where: "the page is written by a script when it is opened" } as const;
  const unread = scripted && copy.text.length < EMPTY ? [...copy.unread, script] : copy.unread;
  return { ...copy, unread, lang, metadata, warnings: [] };
}

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
