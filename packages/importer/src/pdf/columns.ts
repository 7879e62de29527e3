import type { Line } from "./lines.ts";

/** Least lines beside each other that make columns. */
const LEAST_LINES = 4;
/** How much of its column a line fills on average: cells of tables fill less. */
const LEAST_FILL = 0.55;

/**
 * Puts the segments of a page into reading order: bands from top to bottom; in a band of columns, one column after the other.
 * Segments of one line that are no columns are joined.
 */
export function readingOrder(lines: readonly Line[]): { lines: Line[]; columns: number } {
  const rows = rowsOf(lines);
  const gutters = findGutters(rows);
  const rightToLeft = lines.filter((line) => line.rightToLeft).length > lines.length / 2;
  if (gutters.length === 0) return { lines: rows.map((row) => joinRow(row, rightToLeft)), columns: 1 };
  const ordered: Line[] = [];
  let band: Line[][] = [];
  const flush = () => {
    ordered.push(...readBand(band, gutters, rightToLeft));
    band = [];
  };
  for (const row of rows) {
    if (row.some((line) => gutters.some((gutter) => line.left < gutter - 1 && line.right > gutter + 1))) {
      flush();
      ordered.push(joinRow(row, rightToLeft));
    } else band.push(row);
  }
  flush();
  return { lines: ordered, columns: gutters.length + 1 };
}

function readBand(band: readonly Line[][], gutters: readonly number[], rightToLeft: boolean): Line[] {
  const columns: Line[][][] = Array.from({ length: gutters.length + 1 }, () => []);
  for (const row of band) {
    const parts = new Map<number, Line[]>();
    for (const line of row) {
      const at = gutters.filter((gutter) => (line.left + line.right) / 2 > gutter).length;
      parts.set(at, [...(parts.get(at) ?? []), line]);
    }
    for (const [at, part] of parts) columns[at]?.push(part);
  }
  if (rightToLeft) columns.reverse();
  return columns.flatMap((column) => column.map((row) => joinRow(row, rightToLeft)));
}

function rowsOf(lines: readonly Line[]): Line[][] {
  const rows: Line[][] = [];
  for (const line of lines.toSorted((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const row = rows.at(-1);
    if (row?.[0] !== undefined && Math.abs(line.baseline - row[0].baseline) <= 0.25 * Math.min(line.size, row[0].size))
      row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.left - b.left));
}

function joinRow(row: readonly Line[], rightToLeft: boolean): Line {
  const parts = rightToLeft ? row.toReversed() : row;
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first as Line;
  const runs = parts.flatMap((part, at) => (at === 0 ? part.runs : [{ words: "\t", marks: [] }, ...part.runs]));
  return {
    ...first,
    left: Math.min(...row.map(({ left }) => left)),
    right: Math.max(...row.map(({ right }) => right)),
    bold: row.every(({ bold }) => bold),
    runs,
    words: runs.map(({ words }) => words).join(""),
  };
}

/** Places, in points from the left, where nothing stands in many lines, with lines that fill their columns on both sides. */
function findGutters(rows: readonly Line[][]): number[] {
  const right = Math.ceil(Math.max(0, ...rows.flat().map((line) => line.right)));
  const gaps = new Float64Array(right + 2);
  for (const row of rows)
    for (const [at, line] of row.entries()) {
      const next = row[at + 1];
      if (next === undefined) continue;
      for (let x = Math.ceil(line.right); x < next.left; x++) gaps[x] = (gaps[x] ?? 0) + 1;
    }
  const found: number[] = [];
  for (let x = 0; x < right; x++) {
    if ((gaps[x] ?? 0) < LEAST_LINES) continue;
    let [best, start, end] = [0, x, x];
    for (; x < right && (gaps[x] ?? 0) >= LEAST_LINES; x++) {
      const count = gaps[x] ?? 0;
      if (count > best) [best, start] = [count, x];
      if (count === best) end = x;
    }
    found.push((start + end) / 2);
  }
  return found.filter((gutter, at) => isGutter(rows, gutter, found[at - 1] ?? 0, found[at + 1] ?? right));
}

function isGutter(rows: readonly Line[][], gutter: number, from: number, to: number): boolean {
  const sides: [Line[], Line[]] = [[], []];
  let beside = 0;
  for (const row of rows) {
    const left = row.filter((line) => line.right <= gutter && line.right > from);
    const right = row.filter((line) => line.left >= gutter && line.left < to);
    if (left.length > 0 && right.length > 0) beside++;
    sides[0].push(...left);
    sides[1].push(...right);
  }
  return beside >= LEAST_LINES && sides.every((side) => fill(side) >= LEAST_FILL);
}

/** How much of the widest of them lines have on average. */
function fill(lines: readonly Line[]): number {
  const widths = lines.map((line) => line.right - line.left);
  const widest = Math.max(0, ...widths);
  // A column of a text has lines of some words.
  if (widest < 60) return 0;
  return widths.reduce((sum, width) => sum + width, 0) / widths.length / widest;
}
