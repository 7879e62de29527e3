import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../tests/mangle.ts";
import {
  concatBytes,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
  sha256,
} from "./bytes.ts";
import { MalformedError } from "./errors.ts";

const bytes = fc.uint8Array({ maxLength: 300 });

test("SHA-256 is that of node:crypto, at every length around its blocks", () => {
  for (let length = 0; length < 200; length++) {
    const data = Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 256);
    assert.equal(encodeHex(sha256(data)), createHash("sha256").update(data).digest("hex"));
  }
});

test("hex, base64 and UTF-8 read what they write, as Buffer does", () => {
  fc.assert(
    fc.property(bytes, fc.string({ unit: "binary" }), (given, text) => {
      assert.deepEqual(decodeHex(encodeHex(given)), given);
      assert.equal(encodeHex(given), Buffer.from(given).toString("hex"));
      assert.deepEqual(decodeBase64(encodeBase64(given)), given);
      assert.equal(encodeBase64(given), Buffer.from(given).toString("base64"));
      assert.equal(decodeUtf8(encodeUtf8(text)), text);
      assert.deepEqual(Buffer.from(encodeUtf8(text)), Buffer.from(text, "utf8"));
    }),
  );
});

test("base64 of more than one chunk is whole", () => {
  const large = Uint8Array.from({ length: 100_003 }, (_, i) => (i * 7) % 256);
  assert.equal(encodeBase64(large), Buffer.from(large).toString("base64"));
  assert.deepEqual(decodeBase64(encodeBase64(large)), large);
});

test("hex is lower case, in pairs, and nothing else", () => {
  for (const text of ["0", "AB", "aB", "0g", " 00", "00 ", "0x00", "00\n", "\u0660\u0660"]) {
    assert.throws(() => decodeHex(text), MalformedError, JSON.stringify(text));
  }
});

test("base64 has one form: padded, without white space, its last bits zero", () => {
  for (const text of [
    "A",
    "AA",
    "AAA",
    "AA=",
    "AB==",
    "AAB=",
    "AA==\n",
    " AA==",
    "A A=",
    "AA==AA==",
    "====",
    "_-__",
    "A\u00e4==",
  ]) {
    assert.throws(() => decodeBase64(text), MalformedError, JSON.stringify(text));
  }
});

test("UTF-8 is strict, and keeps a byte order mark", () => {
  for (const hex of ["ff", "c080", "eda080", "f4908080", "e282", "80"]) {
    assert.throws(() => decodeUtf8(decodeHex(hex)), { code: "not_utf8" }, hex);
  }
  assert.equal(decodeUtf8(decodeHex("efbbbf41")), "\ufeffA");
  for (const text of ["\ud800", "a\udc00", "\udc00\ud800"]) {
    assert.throws(() => encodeUtf8(text), { code: "not_utf8" });
  }
});

test("mangled hex, base64 and UTF-8 are refused, or read for exactly what they say", () => {
  const hex = assertStrict(
    encodeUtf8("00ff7f80ab"),
    (given) => decodeHex(decodeUtf8(given)),
    (value) => encodeUtf8(encodeHex(value)),
  );
  const base64 = assertStrict(
    encodeUtf8("AP9/gKvM3Q=="),
    (given) => decodeBase64(decodeUtf8(given)),
    (value) => encodeUtf8(encodeBase64(value)),
  );
  const utf8 = assertStrict(encodeUtf8("a\u00e9\u20ac\u{1f602}\ufeff\0"), decodeUtf8, encodeUtf8);
  for (const { refused, taken } of [hex, base64, utf8]) assert.ok(refused > 0 && taken > 0);
});

test("joined bytes hold their parts in order, and equality is by content and length", () => {
  fc.assert(
    fc.property(fc.array(bytes), bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (parts, given, place, mask) => {
      const joined = concatBytes(...parts);
      assert.deepEqual(Buffer.from(joined), Buffer.concat(parts));
      assert.ok(equalBytes(given, given.slice()));
      assert.ok(!equalBytes(given, concatBytes(given, Uint8Array.of(0))));
      if (given.length === 0) return;
      const changed = given.slice();
      changed[place % given.length] = (changed[place % given.length] as number) ^ mask;
      assert.ok(!equalBytes(given, changed));
    }),
  );
});
