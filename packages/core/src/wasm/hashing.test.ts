import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import type { Spans } from "./hashing.ts";
import {
  hashCompleteTree,
  hashOneByOne,
  hashSpans,
  hmacSha256,
  joinDigests,
  joinSpans,
  splitDigests,
} from "./hashing.ts";
import { findKernel } from "./kernel.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Messages of these lengths, no two alike. */
function messagesOf(lengths: readonly number[]): Uint8Array[] {
  return lengths.map((length, i) => Uint8Array.from({ length }, (_, at) => (i * 101 + at * 7 + (at >>> 8)) % 256));
}

function byNode(prefix: number, message: Uint8Array): string {
  return createHash("sha256").update(Uint8Array.of(prefix)).update(message).digest("hex");
}

test("here the kernel runs: what follows is about it", () => {
  assert.ok(findKernel() !== null);
});

test("the examples of FIPS 180-4", () => {
  // "abc" and the message of 448 bits, with their first letter as the prefix.
  const examples = [
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ] as const;
  const spans = joinSpans(examples.map(([text]) => Buffer.from(text.slice(1))));
  const expected = examples.map(([, digest]) => digest).join("");
  assert.equal(hex(hashSpans("a".charCodeAt(0), spans)), expected);
  assert.equal(hex(hashOneByOne("a".charCodeAt(0), spans)), expected);
});

test("every length of up to five blocks, and the longest: as node:crypto and @noble/hashes say", () => {
  const long = [65_471, 65_472, 65_534, 65_535, 65_536, 65_537, 70_000];
  const messages = messagesOf([...Array.from({ length: 321 }, (_, length) => length), ...long, ...long]);
  const spans = joinSpans(messages);
  const digests = splitDigests(hashSpans(0, spans));
  assert.deepEqual(
    digests.map(hex),
    messages.map((message) => byNode(0, message)),
  );
  assert.equal(hex(hashOneByOne(0, spans)), digests.map(hex).join(""));
});

test("HMAC of every length of key and of message is as node:crypto and RFC 4231 have it", () => {
  const key = Buffer.from("Jefe");
  const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  assert.equal(hex(hmacSha256(key, Buffer.from("what do ya want for nothing?"))), expected);
  for (let length = 0; length <= 200; length++) {
    const [salt, message] = messagesOf([length % 65, length]) as [Uint8Array, Uint8Array];
    assert.equal(hex(hmacSha256(salt, message)), createHmac("sha256", salt).update(message).digest("hex"));
  }
  assert.throws(() => hmacSha256(new Uint8Array(65), key), /invariant/);
});

test("any number of messages of any lengths in any order, and spans that lie anyhow", () => {
  const length = fc.oneof(fc.nat(130), fc.nat(1_000), fc.constantFrom(55, 56, 63, 64, 65_535));
  fc.assert(
    fc.property(fc.array(length, { maxLength: 40 }), fc.nat(255), fc.boolean(), (lengths, prefix, backwards) => {
      const messages = messagesOf(lengths);
      const { bytes, bounds } = joinSpans(messages);
      const pairs = messages.map((_, i) => [...bounds.subarray(2 * i, 2 * i + 2)]);
      if (backwards) {
        pairs.reverse();
        messages.reverse();
      }
      const spans: Spans = { bytes, bounds: Uint32Array.from(pairs.flat()) };
      const expected = messages.map((message) => byNode(prefix, message));
      assert.deepEqual(splitDigests(hashSpans(prefix, spans)).map(hex), expected);
    }),
    { numRuns: 150 },
  );
});

test("more messages than fit at once", () => {
  const messages = messagesOf(Array.from({ length: 1_300 }, (_, i) => (i * 37) % 700));
  const digests = splitDigests(hashSpans(1, joinSpans(messages)));
  assert.deepEqual(
    digests.map(hex),
    messages.map((message) => byNode(1, message)),
  );
});

test("a complete tree is hashed as by hand, whatever its leaves", () => {
  const join = (row: readonly Uint8Array[]): Uint8Array => {
    if (row.length === 1) return row[0] ?? new Uint8Array();
    const pairs = row.flatMap((hash, i) =>
      i % 2 === 0 ? [Buffer.concat([hash, row[i + 1] ?? new Uint8Array()])] : [],
    );
    return join(pairs.map((pair) => Buffer.from(byNode(1, pair), "hex")));
  };
  for (const count of [1, 2, 4, 8, 64, 256]) {
    for (const spread of [1, 90, 20_000]) {
      const messages = messagesOf(Array.from({ length: count }, (_, i) => (i * 7_919) % spread));
      const leaves = messages.map((message) => Buffer.from(byNode(0, message), "hex"));
      assert.equal(hex(hashCompleteTree(0, 1, joinSpans(messages))), hex(join(leaves)), `${count} of ${spread}`);
      assert.equal(hex(joinDigests(1, new Uint8Array(Buffer.concat(leaves)))), hex(join(leaves)));
    }
  }
  assert.throws(() => hashCompleteTree(0, 1, joinSpans(messagesOf([1, 2, 3]))), /power of two/);
});
