import { ed25519 } from "@noble/curves/ed25519.js";
import { MalformedError } from "../errors.ts";

/** Length in bytes of an Ed25519 public key (RFC 8032 section 5.1.5). */
export const PUBLIC_KEY_LENGTH = 32;
/** Length in bytes of an Ed25519 signature (RFC 8032 section 5.1.6). */
export const SIGNATURE_LENGTH = 64;

/**
 * Refuses what is not the one encoding of a point of the prime-order group: other lengths, a coordinate of 2^255 - 19 or
 * more, points off the curve, points of small order (under which one signature fits many messages), and points with a
 * part of small order (on whose signatures sound implementations disagree).
 * @throws {MalformedError} `malformed`
 */
export function checkPublicKey(publicKey: Uint8Array): void {
  if (publicKey.length !== PUBLIC_KEY_LENGTH) {
    throw new MalformedError("malformed", `an Ed25519 public key is 32 bytes long, not ${publicKey.length}`);
  }
  if (!isPrimeOrderPoint(publicKey)) {
    throw new MalformedError(
      "malformed",
      "the public key is not a canonical Ed25519 point of prime order: make a new key",
    );
  }
}

/**
 * Whether `signature` (64 bytes) is a signature over `message` by the owner of `publicKey` (32 bytes): RFC 8032 section
 * 5.1.7, strictly. False for every malformed key or signature; never throws.
 *
 * RFC 8032 leaves open whether the equation is multiplied by the cofactor, and implementations differ: node:crypto and
 * Go do not multiply, the library below does. The two agree when both points are of prime order, which is asked of both
 * here, so that no signature is good in a browser and bad on a server.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_LENGTH || signature.length !== SIGNATURE_LENGTH) return false;
  if (!isPrimeOrderPoint(publicKey) || !isPrimeOrderPoint(signature.subarray(0, 32))) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}

function isPrimeOrderPoint(bytes: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}
