import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { concatBytes, decodeBase64, encodeBase64, encodeHex } from "@undersigned/core/bytes.ts";
import { MalformedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Signer, VerifierKey } from "@undersigned/core/log/note.ts";
import { makeVerifierKey } from "@undersigned/core/log/note.ts";
import { isDomain } from "@undersigned/core/statement/domain.ts";

/** An organisation's own Ed25519 key, named by its domain. */
export type SigningKey = { readonly seed: Uint8Array; readonly key: VerifierKey; readonly signer: Signer };

/** DER prefix of a PKCS #8 Ed25519 private key (RFC 8410 section 7), before the 32 bytes of seed. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const SEED_LENGTH = 32;
const ED25519_TYPE = 1;
const PREFIX = "PRIVATE+KEY+";

/**
 * Makes the key of a domain from its seed (RFC 8032 section 5.1.5).
 * @param seed 32 bytes
 * @throws MalformedError `malformed` for a name that is not a domain
 */
export function makeSigningKey(domain: string, seed: Uint8Array): SigningKey {
  if (!isDomain(domain)) {
    throw new MalformedError("malformed", "the name in the key is not a domain in lower case, such as reading.example");
  }
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  const key = makeVerifierKey(domain, new Uint8Array(Buffer.from(x, "base64url")));
  return {
    seed,
    key,
    signer: { name: domain, keyId: key.keyId, sign: (message) => new Uint8Array(sign(null, message, privateKey)) },
  };
}

/** `PRIVATE+KEY+name+hex8+base64(type || seed)`: how Go's note package writes a key that signs. */
export function formatSigningKey({ seed, key }: SigningKey): string {
  const typed = concatBytes(Uint8Array.of(ED25519_TYPE), seed);
  return `${PREFIX}${key.name}+${encodeHex(key.keyId)}+${encodeBase64(typed)}`;
}

/**
 * Reads what `formatSigningKey` writes. Strict: what was read is written again and compared. No message repeats the key.
 * @throws MalformedError `malformed`, `not_canonical`, or `unsupported` for a key that is not Ed25519
 */
export function parseSigningKey(text: string): SigningKey {
  if (!text.startsWith(PREFIX)) {
    throw new MalformedError("malformed", `a key that signs begins with ${PREFIX}, as undersigned keygen writes it`);
  }
  const rest = text.slice(PREFIX.length);
  const [name = "", id = ""] = rest.split("+", 2);
  const typed = decodeKey(rest.slice(name.length + id.length + 2));
  if (typed[0] !== ED25519_TYPE) throw new MalformedError("unsupported", "the key is not of type 1 (Ed25519)");
  if (typed.length !== 1 + SEED_LENGTH) {
    throw new MalformedError("malformed", `the key holds ${typed.length - 1} bytes where ${SEED_LENGTH} are needed`);
  }
  const made = makeSigningKey(name, typed.slice(1));
  if (formatSigningKey(made) === text) return made;
  throw new MalformedError("not_canonical", "its id does not belong to it: a character was lost or changed in copying");
}

function decodeKey(base64: string): Uint8Array {
  try {
    const bytes = decodeBase64(base64);
    if (bytes.length > 0) return bytes;
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
  }
  throw new MalformedError("malformed", "it is cut off or damaged: expected PRIVATE+KEY+DOMAIN+ID+KEY on one line");
}
