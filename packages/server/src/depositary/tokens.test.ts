import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { equalSecrets, equalTokens, formatCode, hashToken, parseCode, randomCode, randomToken } from "./tokens.ts";

test("tokens are 43 characters of base64url and never the same", () => {
  const tokens = new Set(Array.from({ length: 1000 }, randomToken));
  assert.equal(tokens.size, 1000);
  for (const token of tokens) assert.match(token, /^[A-Za-z0-9_-]{43}$/);
});

test("a token is kept as its SHA-256", () => {
  assert.equal(
    Buffer.from(hashToken("abc")).toString("hex"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assert.ok(equalTokens("abc", "abc"));
  assert.ok(!equalTokens("abc", "abcd"));
  assert.ok(equalSecrets(hashToken("a"), hashToken("a")));
  assert.ok(!equalSecrets(hashToken("a"), hashToken("b")));
  assert.ok(!equalSecrets(hashToken("a"), new Uint8Array(31)));
});

test("codes use every character of the alphabet, evenly enough", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    const code = randomCode();
    assert.match(code, /^[A-Z2-7]{8}$/);
    for (const character of code) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(counts.size, 32);
  for (const [character, count] of counts) assert.ok(count > 800 && count < 1200, `${character}: ${count}`);
});

test("a code is read as people type it", () => {
  assert.equal(formatCode("ABCD2345"), "ABCD 2345");
  for (const typed of ["ABCD2345", "abcd 2345", " ABCD-2345 ", "AB CD–23.45", "A8CD2345".replace("8", "B")]) {
    assert.equal(parseCode(typed), "ABCD2345");
  }
  assert.equal(parseCode("0118 OIIB"), "OIIBOIIB");
});

test("what cannot be a code is refused with its field", () => {
  for (const typed of ["", "ABCD234", "ABCD23456", "ABCD234!", "ÄBCD2345", "A".repeat(100_000)]) {
    assert.throws(
      () => parseCode(typed),
      (error) => error instanceof RefusedError && error.code === "code_invalid" && error.field === "code",
    );
  }
});
