import { decodeBase64, encodeBase64, equalBytes } from "../bytes.ts";
import { invariant, MalformedError, VerificationError } from "../errors.ts";
import { EMPTY_ROOT, HASH_LENGTH } from "./merkle.ts";
import type { NoteSignature, VerifierKey } from "./note.ts";
import { openNote } from "./note.ts";
import { isTreeSize, parseDecimal } from "./tree-size.ts";

/** What a log says of itself. Read from a text, it shows nothing: see `VerifiedCheckpoint`. */
export type Checkpoint = {
  readonly origin: string;
  /** Leaves in the tree, 0 to 2^53 - 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, which we write none of and give no meaning. */
  readonly extensions: readonly string[];
};

/** A checkpoint that the log's key has signed. Only `openCheckpoint` makes one. */
export type VerifiedCheckpoint = Checkpoint & {
  readonly key: VerifierKey;
  /** Signatures on the same text by other keys, not verified. */
  readonly unverified: readonly NoteSignature[];
};

/** The text of a checkpoint, to be signed as a note: origin, size and root in base64, a line each (C2SP tlog-checkpoint). */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  invariant(isTreeSize(size), "a size is a whole number from 0 to 2^53 - 1");
  invariant(root.length === HASH_LENGTH, "a root is 32 bytes long");
  const lines = [origin, String(size), encodeBase64(root), ...extensions];
  invariant(
    lines.every((line) => line !== "" && !line.includes("\n")),
    "no line of a checkpoint is empty or holds a newline",
  );
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Reads the text of a checkpoint. Strict: the same text when written again.
 * @throws {MalformedError} `malformed`, `not_canonical`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const [origin, decimal, base64, ...extensions] = lines.slice(0, -1);
  if (origin === undefined || decimal === undefined || base64 === undefined || lines.at(-1) !== "") {
    throw new MalformedError("malformed", "a checkpoint has three lines, each with its newline: origin, size, root");
  }
  if (origin === "" || extensions.includes("")) {
    throw new MalformedError("malformed", "no line of a checkpoint is empty");
  }
  const size = parseDecimal(decimal);
  if (size === null) {
    throw new MalformedError(
      "malformed",
      "the size in a checkpoint is a decimal from 0 to 2^53 - 1, without leading zeros",
    );
  }
  const root = decodeBase64(base64);
  if (root.length !== HASH_LENGTH)
    throw new MalformedError("malformed", "the root in a checkpoint is not 32 bytes long");
  return { origin, size, root, extensions };
}

/**
 * Opens a signed checkpoint of the log `origin`. The key must stand under that same name, and have signed.
 * @throws {MalformedError} as `parseNote` and `parseCheckpoint` do
 * @throws {VerificationError} `signature_missing`, `signature_invalid`, `wrong_origin`, or `root_mismatch` for a root that
 * an empty log cannot have
 */
export function openCheckpoint(note: Uint8Array | string, key: VerifierKey, origin: string): VerifiedCheckpoint {
  if (key.name !== origin) {
    throw new VerificationError("wrong_origin", `the key is named ${key.name}, but the log is ${origin}`);
  }
  const { text, unverified } = openNote(note, [key]);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) {
    throw new VerificationError("wrong_origin", `this is a checkpoint of ${checkpoint.origin}, not of ${origin}`);
  }
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, EMPTY_ROOT)) {
    throw new VerificationError("root_mismatch", "the checkpoint gives an empty log a root that it cannot have");
  }
  return { ...checkpoint, key, unverified };
}
