import type { Copy } from "@undersigned/core/compare/copy.ts";

/** The blocks of a copy, one a line: what each is (an item with list, depth and marker), and its words. */
export function shownBlocks({ text, blocks }: Copy): string[] {
  return blocks.map(({ kind, level, list, region, start, end }) => {
    const where = region === undefined ? "" : `${region} `;
    const item = list === undefined ? "" : ` ${list.id}.${list.depth} ${list.marker}`;
    return `${where}${kind}${level === undefined ? "" : ` ${level}`}${item}: ${text.slice(start, end)}`;
  });
}
