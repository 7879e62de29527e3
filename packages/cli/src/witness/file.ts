import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Cosigner, CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { makeCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { isKeyName } from "@undersigned/core/log/named-key.ts";
import { QUORUM_NONE } from "@undersigned/core/log/policy.ts";
import { makeSigningKey } from "@undersigned/server/depositary/keys.ts";

/** A witness's one file, opened: a SQLite database with its key, the logs it follows, and what it cosigned last. */
export type WitnessFile = {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly key: CosignerKey;
  readonly cosigner: Cosigner;
  /** Where others reach it, as its operator said; null when that was never said. */
  readonly url: string | null;
  /** What its operator should know about the file. */
  readonly notices: readonly string[];
  close(): void;
};

/** Marks the file as a witness's (`pragma application_id`): "UnsW". */
const APPLICATION = 0x556e7357;
const VERSION = 1;
/** Milliseconds to wait for a lock that another process holds. */
const BUSY_TIMEOUT = 2_000;
const SEED_LENGTH = 32;

const SCHEMA = `
  create table witness (name text not null, seed blob not null, url text) strict;
  create table log (
    origin text primary key,
    -- What was cosigned last. Before the first time: size 0, and nulls.
    size integer not null default 0,
    root blob,
    checkpoint blob,
    time integer not null default 0
  ) strict;
  create table log_key (vkey text primary key, origin text not null references log) strict;
  create table evidence (
    id integer primary key,
    origin text not null references log,
    kind text not null,
    size integer not null,
    root blob not null,
    seen integer not null,
    reason text not null,
    ours blob not null,
    request blob not null,
    unique (origin, kind, size, root)
  ) strict;
  pragma application_id = ${APPLICATION};
  pragma user_version = ${VERSION};`;

/**
 * Opens the file, or makes it with a new key, which takes a name. An address that is given replaces the one kept.
 * @throws {RefusedError} `configuration` for a file that is no witness's or another's, `invalid_field` for a name or its lack
 */
export function openWitnessFile(
  path: string,
  given: { name?: string | undefined; url?: string | undefined },
): WitnessFile {
  if (given.name !== undefined) checkName(given.name);
  if (!existsSync(path)) {
    if (given.name === undefined) throw refuseNameless(path);
    // Nobody else may read the key, at no moment.
    closeSync(openSync(path, "a", 0o600));
  }
  const database = openDatabase(path);
  try {
    const { name, seed, url } = immediately(database, () => readIdentity(database, path, given));
    const signing = makeSigningKey({ signingSeed: Buffer.from(seed) });
    const key = makeCosignerKey(name, signing.verifierKey(name).publicKey);
    const { sign } = signing.signer(name);
    const cosigner = { name, keyId: key.keyId, sign };
    return { path, database, key, cosigner, url, notices: warnOfMode(path), close: () => database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * A rollback journal, so that the file is one file whenever nobody writes. synchronous=EXTRA: a commit returns after the
 * journal's removal has reached the disk too; with less, a power cut could bring back a checkpoint older than one that was
 * answered for. https://sqlite.org/pragma.html#pragma_synchronous
 */
function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    database.exec("pragma journal_mode = delete; pragma synchronous = extra");
    return database;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedError("configuration", `${path} cannot be opened as the file of a witness: ${why}.`, { cause });
  }
}

type Identity = { readonly name: string; readonly seed: Uint8Array; readonly url: string | null };

function readIdentity(
  database: DatabaseSync,
  path: string,
  { name, url }: { name?: string | undefined; url?: string | undefined },
): Identity {
  if (isEmpty(database)) {
    if (name === undefined) throw refuseNameless(path);
    database.exec(SCHEMA);
    database.prepare("insert into witness (name, seed) values (?, ?)").run(name, randomBytes(SEED_LENGTH));
  }
  checkIsOurs(database, path);
  if (url !== undefined) database.prepare("update witness set url = ?").run(url);
  const identity = database.prepare("select name, seed, url from witness").get() as Identity | undefined;
  if (identity === undefined) throw new RefusedError("configuration", `${path} holds no witness. Use another file.`);
  if (name === undefined || name === identity.name) return identity;
  throw new RefusedError(
    "configuration",
    `${path} is the file of the witness ${identity.name}, not of ${name}. Leave --name out, or use another file.`,
  );
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare("select 1 from sqlite_schema").get() === undefined;
}

function checkIsOurs(database: DatabaseSync, path: string): void {
  if (readPragma(database, "application_id") !== APPLICATION) {
    throw new RefusedError("configuration", `${path} is a database, but not the file of a witness. Use another file.`);
  }
  const version = readPragma(database, "user_version");
  if (version !== VERSION) {
    throw new RefusedError(
      "configuration",
      `${path} was made by a newer release (format ${version}; this one knows ${VERSION}): run that release or a later one.`,
    );
  }
}

function readPragma(database: DatabaseSync, name: "application_id" | "user_version"): unknown {
  return database.prepare(`pragma ${name}`).get()?.[name];
}

function checkName(name: string): void {
  if (/^[a-z]+:\/\//i.test(name)) {
    throw new RefusedError(
      "invalid_field",
      `--name is given without ${/^[a-z]+:\/\//i.exec(name)?.[0]}, such as ${EXAMPLE}.`,
    );
  }
  if (!isKeyName(name) || name.length > 255 || name === QUORUM_NONE) {
    throw new RefusedError(
      "invalid_field",
      `--name is a name such as ${EXAMPLE}: no spaces, no +, at most 255 characters.`,
    );
  }
}

const EXAMPLE = "witness.partner.example";

function refuseNameless(path: string): RefusedError {
  return new RefusedError(
    "invalid_field",
    `There is no witness in ${path} yet. Give it a name, for good: --name ${EXAMPLE}`,
  );
}

function warnOfMode(path: string): string[] {
  if (process.platform === "win32" || (statSync(path).mode & 0o077) === 0) return [];
  return [`Other users of this machine may open ${path}, which holds the secret key: chmod 600 ${path}`];
}

/**
 * One transaction that holds the file's write lock from its beginning, so that what was read is still so when it is written:
 * against other processes too. Returns after the commit has reached the disk.
 */
export function immediately<T>(database: DatabaseSync, work: () => T): T {
  database.exec("begin immediate");
  try {
    const result = work();
    database.exec("commit");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}
