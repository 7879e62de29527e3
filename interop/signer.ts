import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Signer, VerifierKey } from "../packages/core/src/log/note.ts";
import { makeVerifierKey } from "../packages/core/src/log/note.ts";

/** RFC 8410: what comes before the 32 bytes of an Ed25519 seed in a PKCS #8 document. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A key made from a seed of 32 bytes that everybody knows. */
export function makeSigner(name: string, seed: Uint8Array): { signer: Signer; key: VerifierKey } {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  const key = makeVerifierKey(name, new Uint8Array(Buffer.from(x, "base64url")));
  return {
    key,
    signer: { name, keyId: key.keyId, sign: (message) => new Uint8Array(sign(null, message, privateKey)) },
  };
}
