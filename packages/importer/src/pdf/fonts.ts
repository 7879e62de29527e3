import type { PdfFont } from "./page-drawing.ts";
import type { FontFinder } from "./page-reader.ts";

/** What pdf.js tells of a font with `fontExtraProperties`. */
type LoadedFont = {
  readonly name?: string;
  readonly bold?: boolean;
  readonly black?: boolean;
  readonly italic?: boolean;
  readonly vertical?: boolean;
  readonly isType3Font?: boolean;
  readonly fontMatrix?: readonly number[];
};

const UNKNOWN: PdfFont = { name: "", bold: false, italic: false, vertical: false, masked: null };

/** Finds the fonts of a page among what pdf.js loaded, each once. */
export function fontFinder(loaded: (name: string) => unknown): FontFinder {
  const known = new Map<string, { font: PdfFont; scale: number }>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = readFont(loaded(name));
    known.set(name, found);
    return found;
  };
}

function readFont(loaded: unknown): { font: PdfFont; scale: number } {
  if (typeof loaded !== "object" || loaded === null) return { font: UNKNOWN, scale: 0.001 };
  const { name = "", bold, black, italic, vertical, fontMatrix } = loaded as LoadedFont;
  const font: PdfFont = {
    name,
    bold: bold === true || black === true || /bold|black|heavy/i.test(name),
    italic: italic === true || /italic|oblique/i.test(name),
    vertical: vertical === true,
    masked: null,
  };
  return { font, scale: Math.abs(fontMatrix?.[0] ?? 0.001) };
}
