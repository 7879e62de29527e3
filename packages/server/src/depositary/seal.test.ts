import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { mac, seal, unseal } from "./seal.ts";

const key = randomBytes(32);
const plain = Buffer.from("Anna Müller, anna@example.org");

test("what is sealed opens again, and no two seals are alike", () => {
  const sealed = seal(key, plain, "pending", "statement", "7");
  assert.deepEqual(Buffer.from(unseal(key, sealed, "pending", "statement", "7")), plain);
  assert.notDeepEqual(seal(key, plain, "pending", "statement", "7"), sealed);
  assert.equal(sealed.length, 1 + 12 + plain.length + 16);
  assert.deepEqual(unseal(key, seal(key, new Uint8Array(0))).length, 0);
});

test("no nonce comes twice", () => {
  const nonces = new Set(Array.from({ length: 2000 }, () => Buffer.from(seal(key, plain)).toString("hex", 1, 13)));
  assert.equal(nonces.size, 2000);
});

test("every changed bit and every cut is noticed", () => {
  const sealed = Buffer.from(seal(key, plain, "here"));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => unseal(key, changed, "here"), MalformedError, `bit ${bit}`);
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => unseal(key, sealed.subarray(0, length), "here"), MalformedError, `length ${length}`);
  }
});

test("a seal is bound to its key and its place", () => {
  const sealed = seal(key, plain, "pending", "statement", "7");
  assert.throws(() => unseal(randomBytes(32), sealed, "pending", "statement", "7"), MalformedError);
  assert.throws(() => unseal(key, sealed, "pending", "statement", "8"), MalformedError);
  assert.throws(() => unseal(key, sealed, "pending", "statement7"), MalformedError);
  assert.throws(() => unseal(key, sealed), MalformedError);
});

test("a mac is HMAC-SHA-256 over parts with their lengths", () => {
  const expected = createHmac("sha256", key)
    .update(Buffer.from("\0\0\0\x07mailbox\0\0\0\x01a\0\0\0\x02\x01\x02", "latin1"))
    .digest();
  assert.deepEqual(Buffer.from(mac(key, "mailbox", "a", Uint8Array.of(1, 2))), expected);
  assert.notDeepEqual(mac(key, "mailbox", "ab", "c"), mac(key, "mailbox", "a", "bc"));
  assert.notDeepEqual(mac(key, "mailbox", "a"), mac(key, "code", "a"));
});
