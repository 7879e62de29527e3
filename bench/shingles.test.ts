import assert from "node:assert/strict";
import { test } from "node:test";
import { matchShingles, scoreAll } from "./shingles.ts";

test("runs of four tokens are counted, whatever stands between them", () => {
  assert.deepEqual(matchShingles("one two three four five", "One, two"), { found: 0, foreign: 1 / 3, lost: 2 / 3 });
  assert.deepEqual(matchShingles("one two three four five", "one — two three.\nfour five"), {
    found: 1,
    foreign: 0,
    lost: 0,
  });
  assert.deepEqual(matchShingles("a b c d a b c d", "a b c d"), { found: 0.2, foreign: 0, lost: 0.8 });
  assert.deepEqual(matchShingles("", ""), { found: 0, foreign: 0, lost: 0 });
});

test("documents weigh the same, and those without words weigh nothing", () => {
  const half = matchShingles("one two three four", "one two three four five");
  const whole = matchShingles("one two three four", "one two three four");
  const { precision, recall, f1 } = scoreAll([half, whole, matchShingles("", "")]);
  assert.deepEqual([precision, recall], [0.75, 1]);
  assert.ok(Math.abs(f1 - (2 * 0.75) / 1.75) < 1e-12);
});
