import { closeSync, fsyncSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/**
 * Writes a complete copy of the database beside it, readable by its owner alone, and returns its name. Other processes
 * may go on reading and writing meanwhile.
 */
export function backUp(file: string, label: string, now: Date): string {
  const copy = `${file}.${label}.${now.toISOString().replace(/[:.]/g, "-")}.backup`;
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
  return copy;
}
