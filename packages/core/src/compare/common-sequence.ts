import { diff } from "fast-myers-diff";

/** Places of equal items, in order: `[i, j]` says that item i of the first sequence is item j of the second. */
export type Match = readonly [number, number];

/** Comparisons of two items after which a stretch counts as replaced as a whole: bounds time, whatever is compared. */
const COMPARISONS_LIMIT = 4_000_000;

/** Comparisons that several stretches share. */
export type Budget = { left: number };

class LimitReached extends Error {}

/**
 * A longest common subsequence of two sequences of numbers (fast-myers-diff, after E. Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986). Where it would take more comparisons than there are, what lies between the common beginning and end
 * counts as different as a whole: the answer is then still right, and no longer the longest.
 * @param add told of each stretch that both have: place in the first, place in the second, length
 */
export function findCommonNumbers(
  a: Int32Array,
  b: Int32Array,
  budget: Budget,
  add: (i: number, j: number, length: number) => void,
): void {
  const found: [number, number, number][] = [];
  const most = Math.min(COMPARISONS_LIMIT, budget.left);
  let count = 0;
  const isEqual = (i: number, j: number) => {
    count += 1;
    if (count > most) throw new LimitReached();
    return a[i] === b[j];
  };
  try {
    let [i, j] = [0, 0];
    for (const [fromA, toA, , toB] of diff(a, b, isEqual)) {
      found.push([i, j, fromA - i]);
      [i, j] = [toA, toB];
    }
    found.push([i, j, a.length - i]);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    found.splice(0, found.length, ...commonEnds(a, b));
  } finally {
    budget.left -= count;
  }
  for (const [i, j, length] of found) if (length > 0) add(i, j, length);
}

/** The same of two sequences of strings, item by item. */
export function findCommon(a: readonly string[], b: readonly string[]): Match[] {
  const numbers = new Map<string, number>();
  const numberOf = (item: string) => {
    const number = numbers.get(item) ?? numbers.size;
    numbers.set(item, number);
    return number;
  };
  const matches: Match[] = [];
  const budget = { left: COMPARISONS_LIMIT };
  findCommonNumbers(Int32Array.from(a, numberOf), Int32Array.from(b, numberOf), budget, (i, j, length) => {
    for (let k = 0; k < length; k += 1) matches.push([i + k, j + k]);
  });
  return matches;
}

/** The common beginning and end alone. */
function commonEnds(a: Int32Array, b: Int32Array): [number, number, number][] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [
    [0, 0, start],
    [a.length - end, b.length - end, end],
  ];
}
