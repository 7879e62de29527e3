import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Appended, Edge } from "@undersigned/core/log/append.ts";
import { append } from "@undersigned/core/log/append.ts";
import { hashLeaves, rootOfComplete } from "@undersigned/core/log/merkle.ts";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";
import type { LogRow } from "./log-reading.ts";
import { HEADS } from "./log-reading.ts";

/** Somebody else appended to the log since its size and root were read. Read again and try again. */
export class LogMovedError extends UndersignedError {
  constructor(logId: string) {
    super("unavailable", `the log ${logId} was appended to by another process meanwhile`);
  }
}

export type Append = {
  readonly logId: string;
  /** As read in this transaction; null for a log that does not exist yet. */
  readonly before: LogRow | null;
  /** The edge at `before`. */
  readonly edge: Edge;
  /** Bytes of the entries to append, in order; at least one. */
  readonly entries: readonly Uint8Array[];
  /** Replay state after them, JSON; "" for the log of heads. */
  readonly state: string;
};

/**
 * Appends entries to a log: entries, tiles that became full, size and root, in the caller's transaction. Safety rests on
 * the compare-and-swap of (size, root): whoever read an older log changes nothing and is told so.
 * @throws LogMovedError when the log is no longer at `before`; the caller's transaction must not commit
 */
export async function appendEntries(
  tx: Transaction,
  { logId, before, edge, entries, state }: Append,
): Promise<Appended> {
  const appended = append(edge, hashLeaves(entries));
  const { size } = appended.edge;
  await swap(tx, logId, before, { size, root: appended.root, state });
  const start = before?.size ?? 0;
  await tx.insertMany(
    "entry",
    entries.map((bytes, i) => ({ log_id: logId, idx: start + i, bytes })),
  );
  if (appended.tiles.length > 0) {
    await tx.insertMany(
      "tile",
      appended.tiles.map(({ level, index, hashes }) => ({
        log_id: logId,
        level,
        idx: index,
        root: rootOfComplete(hashes),
        hashes,
      })),
    );
  }
  if (logId !== HEADS) await markUnpublished(tx, logId, size);
  return appended;
}

async function swap(tx: Transaction, logId: string, before: LogRow | null, after: LogRow): Promise<void> {
  if (before === null) {
    const inserted = await tx.insertMany("log", [{ log_id: logId, ...after }], { onConflict: "ignore" });
    if (inserted !== 1) throw new LogMovedError(logId);
    return;
  }
  const result = await tx.db
    .updateTable("log")
    .set(after)
    .where("log_id", "=", logId)
    .where("size", "=", before.size)
    .where("root", "=", before.root)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new LogMovedError(logId);
}

/** An upsert and not an insert: it waits for a publish round that is removing the row, and then puts it back. */
async function markUnpublished(tx: Transaction, logId: string, size: number): Promise<void> {
  await tx.db
    .insertInto("unpublished")
    .values({ log_id: logId, size })
    .onConflict((conflict) => conflict.column("log_id").doUpdateSet({ size: sql`excluded.size` }))
    .execute();
}
