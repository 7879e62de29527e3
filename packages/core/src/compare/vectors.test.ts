import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { CompareVector } from "../../../../tests/compare-vectors.ts";
import { runCompareVector } from "../../../../tests/compare-vectors.ts";

const FOLDER = new URL("../../../../vectors/compare/", import.meta.url);

test("copies of the vectors come to the verdict and the changes that are written there", (t) => {
  const names = readdirSync(FOLDER);
  for (const name of names) {
    const vector: CompareVector = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
    const isVerbatim = vector.verdict === "identical" || vector.verdict === "faithful";
    assert.equal(isVerbatim, name.startsWith("valid"), name);
    runCompareVector(vector);
  }
  assert.ok(names.length >= 60);
  t.diagnostic(`${names.length} copies`);
});
