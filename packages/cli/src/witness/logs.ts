import type { DatabaseSync } from "node:sqlite";
import { equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { immediately } from "./file.ts";

/** A log that is followed, and what was cosigned of it last. */
export type FollowedLog = {
  readonly origin: string;
  /** Whose signature under the origin is accepted. */
  readonly keys: readonly VerifierKey[];
  /** 0 when nothing was cosigned yet. */
  readonly size: number;
  /** Of the last cosignature, in whole seconds since 1970-01-01T00:00:00Z; 0 when there was none. */
  readonly time: number;
};

/** Logs of one witness; a log's keys. Both far beyond what is of use, so that nothing grows without end. */
const LOG_LIMIT = 1_000;
const KEY_LIMIT = 10;

/**
 * Follows the log that `key` signs, or accepts this further key of a log that is followed already.
 * @returns whether it was new
 * @throws {RefusedError} `configuration` for a key that cannot be told from a known one, or one too many
 */
export function followLog(database: DatabaseSync, key: VerifierKey): boolean {
  return immediately(database, () => {
    const known = keysOf(database, key.name);
    if (known.some(({ publicKey }) => equalBytes(publicKey, key.publicKey))) return false;
    checkRoom(database, key, known);
    database.prepare("insert into log (origin) values (?) on conflict do nothing").run(key.name);
    database.prepare("insert into log_key (vkey, origin) values (?, ?)").run(formatVerifierKey(key), key.name);
    return true;
  });
}

function checkRoom(database: DatabaseSync, key: VerifierKey, known: readonly VerifierKey[]): void {
  if (known.some(({ keyId }) => equalBytes(keyId, key.keyId))) {
    throw new RefusedError("configuration", `Another key of ${key.name} has the same id. The log needs a new key.`);
  }
  if (known.length >= KEY_LIMIT) {
    throw new RefusedError("configuration", `${key.name} has ${KEY_LIMIT} keys already, and more are not taken.`);
  }
  const row = database.prepare("select count(*) as logs from log").get() as { logs: number };
  if (known.length === 0 && row.logs >= LOG_LIMIT) {
    throw new RefusedError("configuration", `This witness follows ${LOG_LIMIT} logs already, and takes no more.`);
  }
}

/** The keys that may sign checkpoints of a log; none when it is not followed. */
export function keysOf(database: DatabaseSync, origin: string): VerifierKey[] {
  const rows = database.prepare("select vkey from log_key where origin = ? order by rowid").all(origin);
  return rows.map(({ vkey }) => parseVerifierKey(String(vkey)));
}

/** Every log that is followed, in the order of their origins. */
export function readLogs(database: DatabaseSync): FollowedLog[] {
  const rows = database.prepare("select origin, size, time from log order by origin").all();
  return rows.map((row) => {
    const origin = String(row.origin);
    return { origin, keys: keysOf(database, origin), size: Number(row.size), time: Number(row.time) };
  });
}
