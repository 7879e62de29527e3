import { textDirection } from "@undersigned/core/statement/language.ts";
import type { Font } from "./font.ts";

/** A stretch of one line in one font. */
type Stretch = { readonly family: string; text: string };

/** Letters that draw nothing: every font has them. */
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{Cc}]$/u;

/**
 * Whether every letter of these words has a glyph: what has not would be drawn as a box. In a line that runs from right to left, words
 * of the other direction must be in one font, since stretches are placed one after the other.
 */
export function canSet(fonts: readonly Font[], words: string, lang: string): boolean {
  if (![...graphemes(words)].every((grapheme) => fontFor(fonts, grapheme) !== undefined)) return false;
  if (textDirection(lang) === "ltr" && !RTL_LETTER.test(words)) return true;
  const runs = stretches(fonts, words).map(({ text }) => RTL_LETTER.test(text));
  return runs.every((isRtl, at) => at === 0 || isRtl !== runs[at - 1]);
}

/**
 * Breaks words into lines no wider than `width` ems, at most `most` of them; the last ends with "…" when words are left.
 * Widths are sums of advances: kerning and joined letters only make them less.
 */
export function breakLines(fonts: readonly Font[], words: string, width: number, most: number): string[] {
  // Every script that there are fonts for parts its words by spaces.
  const segments = words.trim().split(/(?<=\s)(?=\S)/u);
  const lines: string[] = [];
  let line = "";
  for (const segment of segments) {
    if (line === "" || widthOf(fonts, (line + segment).trimEnd()) <= width) {
      line += segment;
      continue;
    }
    lines.push(line);
    line = segment.trimStart();
    if (lines.length === most) break;
  }
  if (lines.length < most && line !== "") return [...lines, line].map((one) => shortenLine(fonts, one, width));
  const isCut = lines.join("").replaceAll(/\s/g, "") !== words.replaceAll(/\s/g, "");
  return lines.map((one, at) => shortenLine(fonts, isCut && at === most - 1 ? `${one.trimEnd()}…` : one, width));
}

/** A word that is wider than the line is cut. */
function shortenLine(fonts: readonly Font[], line: string, width: number): string {
  if (widthOf(fonts, line.trimEnd()) <= width) return line.trimEnd();
  let kept = "";
  for (const grapheme of graphemes(line.replace(/…$/, ""))) {
    if (widthOf(fonts, `${kept}${grapheme}…`) > width) break;
    kept += grapheme;
  }
  return `${kept.trimEnd()}…`;
}

function widthOf(fonts: readonly Font[], words: string): number {
  let width = 0;
  for (const grapheme of graphemes(words)) {
    const font = fontFor(fonts, grapheme);
    for (const letter of grapheme) width += font?.advance(letter.codePointAt(0) ?? 0) ?? 0;
  }
  return width;
}

export type LineStyle = {
  /** In pixels: from the left, or from the right for what runs from right to left; and the baseline from the top. */
  readonly inset: number;
  readonly baseline: number;
  readonly size: number;
  readonly colour: string;
  readonly lang: string;
  /** Of the picture, in pixels. */
  readonly pictureWidth: number;
};

/** The width of these words alone in this family, in pixels; their letters as they join. */
export type Measure = (text: string, family: string, size: number) => number;

/** One line as SVG text, each stretch in a font that has its letters. */
export function setLine(fonts: readonly Font[], words: string, style: LineStyle, measure: Measure): string {
  const isRtl = textDirection(style.lang) === "rtl";
  const found = stretches(fonts, words);
  if (found.length > 1 && RTL_LETTER.test(words)) return placeApart(found, style, isRtl, measure);
  const spans = found.map(({ family, text }) => `<tspan font-family="${family}">${escapeXml(text)}</tspan>`);
  const start = isRtl ? style.pictureWidth - style.inset : style.inset;
  return placed(spans.join(""), { ...style, start, isRtl, family: fonts[0]?.family ?? "" });
}

const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** What draws them mixes no directions within one text: each stretch is placed by itself, as far as those before it reach. */
function placeApart(found: readonly Stretch[], style: LineStyle, isRtl: boolean, measure: Measure): string {
  let start = isRtl ? style.pictureWidth - style.inset : style.inset;
  return found
    .map(({ family, text }) => {
      const spaces = (text.length - text.trim().length) * SPACE * style.size;
      const before = (text.length - text.trimStart().length) * SPACE * style.size;
      const way = isRtl ? -1 : 1;
      const here = placed(escapeXml(text.trim()), { ...style, start: start + way * before, isRtl, family });
      start += way * (measure(text.trim(), family, style.size) + spaces + BEARING * style.size);
      return here;
    })
    .join("");
}

/** Ems: of a space, and of what a letter keeps free on its sides. */
const [SPACE, BEARING] = [0.24, 0.05];

type Placed = LineStyle & { readonly start: number; readonly isRtl: boolean; readonly family: string };

function placed(inside: string, { start, isRtl, family, baseline, size, colour, lang }: Placed): string {
  const look = `font-family="${family}" font-size="${size}" fill="${colour}" xml:lang="${lang}" xml:space="preserve"`;
  // Renderers know no direction of a line but the one that its letters say: an embedding (UAX 9, RLE … PDF) says it.
  const line = isRtl ? `\u202b${inside}\u202c` : inside;
  return `<text x="${start}" y="${baseline}"${isRtl ? ' text-anchor="end"' : ""} ${look}>${line}</text>`;
}

/** Letters side by side stay in one font as long as it has them: they may join, or stand closer. */
function stretches(fonts: readonly Font[], words: string): Stretch[] {
  const found: Stretch[] = [];
  for (const grapheme of graphemes(words)) {
    const last = found.at(-1);
    const before = fonts.find(({ family }) => family === last?.family);
    const font = before && hasAll(before, grapheme) ? before : fontFor(fonts, grapheme);
    if (font === undefined) continue;
    if (last?.family === font.family) last.text += grapheme;
    else found.push({ family: font.family, text: grapheme });
  }
  return found;
}

function fontFor(fonts: readonly Font[], grapheme: string): Font | undefined {
  return fonts.find((font) => hasAll(font, grapheme));
}

function hasAll(font: Font, grapheme: string): boolean {
  return [...grapheme].every((letter) => UNSEEN.test(letter) || font.has(letter.codePointAt(0) ?? 0));
}

function* graphemes(words: string): Generator<string> {
  for (const { segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(words)) yield segment;
}

function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
