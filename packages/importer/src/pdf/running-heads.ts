import type { Line } from "./lines.ts";
import type { PageText } from "./page-text.ts";

/** Lines above and below a page that are looked at. */
const EDGE_LINES = 3;
/** On how many pages a line must stand to be a running head. */
const LEAST_PAGES = 3;

/** Finds the lines that stand at the same height of at least three pages with the same words, numbers aside. */
export function findRunningHeads(pages: readonly PageText[]): ReadonlyMap<Line, "header" | "footer"> {
  const seen = new Map<string, { line: Line; region: "header" | "footer" }[]>();
  for (const page of pages) {
    const byHeight = page.lines.toSorted((a, b) => a.baseline - b.baseline);
    const edges = [
      ...byHeight.slice(0, EDGE_LINES).map((line) => ({ line, region: "header" as const })),
      ...byHeight.slice(-EDGE_LINES).map((line) => ({ line, region: "footer" as const })),
    ];
    for (const edge of edges) {
      const top = edge.line.baseline < page.height / 2;
      if (top !== (edge.region === "header")) continue;
      const key = `${edge.region} ${Math.round(edge.line.baseline / 6)} ${edge.line.words.replaceAll(/\p{Nd}+/gu, "#").trim()}`;
      const same = seen.get(key);
      if (same === undefined) seen.set(key, [edge]);
      else same.push(edge);
    }
  }
  const heads = new Map<Line, "header" | "footer">();
  for (const same of seen.values()) {
    if (new Set(same.map(({ line }) => line.page)).size < LEAST_PAGES) continue;
    for (const { line, region } of same) heads.set(line, region);
  }
  return heads;
}
