import type { Writer } from "./writer.ts";
import { SqliteError } from "./writer-protocol.ts";

/**
 * Empties the write-ahead log into the database file. What was erased is overwritten there (secure_delete), but the log
 * keeps older copies of a page until they are written over, which on a quiet day is never.
 * https://sqlite.org/pragma.html#pragma_wal_checkpoint
 *
 * secure_delete overwrites what is deleted, but not the older copies of a row that stay in the unused part of a page when the
 * page was split. `rewrite` (VACUUM) leaves none: it copies what is there into a temporary file and back.
 * @returns false when another process was reading or writing
 */
export async function sweepSqlite(writer: Writer, rewrite: boolean): Promise<boolean> {
  if (rewrite && !(await vacuum(writer))) return false;
  const { rows } = await writer.request({ kind: "run", sql: "pragma wal_checkpoint(truncate)", parameters: [] });
  return rows[0]?.busy === 0;
}

/** In a file and not in memory, where temporary tables else are: the copy is as large as the database. */
async function vacuum(writer: Writer): Promise<boolean> {
  const run = (sql: string) => writer.request({ kind: "run", sql, parameters: [] });
  await run("pragma temp_store = file");
  try {
    await run("vacuum");
    return true;
  } catch (error) {
    // SQLITE_BUSY, 5: https://sqlite.org/rescode.html
    if (error instanceof SqliteError && error.errcode !== null && error.errcode % 256 === 5) return false;
    throw error;
  } finally {
    await run("pragma temp_store = memory");
  }
}
