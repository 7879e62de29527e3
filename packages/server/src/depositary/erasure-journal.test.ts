import assert from "node:assert/strict";
import { test } from "node:test";
import { formatErasure, parseErasures } from "./erasure-journal.ts";

const ERASURES = [
  { statement_id: "abcdefghijklmnop", entry_index: 57, signature_index: 42 },
  { statement_id: "s", entry_index: 2 ** 53 - 1, signature_index: 0 },
];

test("a journal is read as it was written, in whatever parts", () => {
  const text = `undersigned/erasures@v1\n${ERASURES.map(formatErasure).join("\n")}`;
  assert.deepEqual(parseErasures(text), ERASURES);
});

test("a line that was cut short is never taken for another signature's", () => {
  const line = formatErasure({ statement_id: "abcdefghijklmnop", entry_index: 57, signature_index: 421 });
  for (let length = 0; length < line.length - 1; length++) {
    const text = `undersigned/erasures@v1\n${line.slice(0, length)}`;
    assert.deepEqual(parseErasures(text), [], `cut to ${length}`);
    // What is written next begins on a line of its own.
    assert.deepEqual(parseErasures(`${text}\n${ERASURES.map(formatErasure).join("")}`), ERASURES);
  }
});
