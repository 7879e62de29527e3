import { randomBytes } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { NOTE_SIGNATURE_LIMIT } from "@undersigned/core/log/note.ts";
import type { SignedVersion, UnverifiedSignatureNote } from "@undersigned/core/signature/signature-note.ts";
import { parseSignatureNote } from "@undersigned/core/signature/signature-note.ts";

import { refuseFolder } from "./refuse-folder.ts";

/** A note of others, to which a line is to be added. */
export type NoteFile = { readonly bytes: Uint8Array; readonly signatures: number };

/**
 * Reads the note to which a line is to be added; null where no file is there yet.
 * @throws RefusedError `invalid_field` for what is no note over this version, `not_allowed` where the key has signed it already
 */
export async function readNoteFile(path: string, signed: SignedVersion, key: VerifierKey): Promise<NoteFile | null> {
  await refuseFolder(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (bytes === null) return null;
  const note = parse(path, bytes);
  if (note.statement !== signed.statement || note.version !== signed.version) {
    throw new RefusedError(
      "invalid_field",
      `${path} signs something else: version ${note.version} of ${note.statement}. Only signatures of one version fit into a note.`,
    );
  }
  if (note.signatures.some(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId))) {
    throw new RefusedError(
      "not_allowed",
      `${path} has a line of ${key.name}+${encodeHex(key.keyId)} already: a key signs a version once.`,
    );
  }
  if (note.signatures.length >= NOTE_SIGNATURE_LIMIT) {
    throw new RefusedError(
      "not_allowed",
      `${path} has ${NOTE_SIGNATURE_LIMIT} lines, and no note may have more. Begin another: leave out --note, or name a file that is not there yet.`,
    );
  }
  return { bytes, signatures: note.signatures.length };
}

function parse(path: string, bytes: Uint8Array): UnverifiedSignatureNote {
  try {
    return parseSignatureNote(bytes);
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new RefusedError("invalid_field", `${path} is no note over a version: ${cause.message}.`, { cause });
  }
}

/** Writes the note: beside the file, then over it, so that a full disk loses no signature of others. */
export async function writeNoteFile(path: string, note: Uint8Array): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => 0o644,
  );
  const beside = join(dirname(path), `.${randomBytes(8).toString("hex")}.note`);
  try {
    await writeFile(beside, note, { flag: "wx", mode });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
