import type { Line } from "./lines.ts";
import type { PageText } from "./page-text.ts";

/** Lines above and below a page that are looked at. */
const EDGE_LINES = 3;
/** On how many pages a line must stand to be a running head. */
const LEAST_PAGES = 3;

/** Numbers in a line that are looked at: of the page, of all pages, of the year. */
const NUMBERS_LIMIT = 3;

/** Finds the lines that stand at the same height of at least three pages with the same words, numbers of pages aside. */
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
      const place = `${edge.region} ${Math.round(edge.line.baseline / 6)}`;
      for (const words of wordsAside(edge.line)) {
        const same = seen.get(`${place} ${words}`);
        if (same === undefined) seen.set(`${place} ${words}`, [edge]);
        else same.push(edge);
      }
    }
  }
  const heads = new Map<Line, "header" | "footer">();
  for (const same of seen.values()) {
    if (new Set(same.map(({ line }) => line.page)).size < LEAST_PAGES) continue;
    for (const { line, region } of same) heads.set(line, region);
  }
  return heads;
}

/**
 * The words of a line with each number either as it is or as its distance from the number of the page: "Article 12" and
 * "Article 17" at the top of two pages are headings, "12" and "13" on pages that follow each other are no words at all.
 */
function wordsAside({ words, page }: Line): string[] {
  const parts = words.trim().split(/(\p{Nd}+)/u);
  let variants = [""];
  for (const [at, part] of parts.entries()) {
    const distance = at % 2 === 1 && at < 2 * NUMBERS_LIMIT ? `#${Number(part.normalize("NFKC")) - page}` : null;
    variants = variants.flatMap((before) => (distance === null ? [before + part] : [before + part, before + distance]));
  }
  return variants;
}
