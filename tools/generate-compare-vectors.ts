import assert from "node:assert/strict";
import type { CompareVector } from "../tests/compare-vectors.ts";
import { findForVector } from "../tests/compare-vectors.ts";
import type { CompareCase } from "./vectors/compare-cases.ts";
import { COMPARE_CASES, DEMANDS, REFERENCE } from "./vectors/compare-cases.ts";
import { writeCases } from "./vectors/write-cases.ts";

/**
 * Writes vectors/compare. The verdict and the changes of each stand beside it; one of which the comparison here finds anything else
 * stops the run. With --check nothing is written, and the run fails when a file is not what it would write.
 */

const vectors = Object.entries(COMPARE_CASES).map(([name, each]) => [name, makeVector(name, each)] as const);
writeCases("compare", Object.fromEntries(vectors), process.argv.includes("--check"));

function makeVector(name: string, { about, copy, verdict, changes, ...own }: CompareCase): CompareVector {
  const input = { reference: own.reference ?? REFERENCE, demands: own.demands ?? DEMANDS, copy };
  const { tolerated, framing, ...found } = findForVector(input);
  assert.deepEqual(found, { verdict, changes }, name);
  return { about, ...input, verdict, changes, tolerated, framing };
}
