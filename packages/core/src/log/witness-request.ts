import { concatBytes, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from "../bytes.ts";
import { invariant, MalformedError } from "../errors.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { HASH_LENGTH } from "./merkle.ts";
import { parseNote } from "./note.ts";
import { isTreeSize, parseDecimal } from "./tree-size.ts";

/** The body of `POST add-checkpoint` (C2SP tlog-witness). Nothing in it has been verified. */
export type WitnessRequest = {
  /** Size of the checkpoint that the witness cosigned last; 0 if none is known. */
  readonly old: number;
  /** The consistency proof from size `old` to the checkpoint's: 32 bytes each. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, byte for byte. */
  readonly checkpoint: Uint8Array;
};

/**
 * The longest request, in bytes. 63 hashes take 2,835 of them; the rest holds a checkpoint with all 100 signatures that a
 * note may carry. C2SP names no limit.
 */
export const WITNESS_REQUEST_LIMIT = 65_536;
/** The most lines of proof (C2SP tlog-witness): as many as levels in a tree of 2^63 leaves. */
export const WITNESS_PROOF_LIMIT = 63;

/** The bytes of a request. */
export function formatWitnessRequest({ old, proof, checkpoint }: WitnessRequest): Uint8Array {
  invariant(isTreeSize(old), "a size is a whole number from 0 to 2^53 - 1");
  invariant(proof.length <= WITNESS_PROOF_LIMIT, "a consistency proof has at most 63 hashes");
  invariant(
    proof.every((hash) => hash.length === HASH_LENGTH),
    "a hash is 32 bytes long",
  );
  const lines = [`old ${old}`, ...proof.map(encodeBase64), ""];
  const bytes = concatBytes(encodeUtf8(lines.map((line) => `${line}\n`).join("")), checkpoint);
  invariant(bytes.length <= WITNESS_REQUEST_LIMIT, "a request is at most 65,536 bytes long");
  return bytes;
}

/**
 * Reads a request, and verifies nothing: not even that `old` is at most the checkpoint's size, or that a proof from 0 is
 * empty, which have answers of their own in the protocol. Strict: its checkpoint is a note and a checkpoint, and written
 * again it has the same bytes.
 * @throws {MalformedError} `malformed`, `not_utf8`, `not_canonical`, `too_large`
 */
export function parseWitnessRequest(bytes: Uint8Array): WitnessRequest {
  if (bytes.length > WITNESS_REQUEST_LIMIT) {
    throw new MalformedError("too_large", `a request is at most ${WITNESS_REQUEST_LIMIT} bytes long`);
  }
  const text = decodeUtf8(bytes);
  const end = text.indexOf("\n\n");
  if (end < 0) throw new MalformedError("malformed", "no empty line stands between the proof and the checkpoint");
  const [first = "", ...lines] = text.slice(0, end).split("\n");
  const old = first.startsWith("old ") ? parseDecimal(first.slice(4)) : null;
  if (old === null) {
    const message = 'the first line is "old" and a size, a decimal from 0 to 2^53 - 1 without leading zeros';
    throw new MalformedError("malformed", message, { line: 1 });
  }
  if (lines.length > WITNESS_PROOF_LIMIT) {
    throw new MalformedError("too_large", `a consistency proof has at most ${WITNESS_PROOF_LIMIT} lines`);
  }
  const proof = lines.map((line, index) => parseHash(line, index + 2));
  // A copy: the checkpoint may be kept long after the buffer that it was read from.
  const checkpoint = encodeUtf8(text.slice(end + 2));
  parseCheckpoint(parseNote(checkpoint).text);
  return { old, proof, checkpoint };
}

function parseHash(text: string, line: number): Uint8Array {
  const hash = decodeLine(text, line);
  if (hash.length !== HASH_LENGTH) {
    throw new MalformedError("malformed", `line ${line} is not a hash of 32 bytes in base64`, { line });
  }
  return hash;
}

function decodeLine(text: string, line: number): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw new MalformedError(cause.code, `line ${line} of the request: ${cause.message}`, { cause, line });
  }
}
