import type { Alignment } from "./align-blocks.ts";
import { compareGaps } from "./gap-rules.ts";
import { isMarkerOf } from "./list-markers.ts";
import { GAP } from "./word-stream.ts";

/**
 * Whether the words of the copy from the first block to the last of a range are those blocks and nothing else: read again from the
 * first word to the last, whatever the alignment proposed. Only list markers of the items themselves may stand between.
 * @param first index of a block of the reference
 * @param last index of the last, inclusive
 */
export function isWordForWord(alignment: Alignment, first: number, last: number): boolean {
  const { reference, copy, standings } = alignment;
  const [begin, finish] = [standings[first], standings[last]];
  if (!begin || !finish || finish.to <= begin.from) return false;
  let c = begin.from;
  for (let at = first; at <= last; at += 1) {
    const standing = standings[at];
    if (standing?.kind !== "same" || standing.from < c) return false;
    const { block, from } = standing;
    const isMarked = from > c;
    if (isMarked && !isMarkerOf(block, alignment, c, from)) return false;
    c = from;
    for (let r = block.first; r < block.end; r += 1, c += 1) {
      if (copy.ids[c] === 0 || copy.ids[c] !== reference.ids[r]) return false;
      const isFirst = r === block.first && (at === first || isMarked);
      if (!isFirst && isBroken(alignment, r, c)) return false;
    }
  }
  return c === finish.to && isBoundary(alignment, c);
}

function isBroken(alignment: Alignment, r: number, c: number): boolean {
  const gap = compareGaps(alignment, r, c);
  return gap === "joined" || gap === "parted" || gap === "merged" || gap === "split";
}

/** After the last word a line ends. */
function isBoundary({ copy }: Alignment, c: number): boolean {
  return c === copy.length || (copy.gaps[c] as number) >= GAP.line;
}
