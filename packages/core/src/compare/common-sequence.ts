/** Places of equal items, in order: `[i, j]` says that item i of the first sequence is item j of the second. */
export type Match = readonly [number, number];

/** Edits after which two sequences count as having nothing more in common: bounds time and memory, whatever is compared. */
const EDIT_LIMIT = 1_000;

/**
 * A longest common subsequence of `a` and `b`, by the greedy algorithm of E. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986). Where more than EDIT_LIMIT items differ, what lies between the common beginning and end counts as
 * different as a whole: the answer is then still right, and no longer the shortest.
 */
export function findCommon(a: readonly string[], b: readonly string[]): Match[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const matches: Match[] = Array.from({ length: start }, (_, i) => [i, i] as const);
  for (const [i, j] of findMiddle(a.slice(start, endA), b.slice(start, endB))) matches.push([start + i, start + j]);
  for (let i = endA, j = endB; i < a.length; i += 1, j += 1) matches.push([i, j]);
  return matches;
}

/**
 * On diagonal k (x - y = k) `reach[k]` is the greatest x that d edits reach. Diagonals of one d have the parity of d, and
 * depend on those of d - 1 alone; all of them are kept, to find the way back.
 */
function findMiddle(a: readonly string[], b: readonly string[]): Match[] {
  if (a.length === 0 || b.length === 0) return [];
  const limit = Math.min(a.length + b.length, EDIT_LIMIT);
  const reach = new Int32Array(2 * limit + 3);
  const centre = limit + 1;
  const history: Int32Array[] = [];
  for (let d = 0; d <= limit; d += 1) {
    history.push(reach.slice(centre - d - 1, centre + d + 2));
    for (let k = -d; k <= d; k += 2) {
      let x = startOf(reach, centre, k, d);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach[centre + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(history, a.length, b.length);
    }
  }
  return [];
}

/** Where diagonal k is entered with the d-th edit: down from k + 1 (an item of b), or right from k - 1 (one of a). */
function startOf(reach: Int32Array, centre: number, k: number, d: number): number {
  const right = reach[centre + k - 1] as number;
  const down = reach[centre + k + 1] as number;
  return k === -d || (k !== d && right < down) ? down : right + 1;
}

function walkBack(history: readonly Int32Array[], lengthA: number, lengthB: number): Match[] {
  const matches: Match[] = [];
  let x = lengthA;
  let y = lengthB;
  for (let d = history.length - 1; d >= 0; d -= 1) {
    // Of the diagonals -d - 1 to d + 1, as they were before the d-th edit.
    const reach = history[d] as Int32Array;
    const centre = d + 1;
    const k = x - y;
    const from = d === 0 ? 0 : startOf(reach, centre, k, d);
    for (; x > from; x -= 1) matches.push([x - 1, x - 1 - k]);
    if (d === 0) break;
    const cameDown = k === -d || (k !== d && (reach[centre + k - 1] as number) < (reach[centre + k + 1] as number));
    x = cameDown ? from : from - 1;
    y = cameDown ? from - k - 1 : from - k;
  }
  return matches.reverse();
}
