import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Signer, VerifierKey } from "@undersigned/core/log/note.ts";
import { makeVerifierKey } from "@undersigned/core/log/note.ts";

/** An Ed25519 key made from one byte: the same in every run, and known to everybody. For tests alone. */
export function makeTestSigner(name: string, seed: number): { signer: Signer; key: VerifierKey } {
  // RFC 8410: the fixed beginning of a PKCS #8 document, before the 32 bytes of an Ed25519 private key.
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.alloc(32, seed)]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  const key = makeVerifierKey(name, new Uint8Array(Buffer.from(x, "base64url")));
  const signer = {
    name,
    keyId: key.keyId,
    sign: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
  };
  return { signer, key };
}
