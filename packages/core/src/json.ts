import canonicalize from "canonicalize";
import { decodeUtf8, encodeUtf8, equalBytes } from "./bytes.ts";
import { invariant, MalformedError } from "./errors.ts";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Canonical JSON (RFC 8785, JCS) as UTF-8 bytes.
 * @throws {MalformedError} `malformed` for a lone surrogate, NaN or an infinity, which JSON cannot carry
 */
export function formatCanonicalJson(value: JsonValue): Uint8Array {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new MalformedError("malformed", "a lone surrogate, NaN or an infinity has no canonical JSON", { cause });
  }
  invariant(text !== undefined, "a JSON value always has a canonical form");
  return encodeUtf8(text);
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
  let value: JsonValue;
  try {
    value = JSON.parse(decodeUtf8(bytes));
  } catch (cause) {
    throw new MalformedError("malformed", "not JSON", { cause });
  }
  let again: Uint8Array;
  try {
    again = formatCanonicalJson(value);
  } catch (cause) {
    throw new MalformedError("not_canonical", "the JSON has no canonical form (RFC 8785)", { cause });
  }
  if (!equalBytes(bytes, again)) {
    throw new MalformedError("not_canonical", "the JSON is not in its canonical form (RFC 8785)");
  }
  return value;
}
