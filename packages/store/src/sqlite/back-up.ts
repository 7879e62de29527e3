import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Writes a complete copy of the database beside it, and returns its name. See `copyDatabase`. */
export function backUp(file: string, label: string, now: Date): string {
  const copy = `${file}.${label}.${now.toISOString().replace(/[:.]/g, "-")}.backup`;
  copyDatabase(file, copy);
  return copy;
}

/**
 * Writes a complete copy of the database, of one moment, durable and readable by its owner alone. Other processes may go
 * on reading and writing meanwhile. There must be no file of that name.
 */
export function copyDatabase(file: string, copy: string): void {
  // VACUUM INTO accepts an empty file and keeps its permissions.
  closeSync(openSync(copy, "wx", 0o600));
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    database.prepare("vacuum into ?").run(copy);
  } finally {
    database.close();
  }
  const handle = openSync(copy, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** How long a copy is kept, in milliseconds: it holds whoever was erased since. */
const KEPT = 30 * 86_400_000;

/** As `backUp` names them: database, schema, and when it was made, in UTC. */
const COPY = /\.schema-\d+\.(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.backup$/;

/**
 * Deletes the copies that were made in this folder before migrations more than 30 days ago, by the time in their names.
 * Returns their names.
 * @param now milliseconds since the epoch
 */
export function deleteOldBackups(folder: string, now: number): string[] {
  const old = readdirSync(folder).filter((name) => {
    const [, day, hours, minutes, seconds, rest] = COPY.exec(name) ?? [];
    return day !== undefined && Date.parse(`${day}T${hours}:${minutes}:${seconds}.${rest}Z`) + KEPT < now;
  });
  for (const name of old) rmSync(join(folder, name));
  return old;
}
