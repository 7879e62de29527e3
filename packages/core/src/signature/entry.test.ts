import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { decodeHex, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import type { Entry } from "./entry.ts";
import { ENTRY_LIMIT, formatEntry, parseEntry } from "./entry.ts";

type EntryVector = { text?: string; hex?: string; value?: Entry; error?: { code: string } };

const digest = "0123456789abcdef".repeat(4);

function bytesOf({ text, hex }: EntryVector): Uint8Array {
  return text === undefined ? decodeHex(hex ?? "") : encodeUtf8(text);
}

test("vectors/entry: each file is read, or refused for its own defect", (t) => {
  const vectors = readVectors<EntryVector>("entry");
  for (const { name, vector } of vectors) {
    const bytes = bytesOf(vector);
    if (vector.error === undefined) {
      assert.deepEqual(parseEntry(bytes), vector.value, name);
      assert.deepEqual(formatEntry(parseEntry(bytes)), bytes, name);
    } else {
      assert.throws(() => parseEntry(bytes), { code: vector.error.code }, name);
    }
  }
  t.diagnostic(`vectors/entry: ${vectors.length} run`);
});

test("every byte of an entry matters", () => {
  const short = readVectors<EntryVector>("entry").filter(({ vector }) => vector.error === undefined);
  for (const { vector } of short) {
    const bytes = bytesOf(vector);
    if (bytes.length > 1_000) continue;
    const { refused } = assertStrict(bytes, parseEntry, formatEntry);
    assert.ok(refused > bytes.length, "most damage is refused");
  }
});

test("what is read from damaged bytes is canonical by the general encoder too", () => {
  const entry = { act: "correction", block: 10, lang: "en", note: 'a "b" \\ é', version: digest } as const;
  assertStrict(formatEntry(entry), parseEntry, (value) => formatCanonicalJson(value));
});

test("what an entry cannot say is not written either", () => {
  const sign = { act: "sign", version: digest, kind: "person", capacity: "personal", level: 1, named: true } as const;
  for (const entry of [
    { ...sign, commitment: "" },
    { ...sign, commitment: digest.toUpperCase() },
    { ...sign, commitment: `${digest}","x":"` },
    { act: "withdraw", of: -1 },
    { act: "withdraw", of: 1.5 },
    { act: "withdraw", of: 2 ** 53 },
    { act: "withdraw", of: Number.NaN },
    { act: "extend", closes: "tomorrow" },
    { act: "response", addressee: " ", sha256: digest },
    { act: "response", addressee: "\ud800", sha256: digest },
    { act: "succeed", origin: "", size: 1, root: digest },
  ] as const) {
    assert.throws(() => formatEntry(entry), UndersignedError, JSON.stringify(entry));
  }
});

test("the longest entry that a log can hold is read before it is judged", () => {
  const start = '{"act":"applaud","words":"';
  const fits = encodeUtf8(`${start}${"a".repeat(ENTRY_LIMIT - start.length - 2)}"}`);
  assert.equal(fits.length, ENTRY_LIMIT);
  assert.throws(() => parseEntry(fits), { code: "unknown_entry" });
  const over = encodeUtf8(`${start}${"a".repeat(ENTRY_LIMIT - start.length - 1)}"}`);
  assert.throws(() => parseEntry(over), { code: "too_large" });
});

test("a refusal says where and why", () => {
  assert.throws(() => parseEntry(encodeUtf8('{"act":"withdraw","of":-1}')), {
    code: "malformed",
    message: "expected a whole number from 0 to 9007199254740991 at offset 23",
  });
  assert.throws(() => parseEntry(encodeUtf8('{"act":"withdraw","off":1}')), {
    message: 'expected the member "of" at offset 17',
  });
});

test("every vector that is read is what the general reader reads", () => {
  for (const { name, vector } of readVectors<EntryVector>("entry")) {
    if (vector.error !== undefined) continue;
    assert.deepEqual(parseCanonicalJson(bytesOf(vector), ENTRY_LIMIT), parseEntry(bytesOf(vector)), name);
  }
});
