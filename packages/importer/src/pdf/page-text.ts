import { contrast } from "../docx/look.ts";
import { readingOrder } from "./columns.ts";
import type { Box } from "./geometry.ts";
import type { Line } from "./lines.ts";
import { linesOf } from "./lines.ts";
import type { Glyph, PageDrawing } from "./page-drawing.ts";
import { CoverIndex } from "./page-drawing.ts";

/** What a page shows, line by line in reading order. */
export type PageText = {
  readonly page: number;
  readonly height: number;
  readonly lines: readonly Line[];
  /** Lines that are turned: notes at the margin, stamps. */
  readonly turned: readonly Line[];
  readonly columns: number;
  readonly unread: readonly PageUnread[];
};

/** What does not show or cannot be told. */
export type PageUnread = {
  readonly why: "hidden" | "font" | "picture";
  readonly what: string;
  /** The line that it stands nearest to, and on which side; null on a page without lines. */
  readonly line: Line | null;
  readonly side: "before" | "after";
};

/** As for letters in Word: pale grey on white has 1.5. */
const LEAST_CONTRAST = 1.2;
/** A picture smaller than this, in points, holds no words. */
const LEAST_PICTURE = 5;

export function pageTextOf(drawing: PageDrawing): PageText {
  const { shown, unseen, masked } = sortGlyphs(drawing);
  const [main, ...rest] = byAngle(shown);
  const { lines, columns } = readingOrder(linesOf(main ?? [], drawing.page));
  const worded = lines.filter(({ words }) => words.trim() !== "");
  const turned = rest.flatMap((glyphs) => linesOf(glyphs, drawing.page)).filter(({ words }) => words.trim() !== "");
  const at = (why: PageUnread["why"], what: string, box: Box): PageUnread => ({ why, what, ...nearest(worded, box) });
  const unread = [
    ...stretchesOf(unseen).map(({ what, box }) => at("hidden", what, box)),
    ...stretchesOf(masked).map(({ what, box }) => at("font", what, box)),
    ...drawing.pictures
      .filter(([left, top, right, bottom]) => right - left >= LEAST_PICTURE && bottom - top >= LEAST_PICTURE)
      .map((box) => at("picture", "a picture", box)),
  ];
  return { page: drawing.page, height: drawing.height, lines: worded, turned, columns, unread: distinct(unread) };
}

type Judged = { readonly glyph: Glyph; readonly what: string };

/** What a reader sees, what they do not see, and what they may see as other letters. */
function sortGlyphs(drawing: PageDrawing): { shown: Glyph[]; unseen: Judged[]; masked: Judged[] } {
  const index = new CoverIndex(drawing);
  const sorted = { shown: [] as Glyph[], unseen: [] as Judged[], masked: [] as Judged[] };
  for (const glyph of drawing.glyphs) {
    const blank = glyph.text !== "" && glyph.text.trim() === "";
    if (blank) continue;
    const hidden = glyph.hidden ?? hiddenAt(glyph, index);
    if (hidden !== null) {
      sorted.unseen.push({ glyph, what: hidden });
      continue;
    }
    sorted.shown.push(glyph);
    const what = isReadable(glyph.text) ? glyph.font.masked : "letters whose font does not say what they are";
    if (what !== null) sorted.masked.push({ glyph, what });
  }
  return sorted;
}

function hiddenAt(glyph: Glyph, index: CoverIndex): string | null {
  const { over, under } = index.at(glyph.middle, glyph.order);
  if (over !== undefined) return over.colour === null ? "words under a picture" : "words under a filled shape";
  if (glyph.colour === null || under?.colour === null) return null;
  const paper = under?.colour ?? [255, 255, 255];
  return contrast(glyph.colour, paper) < LEAST_CONTRAST ? "letters in the colour of what is behind" : null;
}

/** Characters of no meaning are what readers of PDF fall back to. */
function isReadable(text: string): boolean {
  return text !== "" && !/[\p{Cc}\p{Co}\p{Cn}\ufffd]/u.test(text);
}

function byAngle(glyphs: readonly Glyph[]): Glyph[][] {
  const angles = new Map<number, Glyph[]>();
  for (const glyph of glyphs) {
    const angle = ((glyph.angle % 360) + 360) % 360;
    const same = angles.get(angle);
    if (same === undefined) angles.set(angle, [glyph]);
    else same.push(glyph);
  }
  return [...angles.values()].sort((a, b) => b.length - a.length);
}

/** One thing to tell for letters that were drawn one after the other on one line. */
function stretchesOf(judged: readonly Judged[]): { what: string; box: Box }[] {
  const stretches: { what: string; box: Box; baseline: number }[] = [];
  for (const { glyph, what } of judged) {
    const { baseline, left, right, size } = glyph;
    const last = stretches.at(-1);
    if (last?.what === what && Math.abs(last.baseline - baseline) < size) {
      last.box = [
        Math.min(last.box[0], left),
        Math.min(last.box[1], baseline - size),
        Math.max(last.box[2], right),
        Math.max(last.box[3], baseline),
      ];
    } else stretches.push({ what, baseline, box: [left, baseline - size, right, baseline] });
  }
  return stretches;
}

function nearest(
  lines: readonly Line[],
  [left, top, right, bottom]: Box,
): { line: Line | null; side: "before" | "after" } {
  let [best, found]: [number, Line | null] = [Number.POSITIVE_INFINITY, null];
  const middle = (top + bottom) / 2;
  for (const line of lines) {
    const aside = Math.max(0, line.left - right, left - line.right);
    const apart = Math.max(0, Math.max(top, line.baseline - line.size) - Math.min(bottom, line.baseline));
    const distance = 2 * aside + apart + Math.abs(middle - (line.baseline - line.size / 3)) / 1000;
    if (distance < best) [best, found] = [distance, line];
  }
  const before =
    found !== null && (middle < found.baseline - found.size || (bottom <= found.baseline + 1 && right <= found.left));
  return { line: found, side: before ? "before" : "after" };
}

function distinct(unread: readonly PageUnread[]): PageUnread[] {
  return unread.filter(
    ({ why, line, side }, at) =>
      at === unread.findIndex((other) => other.why === why && other.line === line && other.side === side),
  );
}
