import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Signer, VerifierKey } from "@undersigned/core/log/note.ts";
import { makeVerifierKey } from "@undersigned/core/log/note.ts";
import type { Secrets } from "../secrets.ts";

/** The depositary's one Ed25519 key, under whichever origin it signs. */
export type SigningKey = {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  verifierKey(origin: string): VerifierKey;
  signer(origin: string): Signer;
};

/** DER prefix of a PKCS #8 Ed25519 private key (RFC 8410 section 7), before the 32 bytes of seed. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
/** Length of the DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410 section 4). */
const SPKI_PREFIX_LENGTH = 12;

/** Makes the signing key from its seed (RFC 8032 section 5.1.5), by node:crypto, which signs far faster than portable code. */
export function makeSigningKey({ signingSeed }: Pick<Secrets, "signingSeed">): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, signingSeed]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const publicKey = new Uint8Array(spki.subarray(SPKI_PREFIX_LENGTH));
  const verifierKeys = new Map<string, VerifierKey>();
  function verifierKey(origin: string): VerifierKey {
    const known = verifierKeys.get(origin);
    if (known) return known;
    const key = makeVerifierKey(origin, publicKey);
    verifierKeys.set(origin, key);
    return key;
  }
  return {
    publicKey,
    verifierKey,
    signer(origin) {
      const { name, keyId } = verifierKey(origin);
      return { name, keyId, sign: (message) => sign(null, message, privateKey) };
    },
  };
}
