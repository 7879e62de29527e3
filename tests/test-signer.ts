import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Cosigner, CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { makeCosignerKey } from "@undersigned/core/log/cosignature.ts";
import type { Signer, VerifierKey } from "@undersigned/core/log/note.ts";
import { makeVerifierKey } from "@undersigned/core/log/note.ts";

/** An Ed25519 key made from one byte: the same in every run, and known to everybody. For tests alone. */
export function makeTestSigner(name: string, seed: number): { signer: Signer; key: VerifierKey } {
  const { publicKey, sign } = makeTestKey(seed);
  const key = makeVerifierKey(name, publicKey);
  return { signer: { name, keyId: key.keyId, sign }, key };
}

/** A witness made from one byte, in the same way. */
export function makeTestCosigner(name: string, seed: number): { cosigner: Cosigner; key: CosignerKey } {
  const { publicKey, sign } = makeTestKey(seed);
  const key = makeCosignerKey(name, publicKey);
  return { cosigner: { name, keyId: key.keyId, sign }, key };
}

function makeTestKey(seed: number): { publicKey: Uint8Array; sign: (message: Uint8Array) => Uint8Array } {
  // RFC 8410: the fixed beginning of a PKCS #8 document, before the 32 bytes of an Ed25519 private key.
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.alloc(32, seed)]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  return {
    publicKey: new Uint8Array(Buffer.from(x, "base64url")),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}
