import type { Line } from "./lines.ts";

/** Least lines on both sides that make columns. */
const LEAST_LINES = 3;
/** How much of its column a line fills on average: cells of tables fill less. */
const LEAST_FILL = 0.55;
/** Points that a column is wide at least. */
const LEAST_WIDTH = 60;
/** Most places on a page that are tried for a gap between columns. */
const CANDIDATES_LIMIT = 20;

/**
 * Puts the segments of a page into reading order: bands from top to bottom; in a band of columns, one column after the other.
 * Segments of one line that are no columns are joined.
 */
export function readingOrder(lines: readonly Line[]): { lines: Line[]; columns: number } {
  const rightToLeft = lines.filter((line) => line.rightToLeft).length > lines.length / 2;
  return order(lines, rightToLeft);
}

function order(lines: readonly Line[], rightToLeft: boolean): { lines: Line[]; columns: number } {
  const gutter = findGutter(lines);
  if (gutter === null) return { lines: rowsOf(lines).map((row) => joinRow(row, rightToLeft)), columns: 1 };
  const ordered: Line[] = [];
  let columns = 1;
  for (const band of bandsOf(lines, gutter)) {
    if (!isColumned(band)) {
      ordered.push(...rowsOf([...band.left, ...band.right, ...band.across]).map((row) => joinRow(row, rightToLeft)));
      continue;
    }
    const above = linesAbove(band);
    ordered.push(...rowsOf([...above]).map((row) => joinRow(row, rightToLeft)));
    const below = (side: readonly Line[]) =>
      order(
        side.filter((line) => !above.has(line)),
        rightToLeft,
      );
    const sides = [below(band.left), below(band.right)];
    if (rightToLeft) sides.reverse();
    ordered.push(...sides.flatMap((side) => side.lines));
    columns = Math.max(
      columns,
      sides.reduce((sum, side) => sum + side.columns, 0),
    );
  }
  return { lines: ordered, columns };
}

/** Lines between two that reach across a gap, or those that do. */
type Band = { readonly left: Line[]; readonly right: Line[]; readonly across: Line[] };

function bandsOf(lines: readonly Line[], gutter: number): Band[] {
  const bands: Band[] = [];
  for (const line of lines.toSorted((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const across = line.left < gutter && line.right > gutter;
    const last = bands.at(-1);
    const band = last === undefined || across !== last.across.length > 0 ? { left: [], right: [], across: [] } : last;
    if (band !== last) bands.push(band);
    (across ? band.across : line.right <= gutter ? band.left : band.right).push(line);
  }
  return bands;
}

function isColumned({ left, right }: Band): boolean {
  if (left.length < LEAST_LINES || right.length < LEAST_LINES) return false;
  const [top, bottom] = [
    Math.max(left[0]?.baseline ?? 0, right[0]?.baseline ?? 0),
    Math.min(left.at(-1)?.baseline ?? 0, right.at(-1)?.baseline ?? 0),
  ];
  const beside = (side: readonly Line[]) =>
    side.filter(({ baseline }) => baseline >= top - 1 && baseline <= bottom + 1).length;
  return (
    beside(left) >= LEAST_LINES && beside(right) >= LEAST_LINES && fill(left) >= LEAST_FILL && fill(right) >= LEAST_FILL
  );
}

/** Lines of one side that stand above the other and do not begin where their side does: the end of what came before. */
function linesAbove({ left, right }: Band): Set<Line> {
  const above = new Set<Line>();
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const edge = usualEdge(side);
    for (const line of side) {
      if (line.baseline >= (other[0]?.baseline ?? 0) - 1 || Math.abs(line.left - edge) < line.size * 0.5) break;
      above.add(line);
    }
  }
  return above;
}

function usualEdge(side: readonly Line[]): number {
  const edges = side.map((line) => line.left).sort((a, b) => a - b);
  return edges[Math.floor(edges.length / 2)] ?? 0;
}

/** The place before which many lines end and at which many begin. */
function findGutter(lines: readonly Line[]): number | null {
  const starts = new Map<number, number>();
  for (const { left } of lines) {
    const at = Math.round(left / 4);
    starts.set(at, (starts.get(at) ?? 0) + 1);
  }
  const candidates = [...starts]
    .filter(([, count]) => count >= LEAST_LINES)
    .sort(([, a], [, b]) => b - a)
    .slice(0, CANDIDATES_LIMIT);
  let [best, found]: [number, number | null] = [0, null];
  for (const [at] of candidates) {
    const gutter = at * 4 - 3;
    const columned = bandsOf(lines, gutter)
      .filter(isColumned)
      .reduce((sum, { left, right }) => sum + left.length + right.length, 0);
    if (columned > best) [best, found] = [columned, gutter];
  }
  return found;
}

/** How much of the widest of them lines have on average. */
function fill(lines: readonly Line[]): number {
  const widths = lines.map((line) => line.right - line.left);
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  return widest < LEAST_WIDTH ? 0 : widths.reduce((sum, width) => sum + width, 0) / widths.length / widest;
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
    left: row.reduce((edge, { left }) => Math.min(edge, left), first.left),
    right: row.reduce((edge, { right }) => Math.max(edge, right), first.right),
    bold: row.every(({ bold }) => bold),
    runs,
    words: runs.map(({ words }) => words).join(""),
  };
}
