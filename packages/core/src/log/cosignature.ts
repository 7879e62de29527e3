import { concatBytes, encodeUtf8, equalBytes } from "../bytes.ts";
import { invariant, MalformedError, VerificationError } from "../errors.ts";
import { SIGNATURE_LENGTH, verifyEd25519 } from "./ed25519.ts";
import type { NamedKey } from "./named-key.ts";
import { findNamedKey, formatNamedKey, makeNamedKey, parseNamedKey } from "./named-key.ts";
import type { NoteSignature, UnverifiedNote } from "./note.ts";
import { isTreeSize } from "./tree-size.ts";

const COSIGNATURE_TYPE = 4;
const TIME_LENGTH = 8;

/** Length in bytes of a cosignature behind its key id: a time of 8 bytes and an Ed25519 signature of 64. */
export const COSIGNATURE_LENGTH: number = TIME_LENGTH + SIGNATURE_LENGTH;
/** The latest time that is read, in seconds: 2^53 - 1, our limit for numbers. C2SP allows 2^63 - 1. */
export const COSIGNATURE_TIME_LIMIT: number = Number.MAX_SAFE_INTEGER;

/**
 * The key of a witness (C2SP tlog-cosignature, Ed25519, type 4). It is no `VerifierKey`: what a witness signs begins with
 * words of its own, so neither signature can pass for the other.
 */
export type CosignerKey = NamedKey<4>;

/** Who cosigns. The private key stays with the caller: `sign` gives the 64 bytes of an Ed25519 signature. */
export type Cosigner = { readonly name: string; readonly keyId: Uint8Array; sign(message: Uint8Array): Uint8Array };

/** A cosignature that was verified. Only `checkCosignatures` makes one. */
export type Cosignature = {
  readonly key: CosignerKey;
  /** When the witness says it cosigned: whole seconds since 1970-01-01T00:00:00Z. It may be any, in the future too. */
  readonly time: number;
};

/**
 * Names the public key of a witness.
 * @throws {MalformedError} `malformed` when the name is empty or holds white space, `+` or a control character, or the key
 * is refused by `checkPublicKey`
 */
export function makeCosignerKey(name: string, publicKey: Uint8Array): CosignerKey {
  return makeNamedKey(name, COSIGNATURE_TYPE, publicKey);
}

/** `name+hex8+base64(0x04 || public key)`. */
export function formatCosignerKey(key: CosignerKey): string {
  return formatNamedKey(key);
}

/**
 * Reads the key of a witness. Strict: what was read is written again and compared.
 * @throws {MalformedError} `malformed`, `not_canonical`, or `unsupported` for a key of another type
 */
export function parseCosignerKey(text: string): CosignerKey {
  return parseNamedKey(text, COSIGNATURE_TYPE, describeOtherType);
}

function describeOtherType(type: number): string {
  if (type === 1) return "this is the key of a log (type 1), and the key of a witness is needed (type 4)";
  if (type === 6)
    return "this witness signs with ML-DSA-44 (type 6), which is not read yet: ask it for a key of type 4";
  return `the key is of type ${type}, and of witnesses only type 4 (Ed25519) is read`;
}

/**
 * Cosigns the text of a checkpoint, which it does not look into: that the log is consistent, and that `time` is not before
 * the last one, is for the caller to know beforehand.
 * @param text the checkpoint's text with its final newline
 * @param time whole seconds since 1970-01-01T00:00:00Z, 0 to 2^53 - 1
 */
export function signCosignature(text: string, time: number, cosigner: Cosigner): NoteSignature {
  invariant(isTreeSize(time), "the time of a cosignature is whole seconds from 0 to 2^53 - 1");
  invariant(text.endsWith("\n"), "the text of a checkpoint ends with a newline");
  const signature = cosigner.sign(messageOf(text, time));
  invariant(signature.length === SIGNATURE_LENGTH, "an Ed25519 signature is 64 bytes long");
  return { name: cosigner.name, keyId: cosigner.keyId, signature: concatBytes(encodeTime(time), signature) };
}

/**
 * Verifies the cosignatures of known witnesses on a checkpoint, in the order of `keys`. Lines by anyone else are ignored,
 * also such as share only a name or only an id with a known witness. A witness that cosigned twice counts once, at the
 * later time. Who is enough is for a policy to say, and what time is acceptable for the caller.
 * @throws {VerificationError} `signature_invalid` when a line of a known witness does not hold, even beside one that does
 */
export function checkCosignatures(note: UnverifiedNote, keys: readonly CosignerKey[]): Cosignature[] {
  const times = new Map<CosignerKey, number>();
  const seen: { key: CosignerKey; signature: Uint8Array }[] = [];
  for (const line of note.signatures) {
    const key = findNamedKey(keys, line);
    // A line repeated by an attacker must not cost a verification each time.
    if (key === undefined) continue;
    const { signature } = line;
    if (seen.some((earlier) => earlier.key === key && equalBytes(earlier.signature, signature))) continue;
    const time = checkCosignature(note.text, signature, key);
    seen.push({ key, signature });
    times.set(key, Math.max(time, times.get(key) ?? 0));
  }
  return [...new Set(keys)].flatMap((key) => {
    const time = times.get(key);
    return time === undefined ? [] : [{ key, time }];
  });
}

function checkCosignature(text: string, signature: Uint8Array, key: CosignerKey): number {
  let time: number;
  try {
    time = parseTime(signature);
  } catch (cause) {
    const why = cause instanceof MalformedError ? cause.message : "it cannot be read";
    throw new VerificationError("signature_invalid", `the cosignature by ${key.name} is none: ${why}`, { cause });
  }
  if (!verifyEd25519(key.publicKey, messageOf(text, time), signature.subarray(TIME_LENGTH))) {
    throw new VerificationError("signature_invalid", `the cosignature by ${key.name} does not fit the checkpoint`);
  }
  return time;
}

/** What a witness signs: two lines before the text of the checkpoint (C2SP tlog-cosignature). */
function messageOf(text: string, time: number): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${time}\n${text}`);
}

function encodeTime(time: number): Uint8Array {
  const bytes = new Uint8Array(TIME_LENGTH);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return bytes;
}

function parseTime(cosignature: Uint8Array): number {
  if (cosignature.length !== COSIGNATURE_LENGTH) {
    throw new MalformedError("malformed", `it has ${cosignature.length} bytes where a time and a signature have 72`);
  }
  const time = new DataView(cosignature.buffer, cosignature.byteOffset).getBigUint64(0);
  if (time > BigInt(COSIGNATURE_TIME_LIMIT)) {
    throw new MalformedError("malformed", `its time is ${time} seconds, and the greatest that is read is 2^53 - 1`);
  }
  return Number(time);
}
