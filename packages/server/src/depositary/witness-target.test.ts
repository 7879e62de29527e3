import assert from "node:assert/strict";
import { test } from "node:test";
import { replaceIn } from "./witness-target.ts";

const times = { interval: 1_000, patience: 20_000, refresh: 3_600_000 };
const target = { size: 10, chosenAt: 500, complete: false };

const cases: [name: string, change: Partial<typeof target>, published: number, waited: boolean, at: number][] = [
  ["one that a witness has yet to cosign is waited for", {}, 11, true, 20_500],
  ["one that enough have cosigned makes room after the interval", { complete: true }, 11, true, 1_500],
  ["one for which only failing witnesses are left makes room after the interval", {}, 11, false, 1_500],
  ["one that is still the newest is cosigned again after an hour", { complete: true }, 10, false, 3_600_500],
  ["one that is larger than what is published makes room at once", { size: 12 }, 11, true, 0],
];
for (const [name, change, size, waited, at] of cases) {
  test(`a target: ${name}`, () => {
    const wait = (now: number) => replaceIn({ ...target, ...change }, { size }, now, { times, waited });
    if (at > 0) assert.equal(wait(at - 1), 1);
    assert.equal(wait(at), 0);
    assert.equal(wait(at + 1), 0);
  });
}

test("a target: what is published first is one at once", () => {
  assert.equal(replaceIn(null, { size: 1 }, 0, { times, waited: false }), 0);
});
