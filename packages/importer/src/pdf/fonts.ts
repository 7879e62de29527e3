import type { PdfFont } from "./page-drawing.ts";
import type { FontFinder } from "./page-reader.ts";

/** What pdf.js tells of a font with `fontExtraProperties`. */
type LoadedFont = {
  readonly name?: string;
  readonly bold?: boolean;
  readonly black?: boolean;
  readonly italic?: boolean;
  readonly vertical?: boolean;
  readonly composite?: boolean;
  readonly isType3Font?: boolean;
  readonly isSymbolicFont?: boolean;
  readonly fontMatrix?: readonly number[];
  readonly defaultEncoding?: readonly string[];
  readonly differences?: readonly (string | undefined)[];
  readonly toUnicode?: { readonly _map?: readonly (string | undefined)[] };
  readonly widths?: Readonly<Record<number, number>>;
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
  const known: LoadedFont = loaded;
  const { name = "", bold, black, italic, vertical, fontMatrix } = known;
  const font: PdfFont = {
    name,
    bold: bold === true || black === true || /bold|black|heavy/i.test(name),
    italic: italic === true || /italic|oblique/i.test(name),
    vertical: vertical === true,
    masked: contradictsNames(known) ?? contradictsWidths(known),
  };
  return { font, scale: Math.abs(fontMatrix?.[0] ?? 0.001) };
}

const DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** The letter or digit that a glyph's name says that it is (Adobe Glyph List); null for every other name. */
function letterOf(name: string | undefined): string | null {
  if (name === undefined || name === "") return null;
  if (/^[A-Za-z]$/.test(name)) return name;
  const digit = DIGITS.indexOf(name);
  if (digit >= 0) return String(digit);
  const [, code] = /^uni([0-9A-F]{4})$/.exec(name) ?? [];
  return code === undefined ? null : String.fromCodePoint(Number.parseInt(code, 16));
}

/** A table of characters that calls an `o` something else than the font's own encoding does. */
function contradictsNames(font: LoadedFont): string | null {
  const table = font.toUnicode?._map;
  // Names of Type 3 fonts are whatever a program likes; those of symbolic fonts say nothing unless they are given one by one.
  if (font.composite === true || font.isType3Font === true || table === undefined) return null;
  const contradicted = Object.entries(table).some(([code, said]) => {
    const at = Number(code);
    const named = letterOf(
      font.differences?.[at] ?? (font.isSymbolicFont === true ? undefined : font.defaultEncoding?.[at]),
    );
    return named !== null && said !== undefined && said !== "" && said !== named;
  });
  return contradicted ? "letters of a font whose table contradicts its own names" : null;
}

/** In every font but those of one width, `i` and `l` are narrower than `m` and `w`. */
function contradictsWidths({ toUnicode, widths }: LoadedFont): string | null {
  const found = new Map<string, number>();
  for (const [code, said] of Object.entries(toUnicode?._map ?? [])) {
    const width = widths?.[Number(code)];
    if (said !== undefined && /^[a-z]$/.test(said) && width !== undefined && width > 0) found.set(said, width);
  }
  const all = [...found.values()];
  if (all.length < 4 || Math.max(...all) - Math.min(...all) < Math.max(...all) * 0.05) return null;
  for (const narrow of ["i", "l"])
    for (const wide of ["m", "w"]) {
      const [one, other] = [found.get(narrow), found.get(wide)];
      if (one !== undefined && other !== undefined && one > other * 0.85)
        return "letters whose widths are those of other letters";
    }
  return null;
}
