import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { ED25519_TORSION_SUBGROUP, ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { readOutsideVectors, reportRun } from "../../../../tests/outside-vectors.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeHex, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { checkPublicKey, verifyEd25519 } from "./ed25519.ts";

const { signer, key } = makeTestSigner("test.example", 7);
const { publicKey } = key;
const message = encodeUtf8("what was signed");
const signature = signer.sign(message);
const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

/** What node:crypto says, as a second opinion. */
function verifyByNode(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
  return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

/** RFC 8032 section 5.1.6 with given points in place of the honest ones. */
function forge(a: bigint, keyBytes: Uint8Array, r: bigint, rBytes: Uint8Array, message: Uint8Array): Uint8Array {
  const digest = createHash("sha512").update(rBytes).update(keyBytes).update(message).digest();
  const s = (r + (littleEndian(digest) % ORDER) * a) % ORDER;
  const sBytes = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
  return Uint8Array.of(...rBytes, ...sBytes);
}

test("a signature by node:crypto verifies, and with any one byte changed it does not", () => {
  assert.equal(verifyEd25519(publicKey, message, signature), true);
  for (let i = 0; i < signature.length; i++) {
    const changed = signature.slice();
    changed[i] = (changed[i] as number) ^ (1 << (i % 8));
    assert.equal(verifyEd25519(publicKey, message, changed), false, `byte ${i} of the signature`);
  }
  for (let i = 0; i < publicKey.length; i++) {
    const changed = publicKey.slice();
    changed[i] = (changed[i] as number) ^ (1 << (i % 8));
    assert.equal(verifyEd25519(changed, message, signature), false, `byte ${i} of the key`);
  }
  for (let i = 0; i < message.length; i++) {
    const changed = message.slice();
    changed[i] = (changed[i] as number) ^ (1 << (i % 8));
    assert.equal(verifyEd25519(publicKey, changed, signature), false, `byte ${i} of the message`);
  }
});

test("keys and signatures of another length are refused, never thrown at", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = new Uint8Array(length).fill(3);
    if (length !== 64) assert.equal(verifyEd25519(publicKey, message, bytes), false);
    if (length !== 32) {
      assert.equal(verifyEd25519(bytes, message, signature), false);
      assert.throws(() => checkPublicKey(bytes), MalformedError);
    }
  }
});

test("what node:crypto signs, verifyEd25519 accepts", () => {
  fc.assert(
    fc.property(fc.nat(255), fc.uint8Array({ maxLength: 200 }), (seed, bytes) => {
      const other = makeTestSigner("other.example", seed);
      assert.equal(verifyEd25519(other.key.publicKey, bytes, other.signer.sign(bytes)), true);
      checkPublicKey(other.key.publicKey);
    }),
    { numRuns: 20 },
  );
});

test("keys of small order are refused, under which one signature fits many messages", () => {
  assert.equal(ED25519_TORSION_SUBGROUP.length, 8);
  for (const hex of ED25519_TORSION_SUBGROUP) {
    const smallOrder = decodeHex(hex);
    assert.throws(() => checkPublicKey(smallOrder), MalformedError, hex);
    // R = B and S = 1: with such a key and no check of it, this fits one message in eight at least.
    const fits = Uint8Array.of(...Point.BASE.toBytes(), 1, ...new Uint8Array(31));
    for (let i = 0; i < 32; i++) assert.equal(verifyEd25519(smallOrder, Uint8Array.of(i), fits), false);
  }
});

test("keys that are not the one encoding of a point are refused", () => {
  const p = 2n ** 255n - 19n;
  function encode(y: bigint, sign: 0 | 1): Uint8Array {
    const number = y + (sign === 1 ? 2n ** 255n : 0n);
    return new Uint8Array(Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse());
  }
  for (const y of [0n, 1n, 2n, 3n, 18n, p - 1n, p, p + 1n, p + 2n, p + 3n, 2n ** 255n - 1n]) {
    for (const sign of [0, 1] as const) {
      let canonical: Uint8Array | null = null;
      try {
        canonical = Point.fromBytes(encode(y % p, sign), false).toBytes();
      } catch {
        // Not on the curve, or the point 0 with a sign.
      }
      if (canonical !== null && y < p && Point.fromBytes(canonical).isTorsionFree() && y > 1n) {
        checkPublicKey(encode(y, sign));
      } else {
        assert.throws(() => checkPublicKey(encode(y, sign)), MalformedError, `y = ${y}, sign ${sign}`);
      }
    }
  }
});

test("a key with a part of small order is refused", () => {
  for (const hex of ED25519_TORSION_SUBGROUP) {
    const torsion = Point.fromHex(hex);
    if (torsion.is0()) continue;
    const mixed = Point.fromBytes(publicKey).add(torsion).toBytes();
    assert.throws(() => checkPublicKey(mixed), MalformedError);
    assert.equal(
      verifyEd25519(mixed, message, forge(5n, mixed, 9n, Point.BASE.multiply(9n).toBytes(), message)),
      false,
    );
  }
});

test("a signature on which cofactored and plain equations differ is refused, as node:crypto does", () => {
  const a = 123456789n;
  const ours = Point.BASE.multiply(a).toBytes();
  const r = 987654321n;
  const honest = forge(a, ours, r, Point.BASE.multiply(r).toBytes(), message);
  assert.equal(verifyEd25519(ours, message, honest), true);
  assert.equal(verifyByNode(ours, message, honest), true);
  for (const hex of ED25519_TORSION_SUBGROUP) {
    const torsion = Point.fromHex(hex);
    if (torsion.is0()) continue;
    const mixed = forge(a, ours, r, Point.BASE.multiply(r).add(torsion).toBytes(), message);
    assert.equal(ed25519.verify(mixed, message, ours, { zip215: false }), true, "the library alone takes it");
    assert.equal(verifyByNode(ours, message, mixed), false);
    assert.equal(verifyEd25519(ours, message, mixed), false);
  }
});

test("S of the group's order or more is refused", () => {
  const s = littleEndian(signature.subarray(32)) + ORDER;
  const malleable = Uint8Array.of(
    ...signature.subarray(0, 32),
    ...Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse(),
  );
  assert.equal(verifyEd25519(publicKey, message, malleable), false);
});

type Wycheproof = {
  testGroups: {
    publicKey: { pk: string };
    tests: { tcId: number; comment: string; msg: string; sig: string; result: "valid" | "invalid" }[];
  }[];
};

test("outside vectors: Ed25519, with node:crypto as a second opinion", (t) => {
  let count = 0;
  for (const { bytes } of readOutsideVectors(t, "ed25519")) {
    const { testGroups } = JSON.parse(Buffer.from(bytes).toString("utf8")) as Wycheproof;
    for (const { publicKey, tests } of testGroups) {
      const key = decodeHex(publicKey.pk);
      for (const { tcId, comment, msg, sig, result } of tests) {
        const accepted = verifyEd25519(key, decodeHex(msg), decodeHex(sig));
        assert.equal(accepted, result === "valid", `test ${tcId}: ${comment}`);
        assert.equal(verifyByNode(key, decodeHex(msg), decodeHex(sig)), accepted, `test ${tcId} by node:crypto`);
        count += 1;
      }
    }
  }
  reportRun(t, "ed25519", count);
});
