import type { CopyWords } from "./copy-words.ts";
import type { ReferenceBlock, ReferenceWords } from "./reference-words.ts";

/** Least words of a block that is looked for elsewhere: fewer stand anywhere. */
const LEAST = 3;

/** Comparisons of words after which no more is looked for. */
const COMPARISONS_LIMIT = 20_000_000;

/**
 * Finds blocks word for word elsewhere than in their place, and enters them into `matched` and `taken`.
 * @param taken by word of the copy: 1 for one that stands for a block, or between words of one
 * @returns their indices among the blocks
 */
export function findMoved(
  matched: Int32Array,
  taken: Uint8Array,
  reference: ReferenceWords,
  copy: CopyWords,
): ReadonlySet<number> {
  const sought = new Map<number, number[]>();
  for (const [at, block] of reference.blocks.entries()) {
    if (block.size < LEAST || !isMissing(matched, block)) continue;
    const key = keyOf(reference.ids, block.first);
    sought.set(key, [...(sought.get(key) ?? []), at]);
  }
  const moved = new Set<number>();
  if (sought.size === 0) return moved;
  let left = COMPARISONS_LIMIT;
  for (let c = 0; c + LEAST <= copy.length && left > 0; c += 1) {
    if (taken[c] === 1) continue;
    for (const at of sought.get(keyOf(copy.ids, c)) ?? []) {
      const block = reference.blocks[at] as ReferenceBlock;
      const length = block.end - block.first;
      let equal = 0;
      while (equal < length && taken[c + equal] === 0 && reference.ids[block.first + equal] === copy.ids[c + equal])
        equal += 1;
      left -= equal;
      if (equal < length || moved.has(at)) continue;
      for (let k = 0; k < length; k += 1) {
        matched[block.first + k] = c + k;
        taken[c + k] = 1;
      }
      moved.add(at);
      break;
    }
  }
  return moved;
}

function isMissing(matched: Int32Array, { first, end }: ReferenceBlock): boolean {
  for (let r = first; r < end; r += 1) if ((matched[r] as number) >= 0) return false;
  return true;
}

/** A number that equal beginnings share. */
function keyOf(ids: Int32Array, at: number): number {
  let key = 0;
  for (let k = 0; k < LEAST; k += 1) key = Math.imul(key ^ (ids[at + k] as number), 0x9e3779b1) ^ (key >>> 15);
  return key;
}
