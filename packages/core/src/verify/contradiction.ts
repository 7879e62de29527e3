import { decodeBase64, decodeHex, encodeBase64, encodeHex, equalBytes } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import type { VerifiedCheckpoint } from "../log/checkpoint.ts";
import { openCheckpoint, parseCheckpoint } from "../log/checkpoint.ts";
import { parseHead } from "../log/head.ts";
import { checkConsistency, checkInclusion, HASH_LENGTH, hashLeaf } from "../log/merkle.ts";
import type { VerifierKey } from "../log/note.ts";
import { makeVerifierKey, parseNote } from "../log/note.ts";
import { parseOrigin } from "../log/origin.ts";
import { isTreeSize } from "../log/tree-size.ts";
import { checkMembers } from "../signature/members.ts";

/** The `format` member of every contradiction of this edition of the format (spec/contradiction.md). */
export const CONTRADICTION_FORMAT = "undersigned/contradiction@v1";
/** Greatest length of a contradiction, in bytes: two notes of a thousand signatures, and a proof. */
export const CONTRADICTION_LIMIT = 4_194_304;
/** More than any proof in a tree of 2^53 leaves has. */
const PROOF_LIMIT = 64;

/**
 * Two things that one depositary signed and that cannot both be true. Whoever has its key can check it alone, and nobody
 * without that key can make one.
 */
export type Contradiction =
  | {
      readonly kind: "two-histories";
      /** Signed checkpoints of one log, the smaller first, byte for byte. */
      readonly checkpoints: readonly [string, string];
      /** The root that the tree of the second had when it was as large as the first: another than the first's. */
      readonly root: Uint8Array;
      /** That this is so: a consistency proof from that root to the second checkpoint. Empty between equal sizes. */
      readonly proof: readonly Uint8Array[];
    }
  | {
      readonly kind: "head";
      /** A checkpoint of a statement's log, and one of the log of heads. */
      readonly checkpoints: readonly [string, string];
      /** A head of that statement, of the size of its checkpoint, with another root: its bytes. */
      readonly head: Uint8Array;
      readonly index: number;
      /** That the log of heads holds it: an inclusion proof. */
      readonly proof: readonly Uint8Array[];
    };

/** Whether a file says that it is a contradiction, and not a receipt: both are JSON. */
export function isContradiction(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).includes('"format":"undersigned/contradiction@v');
}

/** What a contradiction was found to show. */
export type ShownContradiction = {
  /** The log that has two roots. */
  readonly origin: string;
  /** At this size. */
  readonly size: number;
  readonly roots: readonly [string, string];
};

/**
 * Checks that a contradiction is one. Everything in it may come from an attacker; the keys are the caller's own.
 * @param keys of the depositary, under the name of any of its logs: one, or all that took over from each other
 * @throws {VerificationError} `signature_missing`, `signature_invalid`, `wrong_origin`, `root_mismatch`, `proof_invalid` when it
 * does not show what it claims
 * @throws {MalformedError}
 */
export function checkContradiction(contradiction: Contradiction, ...keys: readonly VerifierKey[]): ShownContradiction {
  const [first, second] = contradiction.checkpoints.map((note) => openOwn(note, keys)) as [
    VerifiedCheckpoint,
    VerifiedCheckpoint,
  ];
  if (contradiction.kind === "head") return checkHeadDiffers(contradiction, first, second);
  if (first.origin !== second.origin) {
    throw new VerificationError(
      "wrong_origin",
      `these are checkpoints of two logs, ${first.origin} and ${second.origin}`,
    );
  }
  const { root, proof } = contradiction;
  checkConsistency({ oldSize: first.size, newSize: second.size, oldRoot: root, newRoot: second.root, proof });
  return checkDiffers(first, root);
}

function checkHeadDiffers(
  { head: bytes, index, proof }: Contradiction & { kind: "head" },
  statement: VerifiedCheckpoint,
  heads: VerifiedCheckpoint,
): ShownContradiction {
  if (parseOrigin(heads.origin).statement !== null) {
    throw new VerificationError("wrong_origin", `${heads.origin} is not the log of heads`);
  }
  checkInclusion({ index, size: heads.size, leafHash: hashLeaf(bytes), proof, root: heads.root });
  const head = parseHead(bytes);
  if (head.statement !== statement.origin || head.size !== statement.size) {
    throw new VerificationError("proof_invalid", "head and checkpoint are not of one statement at one size");
  }
  return checkDiffers(statement, decodeHex(head.root));
}

function checkDiffers({ origin, size, root }: VerifiedCheckpoint, other: Uint8Array): ShownContradiction {
  if (equalBytes(root, other)) {
    throw new VerificationError("root_mismatch", "both say the same root: there is no contradiction");
  }
  return { origin, size, roots: [encodeHex(root), encodeHex(other)] };
}

/** A checkpoint of any of the depositary's logs, signed with one of its keys under that log's name. */
function openOwn(note: string, keys: readonly VerifierKey[]): VerifiedCheckpoint {
  const { text, signatures } = parseNote(note);
  const { origin } = parseCheckpoint(text);
  const { host } = parseOrigin(origin);
  const own = keys.filter(({ name }) => parseOrigin(name).host === host);
  const named = own.map(({ publicKey }) => makeVerifierKey(origin, publicKey));
  // An id proves nothing, but only the key that it names can have signed.
  const signer = named.find(({ keyId }) => signatures.some((line) => equalBytes(line.keyId, keyId))) ?? named[0];
  if (signer !== undefined) return openCheckpoint(note, signer, origin);
  const hosts = [...new Set(keys.map(({ name }) => parseOrigin(name).host))].join(", ");
  throw new VerificationError("wrong_origin", `this is a checkpoint of ${origin}, but the key is of ${hosts}`);
}

/** The canonical JSON of a contradiction. @throws {MalformedError} as parseContradiction does */
export function formatContradiction(contradiction: Contradiction): Uint8Array {
  const common = {
    format: CONTRADICTION_FORMAT,
    checkpoints: contradiction.checkpoints,
    kind: contradiction.kind,
    proof: contradiction.proof.map(encodeBase64),
  };
  const bytes = formatCanonicalJson(
    contradiction.kind === "head"
      ? { ...common, head: encodeBase64(contradiction.head), index: contradiction.index }
      : { ...common, root: encodeBase64(contradiction.root) },
  );
  parseContradiction(bytes);
  return bytes;
}

/**
 * Reads a contradiction; whether it is one is `checkContradiction`'s to say.
 * @param bytes canonical JSON (RFC 8785)
 * @throws {MalformedError} `unsupported` for a later edition of the format, `malformed`, `not_canonical`, `not_utf8`, `too_large`
 */
export function parseContradiction(bytes: Uint8Array): Contradiction {
  const value = parseCanonicalJson(bytes, CONTRADICTION_LIMIT);
  checkFormat(value);
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  const members = ["format", "kind", "checkpoints", "proof"];
  if (kind === "head") {
    const read = checkMembers(value, "contradiction", [...members, "head", "index"], []);
    const { index } = read;
    if (!isTreeSize(index)) throw new MalformedError("malformed", "index is not a whole number from 0");
    const head = checkBytes(read.head, "head");
    return { kind, checkpoints: checkNotes(read.checkpoints), head, index, proof: checkProof(read.proof) };
  }
  if (kind !== "two-histories") throw new MalformedError("malformed", "kind is neither two-histories nor head");
  const read = checkMembers(value, "contradiction", [...members, "root"], []);
  const root = checkHash(read.root, "root");
  return { kind, checkpoints: checkNotes(read.checkpoints), root, proof: checkProof(read.proof) };
}

function checkFormat(value: JsonValue): void {
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format === CONTRADICTION_FORMAT) return;
  if (typeof format === "string" && /^undersigned\/contradiction@v[1-9][0-9]{0,3}$/.test(format)) {
    throw new MalformedError("unsupported", `this is ${format}, and only ${CONTRADICTION_FORMAT} is read here`);
  }
  throw new MalformedError("malformed", `this is no contradiction: its format is not ${CONTRADICTION_FORMAT}`);
}

/** Two strings that are checkpoints, whoever signed them. */
function checkNotes(value: JsonValue | undefined): readonly [string, string] {
  const [first, second, ...rest] = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  if (typeof first !== "string" || typeof second !== "string" || rest.length > 0) {
    throw new MalformedError("malformed", "checkpoints is not a list of two strings");
  }
  for (const note of [first, second]) parseCheckpoint(parseNote(note).text);
  return [first, second];
}

function checkProof(value: JsonValue | undefined): Uint8Array[] {
  if (!Array.isArray(value) || value.length > PROOF_LIMIT) {
    throw new MalformedError("malformed", `proof is not a list of at most ${PROOF_LIMIT} hashes`);
  }
  return (value as readonly JsonValue[]).map((hash) => checkHash(hash, "a hash of the proof"));
}

function checkHash(value: JsonValue | undefined, what: string): Uint8Array {
  const hash = checkBytes(value, what);
  if (hash.length !== HASH_LENGTH) throw new MalformedError("malformed", `${what} is not 32 bytes long`);
  return hash;
}

function checkBytes(value: JsonValue | undefined, what: string): Uint8Array {
  if (typeof value !== "string") throw new MalformedError("malformed", `${what} is not a string`);
  return decodeBase64(value);
}
