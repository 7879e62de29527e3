import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import {
  formatNote,
  formatVerifierKey,
  makeVerifierKey,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from "./note.ts";

const signers = [1, 2, 3].map((seed) => makeTestSigner(`signer${seed}.example`, seed));
const { publicKey } = makeTestSigner("any.example", 4).key;

const text = fc
  .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "\u2014 a b", "\u2014 ")))
  .map((lines) => lines.map((line) => `${line.replaceAll(/\p{Cc}/gu, "")}\n`).join(""))
  .filter((joined) => joined !== "");

const name = fc
  .string({ unit: "binary", minLength: 1, maxLength: 40 })
  .filter((given) => !/[\p{White_Space}\p{Cc}+]/u.test(given));

const signature = fc
  .tuple(name, fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 1, maxLength: 100 }))
  .map(([name, keyId, signature]) => ({ name, keyId, signature }));

test("what formatNote writes, parseNote reads", () => {
  fc.assert(
    fc.property(text, fc.array(signature, { minLength: 1, maxLength: 20 }), (given, signatures) => {
      assert.deepEqual(parseNote(formatNote(given, signatures)), { text: given, signatures });
    }),
  );
});

test("what signNote signs, openNote opens, for those who know one of the keys", () => {
  fc.assert(
    fc.property(text, fc.subarray(signers, { minLength: 1 }), fc.subarray(signers), (given, signing, known) => {
      const note = signNote(
        given,
        signing.map(({ signer }) => signer),
      );
      const keys = known.map(({ key }) => key);
      const shared = signing.filter((signer) => known.includes(signer)).map(({ key }) => key);
      if (shared.length === 0) {
        assert.throws(() => openNote(note, keys), { code: "signature_missing" });
        return;
      }
      const opened = openNote(note, keys);
      assert.equal(opened.text, given);
      assert.deepEqual(
        opened.verified.map(({ key }) => key),
        shared,
      );
      assert.equal(opened.unverified.length, signing.length - shared.length);
    }),
    { numRuns: 50 },
  );
});

test("what formatVerifierKey writes, parseVerifierKey reads", () => {
  fc.assert(
    fc.property(name, (given) => {
      const key = makeVerifierKey(given, publicKey);
      assert.deepEqual(parseVerifierKey(formatVerifierKey(key)), key);
    }),
    { numRuns: 50 },
  );
});

test("what parseNote takes of any text, formatNote writes", () => {
  const piece = fc.constantFrom("\n", "\n\n", "\u2014 ", "a.example", " ", "AAAAAAA=", "AAAAAAAA", "text", "+", "=");
  let read = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const bytes = encodeUtf8(`text\n\n\u2014 ${pieces.join("")}\n`);
      let parsed: ReturnType<typeof parseNote>;
      try {
        parsed = parseNote(bytes);
      } catch (error) {
        assert.ok(error instanceof UndersignedError);
        return;
      }
      read += 1;
      assert.deepEqual(formatNote(parsed.text, parsed.signatures), bytes);
    }),
    { numRuns: 3000, examples: [[["a.example", " ", "AAAAAAA="]]] },
  );
  assert.ok(read > 0);
});
