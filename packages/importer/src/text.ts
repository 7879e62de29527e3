import type { Imported } from "./imported.ts";
import { finishImport } from "./imported.ts";

/** The beginnings of lines that mean something in plain text too: bullets, numbers of items, quotations in mails. */
const MARK = /^([ \t]*(?:(?:[-*+•◦▪‣●○■□➢∙·]|[0-9]{1,9}[.)])[ \t]+|(?:>[ \t]?)+))(.*)$/u;
/** A line that underlines the one above it. */
const UNDERLINE = /^[ \t]*(?:=+|-+)[ \t]*$/;
/** Every character that Markdown may take for more than itself (CommonMark, "Backslash escapes"). */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * Makes a text of plain text: the first line is the title, blank lines part the blocks, lines that begin with a bullet or a
 * number are items. Everything else stands for itself: `*`, `_`, `#` and `<` stay the characters that they are.
 * @throws ImportError `text_refused` or `too_large`, with line and column
 */
export function importText(source: string): Imported {
  const escaped = source.split("\n").map(escapeLine).join("\n");
  // Escaping was ours, so undoing what was needless of it is no change to tell of.
  return finishImport(source, escaped, ["escapes"]);
}

function escapeLine(line: string): string {
  const [body = "", end = ""] = line.endsWith("\r") ? [line.slice(0, -1), "\r"] : [line];
  if (UNDERLINE.test(body)) return line;
  const [, mark = "", words = body] = MARK.exec(body) ?? [];
  return `${mark}${words.replaceAll(PUNCTUATION, "\\$&")}${end}`;
}
