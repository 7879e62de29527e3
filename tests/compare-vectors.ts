import assert from "node:assert/strict";
import { compareCopy } from "@undersigned/core/compare/compare-copy.ts";
import type { Copy } from "@undersigned/core/compare/copy.ts";
import type { CopyReport, Verdict } from "@undersigned/core/compare/copy-report.ts";
import { parseText } from "@undersigned/core/statement/text.ts";

/** A file of vectors/compare: a text, a copy, and what the comparison finds. */
export type CompareVector = {
  readonly about: string;
  /** The file of the text. */
  readonly reference: string;
  readonly demands: readonly number[];
  readonly copy: Copy;
  readonly verdict: Verdict;
  /** Kind, block (null where it is between blocks) and words. */
  readonly changes: readonly (readonly [kind: string, block: number | null, words: string])[];
  readonly tolerated: CopyReport["tolerated"];
  readonly framing: readonly (readonly [where: string, text: string])[];
};

/** What a vector must find. */
export type Found = Pick<CompareVector, "verdict" | "changes" | "tolerated" | "framing">;

export function findForVector({
  reference,
  demands,
  copy,
}: Pick<CompareVector, "reference" | "demands" | "copy">): Found {
  const report = compareCopy({ text: parseText(reference), demands, names: null }, copy, null);
  return {
    verdict: report.verdict,
    changes: report.changes.map(({ kind, block, words }) => [kind, block ?? null, words.join(" ")] as const),
    tolerated: report.tolerated,
    framing: report.framing.map(({ where, text }) => [where, text] as const),
  };
}

/** Compares, and asserts that exactly what the vector says is found. */
export function runCompareVector(vector: CompareVector): void {
  const { verdict, changes, tolerated, framing } = vector;
  assert.deepEqual(findForVector(vector), { verdict, changes, tolerated, framing }, vector.about);
}
