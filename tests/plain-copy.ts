import type { Copy, CopyBlock } from "@undersigned/core/compare/copy.ts";

const MARKER = /^(?:[-•*]|([0-9]{1,3})[.)])\s/;

/**
 * A copy as a plain file is one: blocks where blank lines part them, items where a line begins with a marker. For tests of
 * the comparison alone; files of people are read by importer.
 */
export function plainCopy(text: string, more: Partial<Copy> = {}): Copy {
  const blocks: CopyBlock[] = [];
  let list = 0;
  for (const match of text.matchAll(/[^\n]+(?:\n[^\n]+)*/g)) {
    const place = { start: match.index, end: match.index + match[0].length };
    const marker = MARKER.exec(match[0]);
    if (marker === null) blocks.push({ kind: "paragraph", ...place });
    else {
      if (blocks.at(-1)?.kind !== "item") list += 1;
      blocks.push({ kind: "item", ...place, list: { id: list, depth: 1, ordered: marker[1] !== undefined } });
    }
  }
  return { text, blocks, marks: [], unread: [], ...more };
}
