import type { Copy } from "./copy.ts";

/** A copy with the numbers that show before its items as words of its text, as a reader meets them. */
export type ShownCopy = Copy & {
  readonly original: Copy;
  /** Offset in the original text of an offset in this one. */
  readonly placeOf: (offset: number) => number;
};

/** A number put into the text: where it stood in the original, and where and how long it is here. */
type Insertion = { readonly at: number; readonly start: number; readonly length: number };

/**
 * Writes the markers of items that are not in the text into it, bullets left out, which say nothing: what one takes for the number
 * of an item another counts among its words ("1. Article").
 */
export function showMarkers(original: Copy): ShownCopy {
  const insertions: Insertion[] = [];
  const pieces: string[] = [];
  let [done, shift] = [0, 0];
  const blocks = original.blocks.map((block) => {
    const marker = block.list?.marker?.trim() ?? "";
    const start = block.start + shift;
    if (/[\p{L}\p{N}]/u.test(marker)) {
      const length = marker.length + 1;
      pieces.push(original.text.slice(done, block.start), marker, " ");
      insertions.push({ at: block.start, start, length });
      [done, shift] = [block.start, shift + length];
    }
    return { ...block, start, end: block.end + shift };
  });
  if (insertions.length === 0) return { ...original, original, placeOf: (offset) => offset };
  const text = pieces.join("") + original.text.slice(done);
  const marks = original.marks.map((mark) => ({
    ...mark,
    start: mark.start + insertedBefore(insertions, mark.start + 1),
    end: mark.end + insertedBefore(insertions, mark.end),
  }));
  const unread = original.unread.map((one) =>
    one.at === undefined ? one : { ...one, at: one.at + insertedBefore(insertions, one.at) },
  );
  return { text, blocks, marks, unread, original, placeOf: (offset) => placeIn(insertions, offset) };
}

/** How much was put in before an offset of the original. */
function insertedBefore(insertions: readonly Insertion[], offset: number): number {
  const last = insertions[countUntil(insertions, (one) => one.at < offset) - 1];
  return last === undefined ? 0 : last.start + last.length - last.at;
}

function placeIn(insertions: readonly Insertion[], offset: number): number {
  const last = insertions[countUntil(insertions, (one) => one.start <= offset) - 1];
  return last === undefined ? offset : Math.max(last.at, offset - (last.start + last.length - last.at));
}

/** How many are before, by halving. */
function countUntil(insertions: readonly Insertion[], isBefore: (one: Insertion) => boolean): number {
  let [low, high] = [0, insertions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(insertions[middle] as Insertion)) low = middle + 1;
    else high = middle;
  }
  return low;
}
