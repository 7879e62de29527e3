import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../../tests/mangle.ts";
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { Head } from "./head.ts";
import { checkHead, checkHeadOrder, formatHead, HEAD_LIMIT, parseHead } from "./head.ts";
import { ORIGIN_LIMIT } from "./origin.ts";

const root = "ab".repeat(32);
const head: Head = { statement: "example.org/s/abc", size: 7, root, time: 1_790_000_000, previous: 4 };

test("a head is canonical JSON of five members", () => {
  assert.equal(
    decodeUtf8(formatHead(head)),
    `{"previous":4,"root":"${root}","size":7,"statement":"example.org/s/abc","time":1790000000}`,
  );
  assert.deepEqual(parseHead(formatHead(head)), head);
});

test("what formatHead writes, parseHead reads, within the limit", () => {
  const heads = fc
    .tuple(
      fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeHex),
      fc.maxSafeNat(),
      fc.option(fc.maxSafeNat()),
    )
    .map(
      ([id, size, root, time, previous]): Head => ({ statement: `example.org/s/${id}`, size, root, time, previous }),
    );
  fc.assert(fc.property(heads, (given) => assert.deepEqual(parseHead(formatHead(given)), given)));
  const most = Number.MAX_SAFE_INTEGER;
  const statement = `${"a".repeat(ORIGIN_LIMIT - 67)}/s/${"a".repeat(64)}`;
  assert.ok(formatHead({ statement, size: most, root, time: most, previous: most }).length <= HEAD_LIMIT);
});

test("what is no head is refused", () => {
  const json = decodeUtf8(formatHead(head));
  for (const text of [
    "",
    "null",
    "[]",
    "{}",
    '"head"',
    ` ${json}`,
    json.replace('"previous":4,', ""),
    json.replace('"previous":4,', '"other":1,"previous":4,'),
    json.replace('"previous":4', '"previous":"4"'),
    json.replace('"previous":4', '"previous":-1'),
    json.replace('"previous":4', '"previous":4.5'),
    json.replace('"size":7', '"size":0'),
    json.replace('"size":7', '"size":7.0'),
    json.replace('"size":7', '"size":9007199254740992'),
    json.replace('"size":7', '"size":null'),
    json.replace('"time":1790000000', '"time":-1'),
    json.replace('"time":1790000000', '"time":1790000000.5'),
    json.replace(root, root.toUpperCase()),
    json.replace(root, root.slice(2)),
    json.replace("example.org/s/abc", "example.org"),
    json.replace("example.org/s/abc", "https://example.org/s/abc"),
    json.replace('"root"', '"__proto__"'),
  ]) {
    assert.throws(() => parseHead(encodeUtf8(text)), MalformedError, text);
  }
  assert.throws(() => parseHead(new Uint8Array(HEAD_LIMIT + 1).fill(0x20)), { code: "too_large" });
});

test("what would not be read is not written", () => {
  for (const bad of [{ size: 0 }, { size: 2 ** 53 }, { time: 1.5 }, { previous: -1 }, { root: "ab" }]) {
    assert.throws(() => formatHead({ ...head, ...bad }), /not a head/);
  }
});

test("a mangled head is refused, or read for exactly what it says", () => {
  const { refused, taken } = assertStrict(formatHead(head), parseHead, formatHead);
  assert.ok(refused > 0 && taken > 0);
});

test("a head says what the statement's checkpoint says, or is refused", () => {
  const checkpoint = { origin: head.statement, size: 7, root: decodeHex(root), extensions: [] };
  checkHead(head, checkpoint);
  assert.throws(() => checkHead(head, { ...checkpoint, origin: "example.org/s/abd" }), { code: "wrong_origin" });
  assert.throws(() => checkHead(head, { ...checkpoint, size: 8 }), { code: "root_mismatch" });
  assert.throws(() => checkHead(head, { ...checkpoint, root: new Uint8Array(32) }), { code: "root_mismatch" });
});

test("each head of a statement names the one before it, is larger, and not older", () => {
  const earlier = { index: 4, head };
  const later = { index: 9, head: { ...head, size: 8, root: "cd".repeat(32), previous: 4 } };
  checkHeadOrder(earlier, later);
  for (const bad of [{ previous: 3 }, { previous: null }, { size: 7 }, { size: 6 }, { time: head.time - 1 }]) {
    const changed = { index: 9, head: { ...later.head, ...bad } };
    assert.throws(() => checkHeadOrder(earlier, changed), { code: "proof_invalid" }, JSON.stringify(bad));
  }
  assert.throws(() => checkHeadOrder(earlier, { ...later, index: 4 }), { code: "proof_invalid" });
  const other = { index: 9, head: { ...later.head, statement: "example.org/s/other" } };
  assert.throws(() => checkHeadOrder(earlier, other), { code: "wrong_origin" });
});
