import type { Sides } from "./gap-rules.ts";
import type { ReferenceBlock } from "./reference-words.ts";
import { GAP } from "./word-stream.ts";

const BULLET = /^(?:[-\u2010-\u2015\u2212*+]\s+|[•◦▪▫‣⁃●○■□◆◇➢➤➔→∙·]\s*)$/u;
const NUMBER = /^[([]?([0-9]{1,9}|[A-Za-z])[.)\]:]{1,2}\s+$/u;

/**
 * Whether words at the beginning of a line, with the space after them, are the marker of some item.
 * @param isAlone whether the line ends there: a sign alone is none
 */
export function readsAsMarker(words: string, isAlone: boolean): boolean {
  return (!isAlone && BULLET.test(words)) || NUMBER.test(words);
}

/** Words of the longest marker: "(1)". */
export const MARKER_LIMIT = 4;

/** How many words from `from` on, before `to`, are the marker of this item. */
export function countMarker(block: ReferenceBlock, sides: Sides, from: number, to: number): number {
  for (let end = from + 1; end <= Math.min(from + MARKER_LIMIT, to); end += 1) {
    if (isMarkerOf(block, sides, from, end)) return end - from;
  }
  return 0;
}

/** How many words before `to`, none before `from`, are the marker of this item on a line of its own. */
export function findMarkerLine(block: ReferenceBlock, sides: Sides, from: number, to: number): number {
  for (let begin = to - 1; begin >= Math.max(from, to - MARKER_LIMIT); begin -= 1) {
    if (isMarkerOf(block, sides, begin, to)) return to - begin;
  }
  return 0;
}

/**
 * Whether the words from `from` on up to `to`, all at the beginning of a line of the copy, are no more than the marker of this
 * item: any bullet, or its own number or letter.
 */
export function isMarkerOf(block: ReferenceBlock, { copy, source }: Sides, from: number, to: number): boolean {
  if (block.list === null || to - from > MARKER_LIMIT || to <= from || (copy.gaps[from] as number) < GAP.line)
    return false;
  for (let at = from + 1; at < to; at += 1) if ((copy.gaps[at] as number) >= GAP.line) return false;
  const marker = source.text.slice(copy.starts[from], copy.starts[to]);
  return BULLET.test(marker) || saysNumber(marker, block.list.ordinal);
}

function saysNumber(marker: string, ordinal: number): boolean {
  const found = NUMBER.exec(marker)?.[1];
  if (found === undefined) return false;
  const number = /[0-9]/.test(found) ? Number(found) : found.toLowerCase().charCodeAt(0) - 96;
  return number === ordinal;
}
