import type { Run } from "./anchors.ts";
import { findAnchors } from "./anchors.ts";
import type { Budget } from "./common-sequence.ts";
import { findCommonNumbers } from "./common-sequence.ts";

/** Comparisons for all stretches of one alignment together. */
const ALL_COMPARISONS_LIMIT = 20_000_000;

/** Words of the copy that are looked at before the first and after the last place in common, beyond those of the reference. */
const MARGIN = 400;

/**
 * Which word of `b` each word of `a` became, -1 for none: places rise. A proposal only: that two texts are the same is
 * decided by comparing their words.
 * @param b 0 stands for a word that is not in `a`
 */
export function alignWords(a: Int32Array, b: Int32Array): Int32Array {
  const matched = new Int32Array(a.length).fill(-1);
  const budget = { left: ALL_COMPARISONS_LIMIT };
  const runs = findAnchors(a, b);
  const edge: Run = { a: a.length, b: b.length, length: 0 };
  let [i, j] = [0, 0];
  for (const [at, run] of [...runs, edge].entries()) {
    let [from, to] = [j, run.b];
    const reach = run.a - i + MARGIN;
    if (at === 0 && runs.length > 0) from = Math.max(from, to - reach);
    if (at === runs.length && runs.length > 0) to = Math.min(to, from + reach);
    alignGap(a, [i, run.a], b, [from, to], matched, budget);
    for (let k = 0; k < run.length; k += 1) matched[run.a + k] = run.b + k;
    [i, j] = [run.a + run.length, run.b + run.length];
  }
  return matched;
}

type Range = readonly [number, number];

function alignGap(
  a: Int32Array,
  [a0, a1]: Range,
  b: Int32Array,
  [b0, b1]: Range,
  matched: Int32Array,
  budget: Budget,
): void {
  if (a1 <= a0 || b1 <= b0) return;
  findCommonNumbers(a.subarray(a0, a1), b.subarray(b0, b1), budget, (i, j, length) => {
    for (let k = 0; k < length; k += 1) matched[a0 + i + k] = b0 + j + k;
  });
}
