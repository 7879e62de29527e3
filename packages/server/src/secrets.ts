import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { decodeBase64, encodeBase64 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { z } from "zod";

/** What only this depositary knows. Losing it loses the log's key; whoever reads it can sign as this depositary. */
export type Secrets = {
  /** Seed of the Ed25519 key that signs checkpoints (RFC 8032 section 5.1.5): 32 bytes. */
  readonly signingSeed: Uint8Array;
  /** AES-256 key for what must be read again: 32 bytes. */
  readonly sealKey: Uint8Array;
  /** HMAC-SHA-256 key for what must be compared and never read: 32 bytes. */
  readonly macKey: Uint8Array;
};

const FORMAT = "undersigned/secrets@v1";
/** Where the secrets are that are to hold next. */
const NEXT = "secrets.next.json";

const secret = z.string().transform((text, context) => {
  try {
    const bytes = decodeBase64(text);
    if (bytes.length === 32) return bytes;
  } catch {
    // reported below, without repeating a secret
  }
  context.addIssue({ code: "custom", message: "expected 32 bytes in base64" });
  return z.NEVER;
});

const secretsFile = z.strictObject({
  format: z.literal(FORMAT),
  signingSeed: secret,
  sealKey: secret,
  macKey: secret,
});

/**
 * The secrets in `dataDir`/secrets.json, generated the first time. What exists is never overwritten; two processes that
 * start at once agree, since whoever links the file first wins and the other reads it.
 * @throws RefusedError `configuration` when the folder cannot be written, or the file not read or understood
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  prepareDataDir(dataDir);
  return readSecrets(file) ?? generateSecrets(dataDir);
}

/** Makes the data folder, closed to everybody else, if it is not there. */
export function prepareDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
  } catch (cause) {
    throw refuseFolder(dataDir, cause);
  }
}

/** Not `recursive`: where a folder cannot hold another (/proc), Node would try without end. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    readdirSync(folder);
    return;
  }
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
}

function readSecrets(file: string): Secrets | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null;
    throw new RefusedError(
      "configuration",
      `${file} cannot be read (${codeOf(cause)}). It belongs to the user who started this first: run as that user, or give the file to this one.`,
      { cause },
    );
  }
  tighten(file);
  const parsed = secretsFile.safeParse(parseJson(text));
  if (!parsed.success) {
    const fault = parsed.error.issues[0]?.path.join(".") || "it is not JSON of the expected shape";
    throw new RefusedError(
      "configuration",
      `${file} is damaged (${fault}). It holds the key of this depositary and is never replaced: restore it from a backup, or choose another DATA_DIR to begin anew.`,
    );
  }
  const { signingSeed, sealKey, macKey } = parsed.data;
  return { signingSeed, sealKey, macKey };
}

/**
 * The secrets that will hold once the signing key was replaced: another seed, and the rest as it is. They are durable in
 * `dataDir`/secrets.next.json before anything is signed with them; those of a rotation that was cut off are used again.
 * @throws RefusedError `configuration` as loadSecrets does
 */
export function prepareNextSecrets(dataDir: string, current: Secrets): Secrets {
  return readNextSecrets(dataDir) ?? writeSecrets(dataDir, NEXT, { ...current, signingSeed: randomBytes(32) });
}

/** The secrets of a rotation that is under way, or was cut off; null when there is none. */
export function readNextSecrets(dataDir: string): Secrets | null {
  return readSecrets(join(dataDir, NEXT));
}

/** The next secrets become the present ones, durably; those before are gone. */
export function promoteNextSecrets(dataDir: string): void {
  renameSync(join(dataDir, NEXT), join(dataDir, "secrets.json"));
  syncFolder(dataDir);
}

function generateSecrets(dataDir: string): Secrets {
  const [signingSeed, sealKey, macKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  return writeSecrets(dataDir, "secrets.json", { signingSeed, sealKey, macKey });
}

/** Whoever writes first wins: what is read back may be another's. */
function writeSecrets(dataDir: string, name: string, { signingSeed, sealKey, macKey }: Secrets): Secrets {
  const content = {
    format: FORMAT,
    signingSeed: encodeBase64(signingSeed),
    sealKey: encodeBase64(sealKey),
    macKey: encodeBase64(macKey),
  };
  try {
    createFileOnce(dataDir, name, `${JSON.stringify(content, null, 2)}\n`);
  } catch (cause) {
    throw refuseFolder(dataDir, cause);
  }
  const secrets = readSecrets(join(dataDir, name));
  if (secrets) return secrets;
  throw new RefusedError("configuration", `${join(dataDir, name)} vanished while it was read. Start again.`);
}

/**
 * Durably creates `dataDir`/`name` with mode 0600, whole or not at all; when it exists already, it stays as it is.
 * The content is complete before the name exists: no reader ever sees half a file.
 */
export function createFileOnce(dataDir: string, name: string, content: string): void {
  const temporary = join(dataDir, `.${name}.${randomBytes(8).toString("hex")}`);
  const descriptor = openSync(temporary, "wx", 0o600);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    linkOnce(temporary, join(dataDir, name));
  } finally {
    unlinkSync(temporary);
  }
  syncFolder(dataDir);
}

function syncFolder(dataDir: string): void {
  const folder = openSync(dataDir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function linkOnce(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return;
    // Some network and desktop file systems have no hard links.
    copyFileOnce(temporary, file);
  }
}

function copyFileOnce(temporary: string, file: string): void {
  try {
    copyFileSync(temporary, file, constants.COPYFILE_EXCL);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
}

/** A restored backup, or a volume with a group of its own, may have opened the file to others. */
function tighten(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // not ours to change: readable is what matters
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

function refuseFolder(dataDir: string, cause: unknown): RefusedError {
  return new RefusedError(
    "configuration",
    `The data folder ${dataDir} cannot be written (${codeOf(cause)}). Give it to the user that runs this, or set DATA_DIR to another folder.`,
    { cause, field: "DATA_DIR" },
  );
}
