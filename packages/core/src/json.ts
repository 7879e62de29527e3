import canonicalize from "canonicalize";
import { decodeUtf8, encodeUtf8 } from "./bytes.ts";
import { invariant, MalformedError } from "./errors.ts";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Canonical JSON (RFC 8785, JCS) as UTF-8 bytes.
 * @throws {MalformedError} `malformed` for a lone surrogate, NaN or an infinity, which JSON cannot carry
 */
export function formatCanonicalJson(value: JsonValue): Uint8Array {
  return encodeUtf8(writeCanonicalJson(value));
}

function writeCanonicalJson(value: JsonValue): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new MalformedError("malformed", "a lone surrogate, NaN or an infinity has no canonical JSON", { cause });
  }
  invariant(text !== undefined, "a JSON value always has a canonical form");
  return text;
}

/**
 * Reads canonical JSON and nothing else: the value is encoded again and compared byte for byte, so white space, key
 * order, duplicate keys, `1.0` and escapes that JCS would not write are all refused.
 * @param limit greatest length in bytes
 * @throws {MalformedError} `malformed`, `not_canonical`, `too_large`
 */
export function parseCanonicalJson(bytes: Uint8Array, limit: number): JsonValue {
  if (bytes.length > limit)
    throw new MalformedError("too_large", `${bytes.length} bytes of JSON where at most ${limit} are allowed`);
  let text: string;
  let value: JsonValue;
  try {
    text = decodeUtf8(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new MalformedError("malformed", "not JSON", { cause });
  }
  let again: string;
  try {
    again = writeCanonicalJson(value);
  } catch (cause) {
    throw new MalformedError("not_canonical", "the JSON has no canonical form (RFC 8785)", { cause });
  }
  // Strict UTF-8 gives different texts for different bytes, so comparing the texts compares the bytes.
  if (text !== again) {
    throw new MalformedError("not_canonical", "the JSON is not in its canonical form (RFC 8785)");
  }
  return value;
}
