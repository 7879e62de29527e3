import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";

/** RFC 4648 section 6: no 0, 1, 8 or 9, which people take for letters. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CODE_LENGTH = 8;

/** 32 random bytes in base64url: 43 characters that go into a link as they are. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 of a token, which is all that is kept of it. Tokens hold 256 random bits: no salt, no slow hash is needed. */
export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

/** Constant time for values of equal length; a differing length is no secret. */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Constant time whatever the lengths, by comparing digests. */
export function equalTokens(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}

/** Eight base32 characters: 40 random bits, enough where five attempts are allowed. */
export function randomCode(): string {
  let code = "";
  for (const byte of randomBytes(CODE_LENGTH)) code += BASE32[byte & 31];
  return code;
}

/** As people read it: two groups of four. */
export function formatCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/**
 * The code that a person typed, whatever the case, spaces and hyphens, with the digits that are not in the alphabet
 * read as the letters they look like.
 * @throws RefusedError `code_invalid`, field `code`, when it cannot be a code
 */
export function parseCode(typed: string): string {
  const code = typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[\s\p{Pd}.]+/gu, "")
    .replaceAll("0", "O")
    .replaceAll("1", "I")
    .replaceAll("8", "B");
  if (/^[A-Z2-7]{8}$/.test(code)) return code;
  throw new RefusedError(
    "code_invalid",
    "A code has eight letters and digits, such as ABCD 2345. Copy it from the mail.",
    {
      field: "code",
    },
  );
}
