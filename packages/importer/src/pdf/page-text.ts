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
  const { lines, columns } = readingOrder(withBullets(linesOf(main ?? [], drawing.page), drawing));
  const worded = lines.filter(({ words }) => words.trim() !== "");
  const turned = rest.flatMap((glyphs) => linesOf(glyphs, drawing.page)).filter(({ words }) => words.trim() !== "");
  const at = (why: PageUnread["why"], what: string, box: Box): PageUnread => ({ why, what, ...nearest(worded, box) });
  const unread = [
    ...stretchesOf(unseen).map(({ what, box }) => at("hidden", what, box)),
    ...stretchesOf(masked).map(({ what, box }) => at("font", what, box)),
    ...drawing.pictures
      .filter(([left, top, right, bottom]) => right - left >= LEAST_PICTURE && bottom - top >= LEAST_PICTURE)
      .map((box) => at("picture", "a picture", box)),
    ...drawing.shapes.map((box) => at("picture", "a drawing, which may be of letters", box)),
    ...(drawing.crowded ? edgesOf(worded) : []),
  ];
  return { page: drawing.page, height: drawing.height, lines: worded, turned, columns, unread: distinct(unread) };
}

/** Lines with what is drawn before them: browsers draw bullets as shapes. */
function withBullets(lines: readonly Line[], { dots }: PageDrawing): Line[] {
  const byHeight = dots.toSorted((a, b) => a.box[3] - b.box[3]);
  let from = 0;
  return lines
    .toSorted((a, b) => a.baseline - b.baseline)
    .map((line) => {
      while ((byHeight[from]?.box[3] ?? Number.POSITIVE_INFINITY) < line.baseline - line.size * 3) from++;
      for (let at = from; at < byHeight.length; at++) {
        const dot = byHeight[at];
        if (dot === undefined || dot.box[1] > line.baseline) break;
        const [left, top, right, bottom] = dot.box;
        const [middle, size] = [(top + bottom) / 2, bottom - top];
        const gap = line.rightToLeft ? left - line.right : line.left - right;
        const beside =
          middle < line.baseline && middle > line.baseline - line.size * 0.8 && gap > -1 && gap < line.size * 2.5;
        if (beside && size < line.size * 0.8) return { ...line, bullet: dot.filled ? "•" : "◦" };
      }
      return line;
    });
}

/** More was drawn than is followed: anything on the page may be covered. */
function edgesOf(lines: readonly Line[]): PageUnread[] {
  const told = { why: "hidden", what: "a page that draws too many shapes to tell what they cover" } as const;
  return [
    { ...told, line: lines[0] ?? null, side: "before" },
    { ...told, line: lines.at(-1) ?? null, side: "after" },
  ];
}

type Judged = { readonly glyph: Glyph; readonly what: string };

/** What a reader sees, what they do not see, and what they may see as other letters. */
function sortGlyphs(drawing: PageDrawing): { shown: Glyph[]; unseen: Judged[]; masked: Judged[] } {
  const index = new CoverIndex(drawing);
  const rules = drawing.rules.toSorted((a, b) => a[1] - b[1]);
  const sorted = { shown: [] as Glyph[], unseen: [] as Judged[], masked: [] as Judged[] };
  for (const glyph of drawing.glyphs) {
    // A space shows nothing, and tells where words part even if kerning left little of it.
    if (glyph.text !== "" && glyph.text.trim() === "") {
      sorted.shown.push(glyph);
      continue;
    }
    const hidden = glyph.hidden ?? hiddenAt(glyph, index);
    if (hidden !== null) {
      sorted.unseen.push({ glyph, what: hidden });
      continue;
    }
    sorted.shown.push(isStruck(glyph, rules) ? { ...glyph, struck: true } : glyph);
    const what = isReadable(glyph.text) ? glyph.font.masked : "letters whose font does not say what they are";
    if (what !== null) sorted.masked.push({ glyph, what });
  }
  return sorted;
}

/** Whether a line goes through the middle of a letter. Lines under words stand lower, those of tables beside them. */
function isStruck({ middle: [x], baseline, size, angle }: Glyph, rules: readonly Box[]): boolean {
  if (angle !== 0) return false;
  let [low, high] = [0, rules.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if ((rules[half]?.[1] ?? 0) < baseline - size * 0.6) low = half + 1;
    else high = half;
  }
  for (let at = low; at < rules.length; at++) {
    const [left, top, right, bottom] = rules[at] ?? [0, Number.POSITIVE_INFINITY, 0, 0];
    if (top > baseline) return false;
    const height = baseline - (top + bottom) / 2;
    if (height > size * 0.12 && height < size * 0.5 && x > left && x < right) return true;
  }
  return false;
}

function hiddenAt(glyph: Glyph, index: CoverIndex): string | null {
  const { over, under } = index.at(glyph.middle, glyph.order);
  // A thin line strikes a letter through and does not cover it.
  if (over !== undefined && over.box[3] - over.box[1] > glyph.size * 0.3)
    return over.colour === null ? "words under a picture" : "words under a filled shape";
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
  const told = new Map<Line | null, Set<string>>();
  return unread.filter(({ why, line, side }) => {
    const kinds = told.get(line) ?? new Set();
    told.set(line, kinds);
    const isNew = !kinds.has(`${why} ${side}`);
    kinds.add(`${why} ${side}`);
    return isNew;
  });
}
