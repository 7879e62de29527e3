import { concatBytes, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from "../bytes.ts";
import { invariant, MalformedError } from "../errors.ts";
import type { VerifiedCheckpoint } from "./checkpoint.ts";
import { openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { checkInclusion, HASH_LENGTH, hashLeaf } from "./merkle.ts";
import type { VerifierKey } from "./note.ts";
import { parseNote } from "./note.ts";
import { isTreeSize, parseDecimal } from "./tree-size.ts";

/** Everything that shows offline that a log holds an entry (C2SP tlog-proof). Nothing in it has been verified. */
export type LogProof = {
  /** Index of the entry in its log, from 0. */
  readonly index: number;
  /** Whatever the maker added, at least one byte. Nobody has signed it. */
  readonly extra?: Uint8Array;
  /** The inclusion proof, from the leaf's sibling up: 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, byte for byte. */
  readonly checkpoint: Uint8Array;
};

/** The longest proof that is read, in bytes. */
export const LOG_PROOF_LIMIT = 1_000_000;

const FIRST_LINE = "c2sp.org/tlog-proof@v1";

/** The bytes of a proof. */
export function formatLogProof({ index, extra, hashes, checkpoint }: LogProof): Uint8Array {
  invariant(isTreeSize(index), "an index is a whole number from 0 to 2^53 - 1");
  invariant(extra === undefined || extra.length > 0, "extra data is left out when there is none");
  invariant(
    hashes.every((hash) => hash.length === HASH_LENGTH),
    "a hash is 32 bytes long",
  );
  const lines = [FIRST_LINE];
  if (extra !== undefined) lines.push(`extra ${encodeBase64(extra)}`);
  lines.push(`index ${index}`, ...hashes.map(encodeHash), "");
  return concatBytes(encodeUtf8(lines.map((line) => `${line}\n`).join("")), checkpoint);
}

/** Proofs of one tree share most of their hashes: each is encoded once while it is in memory. */
const encoded = new WeakMap<Uint8Array, string>();

function encodeHash(hash: Uint8Array): string {
  let text = encoded.get(hash);
  if (text === undefined) {
    text = encodeBase64(hash);
    encoded.set(hash, text);
  }
  return text;
}

/**
 * Reads a proof, and verifies nothing. Strict: its checkpoint is a note and a checkpoint, and written again it has the
 * same bytes.
 * @throws {MalformedError} `malformed`, `not_utf8`, `not_canonical`, `too_large`
 */
export function parseLogProof(bytes: Uint8Array): LogProof {
  if (bytes.length > LOG_PROOF_LIMIT) {
    throw new MalformedError("too_large", `a proof is at most ${LOG_PROOF_LIMIT} bytes long`);
  }
  const text = decodeUtf8(bytes);
  const end = text.indexOf("\n\n");
  if (end < 0) throw new MalformedError("malformed", "no empty line stands between the proof and its checkpoint");
  const [first, ...lines] = text.slice(0, end).split("\n");
  if (first !== FIRST_LINE) throw new MalformedError("malformed", `the first line of a proof is ${FIRST_LINE}`);
  const extra = lines[0]?.startsWith("extra ") ? decodeBase64((lines.shift() as string).slice(6)) : undefined;
  if (extra?.length === 0)
    throw new MalformedError("malformed", "the line of extra data is left out when there is none");
  const line = lines.shift() ?? "";
  const index = line.startsWith("index ") ? parseDecimal(line.slice(6)) : null;
  if (index === null) {
    throw new MalformedError(
      "malformed",
      "a proof names its index, a decimal from 0 to 2^53 - 1 without leading zeros",
    );
  }
  const hashes = lines.map(decodeBase64);
  if (hashes.some((hash) => hash.length !== HASH_LENGTH)) {
    throw new MalformedError("malformed", "a hash in the proof is not 32 bytes long");
  }
  // A copy: the proof may be kept long after the buffer that it was read from.
  const checkpoint = encodeUtf8(text.slice(end + 2));
  parseCheckpoint(parseNote(checkpoint).text);
  return extra === undefined ? { index, hashes, checkpoint } : { index, extra, hashes, checkpoint };
}

/**
 * Checks that the log named as `key` is holds `leafData` as entry number `proof.index`, at the size of the proof's
 * checkpoint, which it returns. The proof may come from an attacker; key and entry are the caller's own.
 * @throws {MalformedError} when the checkpoint is not one
 * @throws {VerificationError} `signature_missing`, `signature_invalid`, `wrong_origin`, `proof_invalid`, `root_mismatch`
 */
export function checkLogProof(proof: LogProof, leafData: Uint8Array, key: VerifierKey): VerifiedCheckpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, key, key.name);
  checkInclusion({
    index: proof.index,
    size: checkpoint.size,
    leafHash: hashLeaf(leafData),
    proof: proof.hashes,
    root: checkpoint.root,
  });
  return checkpoint;
}
