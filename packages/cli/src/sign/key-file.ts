import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { refuseFolder } from "./refuse-folder.ts";
import type { SigningKey } from "./signing-key.ts";
import { formatSigningKey, parseSigningKey } from "./signing-key.ts";

/** Greatest length of a key file, in bytes: a domain has at most 253 characters. */
const KEY_FILE_LIMIT = 1_024;

/**
 * Writes the key into a new file that only its owner can read. Never over another, unless `replace` is told: a key that is gone signs
 * nothing any more.
 * @throws RefusedError `not_allowed` where the file is there already; errors of node:fs
 */
export async function writeKeyFile(path: string, key: SigningKey, { replace }: { replace: boolean }): Promise<void> {
  await refuseFolder(path);
  if (!replace) return writeNew(path, key);
  // Put beside it and moved over it, so that there is no moment at which neither key is there, or others can read.
  const beside = join(dirname(path), `.${randomBytes(8).toString("hex")}.key`);
  await writeNew(beside, key);
  try {
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeNew(path: string, key: SigningKey): Promise<void> {
  const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    throw new RefusedError(
      "not_allowed",
      `${path} is there already, and a key that is written over is gone for good. Choose another file with --out; or, if you are sure, add --force.`,
    );
  });
  try {
    await file.writeFile(`${formatSigningKey(key)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Reads a key file. Its one line may end in any way that editors have.
 * @returns the key, and whether others on this machine can read the file too
 * @throws RefusedError `invalid_field` for what holds no such key; errors of node:fs
 */
export async function readKeyFile(path: string): Promise<{ key: SigningKey; isReadable: boolean }> {
  await refuseFolder(path);
  const { bytes, mode } = await readKey(path);
  try {
    if (bytes.length > KEY_FILE_LIMIT) throw new RefusedError("invalid_field", "it is too long for one key");
    const key = parseSigningKey(decodeUtf8(bytes).replace(/\r?\n$/, ""));
    return { key, isReadable: process.platform !== "win32" && (mode & 0o077) !== 0 };
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new RefusedError("invalid_field", `${path} holds no key to sign with: ${cause.message}.`, { cause });
  }
}

/** To its end or a little beyond the limit; also from a pipe, which a password manager may write into. */
async function readKey(path: string): Promise<{ bytes: Uint8Array; mode: number }> {
  const file = await open(path, "r");
  try {
    const bytes = new Uint8Array(KEY_FILE_LIMIT + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: bytes.subarray(0, length), mode: (await file.stat()).mode };
  } finally {
    await file.close();
  }
}
