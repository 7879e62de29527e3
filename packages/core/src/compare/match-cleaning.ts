import type { CopyWords } from "./copy-words.ts";
import type { ReferenceBlock, ReferenceWords } from "./reference-words.ts";

/** Share of words in common from which a stretch of the copy is a block that was reworded. */
export const ALIKE = 0.4;

/** So many words in a row are no accident, however many others stand around them. */
export const TELLING = 8;

/** Words of the copy between two words of one block that part what belongs to it from strays. */
const FAR = 15;

/**
 * Takes back what was matched by accident: single words of a block far from the others, and the words of blocks of which too
 * little is there.
 */
export function cleanMatches(matched: Int32Array, reference: ReferenceWords, copy: CopyWords): void {
  for (const block of reference.blocks) {
    dropStrays(matched, block, reference);
    if (!isFound(matched, block, reference, copy)) matched.fill(-1, block.first, block.end);
  }
}

function dropStrays(matched: Int32Array, block: ReferenceBlock, { isWord }: ReferenceWords): void {
  const groups: { first: number; end: number; words: number }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let r = block.first; r < block.end; r += 1) {
    const c = matched[r] as number;
    if (c < 0) continue;
    const group = groups.at(-1);
    if (group && c - last <= FAR) {
      group.end = r + 1;
      group.words += isWord[r] as number;
    } else groups.push({ first: r, end: r + 1, words: isWord[r] as number });
    last = c;
  }
  if (groups.length < 2) return;
  const most = Math.max(...groups.map(({ words }) => words));
  for (const { first, end, words } of groups) {
    if (words < most && words < Math.min(TELLING, 0.3 * block.size)) matched.fill(-1, first, end);
  }
}

/** Whether enough of a block is there: by the words in common (Dice's coefficient), or by many in a row. */
function isFound(matched: Int32Array, block: ReferenceBlock, reference: ReferenceWords, copy: CopyWords): boolean {
  let [common, inRow, longest, last, first, end] = [0, 0, 0, -2, -1, -1];
  for (let r = block.first; r < block.end; r += 1) {
    const c = matched[r] as number;
    if (c < 0) continue;
    if (first < 0) first = c;
    end = c + 1;
    inRow = c === last + 1 ? inRow : 0;
    last = c;
    if (block.size > 0 && reference.isWord[r] === 0) continue;
    common += 1;
    inRow += 1;
    longest = Math.max(longest, inRow);
  }
  if (common === 0) return false;
  if (longest >= TELLING) return true;
  let there = 0;
  for (let c = first; c < end; c += 1) if (block.size === 0 || copy.isWord[c] === 1) there += 1;
  return (2 * common) / ((block.size || block.end - block.first) + there) >= ALIKE;
}
