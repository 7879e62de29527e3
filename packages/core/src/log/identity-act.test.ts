import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { HEAD_LIMIT } from "./head.ts";
import type { HeadsEntry, IdentityAct } from "./identity-act.ts";
import { formatIdentityAct, parseHeadsEntry } from "./identity-act.ts";
import { ORIGIN_LIMIT } from "./origin.ts";

const time = 1_795_179_600;
const from = makeTestSigner("letters.example", 7).key;
const rotate: IdentityAct = { act: "rotate", from, key: makeTestSigner("letters.example", 31).key, time };
const move: IdentityAct = { act: "move", from, key: makeTestSigner("sign.letters.example", 7).key, time };
const succeed: IdentityAct = { act: "succeed", origin: "letters.example", size: 12, root: "ab".repeat(32), time };

/** Writes what was read; what is no act would not be a mangled copy of one. */
function format(entry: HeadsEntry): Uint8Array {
  assert.ok("act" in entry);
  return formatIdentityAct(entry);
}

test("an act is read as it was written", () => {
  for (const act of [rotate, move, succeed]) assert.deepEqual(parseHeadsEntry(formatIdentityAct(act)), act);
});

test("a mangled act is refused, or read for exactly what it says", () => {
  for (const act of [rotate, move, succeed]) {
    const { refused } = assertStrict(formatIdentityAct(act), parseHeadsEntry, format);
    assert.ok(refused > 1_000, `${refused} refused`);
  }
});

test("the longest act is within the limit", () => {
  const longest = (start: string) => makeTestSigner(start.padEnd(ORIGIN_LIMIT, "a"), 7).key;
  const act: IdentityAct = { act: "move", from: longest("a"), key: longest("b"), time: Number.MAX_SAFE_INTEGER };
  assert.ok(formatIdentityAct(act).length <= HEAD_LIMIT);
});

test("what would not be read is not written", () => {
  const wrong: IdentityAct[] = [
    { ...rotate, key: from },
    { ...rotate, key: move.key },
    { ...move, key: rotate.key },
    { ...rotate, from: makeTestSigner("letters.example/s/a", 7).key },
    { ...rotate, time: 1.5 },
    { ...succeed, size: 0 },
    { ...succeed, root: "AB".repeat(32) },
    { ...succeed, origin: "letters.example/s/a" },
  ];
  for (const act of wrong) assert.throws(() => formatIdentityAct(act), /not an act of the depositary/);
});
