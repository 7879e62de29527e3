import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { assertStrict, mangle } from "../../../../tests/mangle.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { decodeHex, encodeHex, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { formatCanonicalJson } from "../json.ts";
import {
  checkDisclosure,
  checkOpening,
  combine,
  commit,
  digestPart,
  formatOpening,
  openBoth,
  openPublic,
  parseOpening,
} from "./commitment.ts";
import type { PrivatePart, PublicPart } from "./part.ts";

type CommitmentVector = {
  opening: string;
  commitment: string;
  digests?: { public: string; private: string };
  entry: { kind: "organisation" | "person"; named: boolean; version: string };
  error?: { code: string };
};

const version = "1".repeat(64);
const publicPart: PublicPart = { name: "Ada Lovelace", place: "London", lang: "en", date: "2026-11-20" };
const privatePart: PrivatePart = {
  mailbox: "ada@example.org",
  evidence: { kind: "mailbox" },
  consent: { version, notice: "2".repeat(64), age: 16, time: "2026-11-20T10:00:00Z" },
};
const salts = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)] as const;
const halves = [
  { salt: salts[0], part: publicPart },
  { salt: salts[1], part: privatePart },
] as const;

test("vectors/commitment: each opening opens, or is refused for its own defect", (t) => {
  const vectors = readVectors<CommitmentVector>("commitment");
  for (const { name, vector } of vectors) {
    const check = () => {
      const opening = parseOpening(encodeUtf8(vector.opening));
      checkOpening(opening, decodeHex(vector.commitment));
      checkDisclosure(opening, vector.entry);
      return opening;
    };
    if (vector.error !== undefined) {
      assert.throws(check, { code: vector.error.code }, name);
      continue;
    }
    const opening = check();
    assert.deepEqual(formatOpening(opening), encodeUtf8(vector.opening), name);
    for (const side of ["public", "private"] as const) {
      const half = opening[side];
      const digest = "digest" in half ? half.digest : encodeHex(digestPart(decodeHex(half.salt), half.part));
      assert.equal(digest, vector.digests?.[side], name);
    }
  }
  t.diagnostic(`vectors/commitment: ${vectors.length} run`);
});

test("a commitment is what node:crypto says it is", () => {
  const hmac = (at: 0 | 1) => createHmac("sha256", salts[at]).update(formatCanonicalJson(halves[at].part)).digest();
  const expected = createHash("sha256").update("undersigned/commitment@v1\n").update(hmac(0)).update(hmac(1)).digest();
  assert.equal(encodeHex(commit(...halves)), expected.toString("hex"));
});

test("what opens both halves, or one, opens the same commitment", () => {
  const commitment = commit(...halves);
  checkOpening(openBoth(...halves), commitment);
  checkOpening(openPublic(halves[0], digestPart(salts[1], privatePart)), commitment);
  const swapped = openPublic(halves[0], digestPart(salts[0], publicPart));
  assert.throws(() => checkOpening(swapped, commitment), { code: "commitment_mismatch" });
});

test("a salt has exactly 32 bytes, and a digest too", () => {
  for (const length of [0, 1, 31, 33, 64, 65]) {
    assert.throws(() => digestPart(new Uint8Array(length), null), { code: "malformed" });
    assert.throws(() => combine(new Uint8Array(length), salts[0]), { code: "malformed" });
    assert.throws(() => combine(salts[0], new Uint8Array(length)), { code: "malformed" });
    assert.throws(() => commit({ ...halves[0], salt: new Uint8Array(length) }, halves[1]), { code: "malformed" });
  }
});

test("nobody commits to what no opening could carry", () => {
  assert.throws(() => commit({ ...halves[0], part: { ...publicPart, name: "" } }, halves[1]), { code: "malformed" });
  const private_ = { ...privatePart, mailbox: "nowhere" };
  assert.throws(() => commit(halves[0], { ...halves[1], part: private_ }), { code: "malformed" });
});

test("every byte of an opening matters", () => {
  const opening = formatOpening(openBoth(...halves));
  assertStrict(opening, parseOpening, formatOpening);
  const commitment = commit(...halves);
  for (const { what, bytes } of mangle(opening)) {
    assert.throws(() => checkOpening(parseOpening(bytes), commitment), UndersignedError, what);
  }
});
