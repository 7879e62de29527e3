import { sql } from "kysely";
import type { Store } from "./engine.ts";

/**
 * Empties the write-ahead log of SQLite into the database file. What was erased is overwritten there (secure_delete), but
 * the log keeps older copies of a page until they are written over, which on a quiet day is never. Should another process
 * be reading, it is left for the next time. https://sqlite.org/pragma.html#pragma_wal_checkpoint
 */
export async function emptyJournal({ engine, db }: Store): Promise<void> {
  if (engine === "sqlite") await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
