import type { Block } from "../statement/block.ts";
import type { Match } from "./common-sequence.ts";
import { splitWords } from "./words.ts";

/** Share of words in common from which two blocks are one that was reworded. */
const ALIKE = 0.4;

/** Pairs that are looked at: beyond that a passage was replaced as a whole. */
const PAIRS_LIMIT = 10_000;

/**
 * Which blocks of one passage became which of another, in order, so that they have as many words in common as can be
 * (Needleman-Wunsch without a price for gaps).
 */
export function pairSimilar(before: readonly Block[], after: readonly Block[]): Match[] {
  if (before.length * after.length > PAIRS_LIMIT) return [];
  const bags = after.map(bagOf);
  const likeness = before.map((block) => {
    const bag = bagOf(block);
    return bags.map((other) => likenessOf(bag, other));
  });
  // best[i][j]: the greatest sum for what follows block i and block j.
  const best = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const sum = Math.max(at(i + 1, j), at(i, j + 1), paired(likeness, i, j) + at(i + 1, j + 1));
      (best[i] as Float64Array)[j] = sum;
    }
  }
  const pairs: Match[] = [];
  for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
    const together = paired(likeness, i, j);
    if (together > 0 && at(i, j) === together + at(i + 1, j + 1)) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i, j) === at(i + 1, j)) i += 1;
    else j += 1;
  }
  return pairs;
}

function paired(likeness: readonly (readonly number[])[], i: number, j: number): number {
  const value = likeness[i]?.[j] ?? 0;
  return value >= ALIKE ? value : Number.NEGATIVE_INFINITY;
}

type Bag = { readonly words: ReadonlyMap<string, number>; readonly size: number };

function bagOf(block: Block): Bag {
  const words = new Map<string, number>();
  let size = 0;
  for (const { text } of splitWords(block.inlines)) {
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    words.set(text, (words.get(text) ?? 0) + 1);
    size += 1;
  }
  return { words, size };
}

/** Words in common, as a share of those of both (Dice's coefficient). */
function likenessOf(a: Bag, b: Bag): number {
  if (a.size + b.size === 0) return 1;
  let common = 0;
  for (const [word, count] of a.words) common += Math.min(count, b.words.get(word) ?? 0);
  return (2 * common) / (a.size + b.size);
}
