import type { MarkKind } from "../copy-builder.ts";
import type { Glyph, Placed } from "./page-drawing.ts";
import { toLogicalOrder } from "./visual-order.ts";

/** Words on one line without a wide gap between them. */
export type Line = {
  readonly page: number;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  /** Of most of its letters, in points. */
  readonly size: number;
  readonly bold: boolean;
  readonly rightToLeft: boolean;
  readonly runs: readonly Run[];
  readonly words: string;
  /** A bullet that is drawn before it. */
  readonly bullet?: string;
};

/** A stretch of one look. */
export type Run = { readonly words: string; readonly marks: readonly MarkKind[] };

/** Gaps, in parts of the size, that part words, and that part columns. */
const WORD_GAP = 0.18;
/** The same where a space was drawn, which kerning may have narrowed. */
const DRAWN_GAP = 0.08;
const CJK_GAP = 0.6;
const COLUMN_GAP = 1.4;

/** Cuts the letters of one frame into lines. The order in which they were drawn tells nothing. */
export function linesOf(glyphs: readonly Glyph[], page: number): Line[] {
  return clusterByBaseline(glyphs).flatMap((row) => splitRow(row).map((segment) => lineOf(segment, page)));
}

type Row = { glyphs: Glyph[]; baseline: number; size: number };

/** Marks stand on letters, and what has no character is a part of one: neither makes a line. */
function isLoose({ text }: Glyph): boolean {
  return text === "" || /^\p{M}+$/u.test(text);
}

function clusterByBaseline(glyphs: readonly Glyph[]): Row[] {
  const rows: Row[] = [];
  const loose: Glyph[] = [];
  for (const glyph of glyphs.toSorted((a, b) => a.baseline - b.baseline)) {
    const row = rows.at(-1);
    if (isLoose(glyph)) loose.push(glyph);
    else if (row !== undefined && glyph.baseline - row.baseline <= 0.2 * Math.min(row.size, glyph.size)) {
      row.glyphs.push(glyph);
      row.size = Math.max(row.size, glyph.size);
    } else rows.push({ glyphs: [glyph], baseline: glyph.baseline, size: glyph.size });
  }
  let at = 0;
  for (const glyph of loose) {
    const apart = (row: Row | undefined) => Math.abs((row?.baseline ?? Number.POSITIVE_INFINITY) - glyph.baseline);
    while (apart(rows[at + 1]) <= apart(rows[at])) at++;
    const row = rows[at];
    if (row !== undefined && apart(row) < glyph.size) row.glyphs.push(glyph);
    else rows.splice(at + 1, 0, { glyphs: [glyph], baseline: glyph.baseline, size: glyph.size });
  }
  return joinRaised(rows.toSorted((a, b) => a.baseline - b.baseline));
}

/** Small letters above or below a line, in its height and beside its letters, belong to it. */
function joinRaised(rows: readonly Row[]): Row[] {
  const joined: Row[] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    if (above !== undefined && belongs(above, row)) {
      joined.pop();
      const main = above.size >= row.size ? above : row;
      joined.push({ glyphs: [...above.glyphs, ...row.glyphs], baseline: main.baseline, size: main.size });
    } else joined.push(row);
  }
  return joined;
}

function belongs(above: Row, below: Row): boolean {
  const [small, large] = above.size < below.size ? [above, below] : [below, above];
  if (small.size > large.size * 0.85) return false;
  const lift = large.baseline - small.baseline;
  if (lift > large.size * 0.7 || lift < -large.size * 0.4) return false;
  const taken = large.glyphs.filter(({ text }) => text.trim() !== "").sort((one, other) => one.left - other.left);
  return small.glyphs.every(({ left, right }) => {
    const middle = (left + right) / 2;
    let [low, high] = [0, taken.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if ((taken[half]?.left ?? 0) < middle) low = half + 1;
      else high = half;
    }
    return (taken[low - 1]?.right ?? Number.NEGATIVE_INFINITY) <= middle;
  });
}

function splitRow(row: Row): Placed[][] {
  const sorted = row.glyphs.toSorted((a, b) => a.left - b.left || a.order - b.order);
  const visible = sorted.filter(isVisible);
  const afterSpace = new Set(sorted.filter((_, at) => at > 0 && !isVisible(sorted[at - 1] as Glyph)));
  const usual = usualGap(visible);
  const segments: Placed[][] = [];
  let before: Glyph | null = null;
  for (const glyph of visible) {
    // Letters printed twice, a little apart, are how some programs make them bold.
    if (
      before !== null &&
      before.text === glyph.text &&
      glyph.left - before.left < glyph.size * 0.12 &&
      glyph.order !== before.order
    )
      continue;
    const gap: number = before === null ? 0 : glyph.left - before.right;
    const size = Math.max(glyph.size, before?.size ?? 0);
    const far: boolean = gap > COLUMN_GAP * size + usual;
    const parted = afterSpace.has(glyph) ? DRAWN_GAP * size : leastGap(before, glyph) * size + usual;
    if (before === null || far) segments.push([]);
    const segment = segments.at(-1) ?? [];
    if (before !== null && !far && !isLoose(glyph) && gap > parted)
      segment.push({ text: " ", glyph: before, raised: null });
    segment.push({ text: glyph.text, glyph, raised: null });
    before = before === null || far || (!isLoose(glyph) && glyph.right > before.right) ? glyph : before;
  }
  return segments.map(raise);
}

/** Small letters beside larger ones; what stands in another column is no measure. */
function raise(segment: readonly Placed[]): Placed[] {
  const largest = segment.reduce<Glyph | null>(
    (most, { glyph }) => (glyph.size > (most?.size ?? 0) ? glyph : most),
    null,
  );
  return segment.map((placed) =>
    placed.text === " " || largest === null ? placed : { ...placed, raised: raisedOf(placed.glyph, largest) },
  );
}

function isVisible({ text }: Glyph): boolean {
  return text.trim() !== "" || text === "";
}

function leastGap(before: Glyph | null, glyph: Glyph): number {
  return before !== null && isIdeograph(before.text) && isIdeograph(glyph.text) ? CJK_GAP : WORD_GAP;
}

/** Letters that are spaced out have the same gap everywhere. */
function usualGap(glyphs: readonly Glyph[]): number {
  const gaps = glyphs
    .slice(1)
    .map((glyph, at) => glyph.left - (glyphs[at]?.right ?? 0))
    .sort((a, b) => a - b);
  if (gaps.length < 6) return 0;
  return Math.max(0, gaps[Math.floor(gaps.length / 3)] ?? 0);
}

export function isIdeograph(text: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u.test(text);
}

function raisedOf(glyph: Glyph, largest: Glyph): Placed["raised"] {
  if (glyph.size > largest.size * 0.85) return null;
  const lift = largest.baseline - glyph.baseline;
  return lift > largest.size * 0.12 ? "superscript" : lift < -largest.size * 0.06 ? "subscript" : null;
}

function marksOf({ glyph, raised }: Placed): MarkKind[] {
  return [
    ...(glyph.struck === true ? (["struck"] as const) : []),
    ...(raised === null ? [] : [raised]),
    ...(glyph.font.italic ? (["emphasis"] as const) : []),
    ...(glyph.font.bold ? (["strong"] as const) : []),
  ];
}

function lineOf(segment: readonly Placed[], page: number): Line {
  const { ordered, rightToLeft } = toLogicalOrder(segment);
  const runs: { words: string; marks: readonly MarkKind[] }[] = [];
  const sizes = new Map<number, number>();
  let [bold, letters] = [0, 0];
  for (const [at, placed] of ordered.entries()) {
    const { text, glyph } = placed;
    // White space looks as both sides of it do.
    const before = placed.text === " " ? ordered[at - 1] : undefined;
    const after = placed.text === " " ? (ordered[at + 1] ?? placed) : placed;
    const marks = marksOf(after).filter((mark) => before === undefined || marksOf(before).includes(mark));
    const last = runs.at(-1);
    if (last !== undefined && last.marks.join() === marks.join()) last.words += text;
    else runs.push({ words: text, marks });
    const size = Math.round(glyph.size * 4) / 4;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
    letters++;
    if (glyph.font.bold) bold++;
  }
  const [size = 0] = [...sizes].sort(([, a], [, b]) => b - a)[0] ?? [];
  const main = segment.find(({ raised }) => raised === null) ?? segment[0];
  return {
    page,
    left: segment.reduce((left, { glyph }) => Math.min(left, glyph.left), Number.POSITIVE_INFINITY),
    right: segment.reduce((right, { glyph }) => Math.max(right, glyph.right), 0),
    baseline: main?.glyph.baseline ?? 0,
    size,
    bold: bold > letters * 0.9,
    rightToLeft,
    runs,
    words: runs.map((run) => run.words).join(""),
  };
}
