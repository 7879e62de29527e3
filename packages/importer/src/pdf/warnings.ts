import type { Copy } from "@undersigned/core/compare/copy.ts";
import type { ImportWarning } from "../extracted.ts";
import type { Line } from "./lines.ts";
import type { PageText } from "./page-text.ts";

/** What a person must be told or asked about a PDF. */
export function warningsOf(
  copy: Copy,
  pages: readonly PageText[],
  heads: ReadonlyMap<Line, "header" | "footer">,
): ImportWarning[] {
  const warnings: ImportWarning[] = [];
  const columned = pages.filter(({ columns }) => columns > 1).map(({ page }) => page);
  if (columned.length > 0)
    warnings.push({
      code: "columns",
      message: `Words stand in columns on ${pagesOf(columned)}, and were read one column after the other. Is the order right?`,
    });
  const [head] = heads.keys();
  if (head !== undefined)
    warnings.push({
      code: "running_head",
      message: `Lines that are repeated above or below at least three pages (“${head.words.trim().slice(0, 60)}”) are taken for the publisher's, not for a part of the statement. Is that so?`,
    });
  const hidden = copy.unread.filter(({ why }) => why === "hidden");
  if (hidden.length > 0)
    warnings.push({
      code: "hidden_text",
      message: `The PDF has words that do not show, which are left out (${hidden[0]?.where ?? ""}).`,
    });
  const fonts = copy.unread.filter(({ why }) => why === "font");
  if (fonts.length > 0)
    warnings.push({
      code: "masked_font",
      message: `The PDF has letters that may not be what they say (${fonts[0]?.where ?? ""}). Compare the words with what you see.`,
    });
  if (copy.unread.some(({ why }) => why === "picture"))
    warnings.push({
      code: "picture",
      message: "The PDF has pictures. Words in pictures are not read: type them where they belong to the statement.",
    });
  return warnings;
}

function pagesOf(pages: readonly number[]): string {
  if (pages.length === 1) return `page ${pages[0]}`;
  return pages.length > 5 ? `${pages.length} pages` : `pages ${pages.slice(0, -1).join(", ")} and ${pages.at(-1)}`;
}
