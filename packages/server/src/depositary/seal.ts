import type { KeyObject } from "node:crypto";
import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from "node:crypto";
import { MalformedError } from "@undersigned/core/errors.ts";
import { randomBytes } from "./random.ts";

const ALGORITHM = "aes-256-gcm";
const SEAL_VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals `plain` by AES-256-GCM (NIST SP 800-38D): one version byte, 12 random bytes of nonce, ciphertext, 16 bytes of tag.
 * `place` names where the result is kept ("pending", statement id, pending id), so that it cannot be moved to another row.
 * Random nonces stay safe for 2^32 seals under one key.
 * @param key 32 bytes
 */
export function seal(key: Uint8Array, plain: Uint8Array, ...place: readonly string[]): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyObjectOf(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(joinParts(place));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(SEAL_VERSION), nonce, body, cipher.getAuthTag()]);
}

/**
 * Opens what `seal` made, under the same key and place.
 * @throws MalformedError `unsupported` for another version, `malformed` when anything was changed or moved
 */
export function unseal(key: Uint8Array, sealed: Uint8Array, ...place: readonly string[]): Uint8Array {
  if (sealed[0] !== SEAL_VERSION)
    throw new MalformedError("unsupported", `a seal of version ${sealed[0]} is not known`);
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES) throw new MalformedError("malformed", "a seal that is cut short");
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, keyObjectOf(key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(joinParts(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
  } catch (cause) {
    throw new MalformedError("malformed", "a seal that does not open: it was changed or moved, or the key is another", {
      cause,
    });
  }
  return plain;
}

/**
 * HMAC-SHA-256 over `purpose` and `parts`, each preceded by its length so that no two lists of parts meet: 32 bytes.
 * @param key 32 bytes
 * @param purpose keeps macs of different use apart: "mailbox", "code", "rate" …
 */
export function mac(key: Uint8Array, purpose: string, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return createHmac("sha256", keyObjectOf(key))
    .update(joinParts([purpose, ...parts]))
    .digest();
}

/** Made once for each key: node:crypto would make it anew at every call, which costs more than the call. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function keyObjectOf(key: Uint8Array): KeyObject {
  let found = keyObjects.get(key);
  if (found === undefined) {
    found = createSecretKey(key);
    keyObjects.set(key, found);
  }
  return found;
}

/** Each part as four bytes of length, big-endian, and its bytes. */
function joinParts(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const lengths = parts.map((part) => (typeof part === "string" ? Buffer.byteLength(part) : part.length));
  const joined = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  parts.forEach((part, i) => {
    at = joined.writeUInt32BE(lengths[i] ?? 0, at);
    if (typeof part === "string") at += joined.write(part, at);
    else {
      joined.set(part, at);
      at += part.length;
    }
  });
  return joined;
}
