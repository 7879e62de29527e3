import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { MalformedError } from "./errors.ts";

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** SHA-256 (FIPS 180-4) of `data`: 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data);
}

/** UTF-8 bytes of `text`. A lone surrogate would silently become U+FFFD, so it is refused. */
export function encodeUtf8(text: string): Uint8Array {
  if (!text.isWellFormed())
    throw new MalformedError("not_utf8", "the text holds a lone surrogate, which UTF-8 cannot carry");
  return encoder.encode(text);
}

/** The text of strict UTF-8 bytes; a byte order mark is kept as U+FEFF, not swallowed. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new MalformedError("not_utf8", "the bytes are not valid UTF-8", { cause });
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += HEX[byte];
  return out;
}

/** Strict: lower case only, even length. */
export function decodeHex(text: string): Uint8Array {
  const out = new Uint8Array(Math.ceil(text.length / 2));
  for (let i = 0; i < out.length; i++) {
    const [high, low] = [hexDigit(text.charCodeAt(2 * i)), hexDigit(text.charCodeAt(2 * i + 1))];
    if (high < 0 || low < 0) {
      throw new MalformedError("malformed", "expected lower-case hexadecimal digits in pairs");
    }
    out[i] = 16 * high + low;
  }
  return out;
}

/** The value of a digit; negative for what is none. */
function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  return unit >= 0x61 && unit <= 0x66 ? unit - 0x57 : -1;
}

/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}

/** Strict: RFC 4648 section 4 with padding and zero trailing bits; what is read is encoded again and compared. */
export function decodeBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new MalformedError("malformed", "expected standard base64", { cause });
  }
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  if (btoa(binary) !== text) throw new MalformedError("not_canonical", "the base64 is not in its one canonical form");
  return out;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Not constant-time: for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
