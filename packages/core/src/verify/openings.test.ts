import assert from "node:assert/strict";
import { test } from "node:test";
import { tellStory } from "../../../../tests/bundle-story.ts";
import { assertStrict } from "../../../../tests/mangle.ts";
import { concatBytes, encodeUtf8 } from "../bytes.ts";
import type { OpeningLine } from "./openings.ts";
import { formatOpeningLine, parseOpeningLine, splitOpeningLines } from "./openings.ts";

const [line] = tellStory().openings;
assert.ok(line !== undefined);

const formatWithoutNewline = (value: OpeningLine) => formatOpeningLine(value).slice(0, -1);

test("a line is read strictly", () => {
  const { refused } = assertStrict(formatWithoutNewline(line), parseOpeningLine, formatWithoutNewline);
  assert.ok(refused > 3_000, `${refused} refused`);
});

test("indices up to 2^53 - 1, in one spelling", () => {
  const at = (index: string) => encodeUtf8(new TextDecoder().decode(formatWithoutNewline(line)).replace(/\d+/, index));
  assert.equal(parseOpeningLine(at("9007199254740991")).index, 2 ** 53 - 1);
  for (const index of ["9007199254740992", "90071992547409910", "02", "", "-1", "1e3", "2 "]) {
    assert.throws(() => parseOpeningLine(at(index)), { code: "malformed" }, index);
  }
});

test("a bundle may hold no open private half, and no closed public one", () => {
  const kept = tellStory().receiptOpenings.get(line.index);
  assert.ok(kept !== undefined);
  assert.throws(() => parseOpeningLine(formatWithoutNewline({ index: 2, opening: kept })), /private half is open/);
  const closed = { public: { digest: "ab".repeat(32) }, private: { digest: "cd".repeat(32) } };
  assert.throws(() => parseOpeningLine(formatWithoutNewline({ index: 2, opening: closed })), /public half is not open/);
});

test("lines end with a newline, the last too", () => {
  const bytes = formatOpeningLine(line);
  const lines = splitOpeningLines(concatBytes(bytes, bytes), 2);
  assert.deepEqual(lines, [bytes.slice(0, -1), bytes.slice(0, -1)]);
  assert.deepEqual(splitOpeningLines(new Uint8Array(), 1), []);
  assert.throws(() => splitOpeningLines(bytes.slice(0, -1), 1), { code: "malformed" });
});

test("more lines than entries are not even told apart", () => {
  assert.throws(() => splitOpeningLines(new Uint8Array(1_000_000).fill(0x0a), 256), { code: "too_large" });
});
