import type { Insertable, Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { Engine, Store, Transaction } from "./engine.ts";
import { inBytes, inTexts } from "./list.ts";
import type { Database, OutboxTable, PendingTable } from "./schema.ts";

export type PendingRow = Selectable<PendingTable>;

/** Keeps submitted signatures and the mails that ask for their confirmation, in one transaction. */
export async function insertSubmissions(
  tx: Transaction,
  pending: readonly Insertable<PendingTable>[],
  mails: readonly Insertable<OutboxTable>[],
): Promise<void> {
  if (pending.length > 0) await tx.insertMany("pending", pending);
  if (mails.length > 0) await tx.insertMany("outbox", mails);
}

export async function readPending(db: Kysely<Database>, statementId: string, id: string): Promise<PendingRow | null> {
  const row = await db
    .selectFrom("pending")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** Many at once, by one query; those that do not exist are left out. */
export async function readManyPending(
  tx: Transaction,
  statementId: string,
  ids: readonly string[],
): Promise<PendingRow[]> {
  return await tx.db
    .selectFrom("pending")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(inTexts(tx.engine, "id", ids))
    .execute();
}

/** Marks pending signatures as confirmed and forgets what they held: it is in the signature now. */
export async function markConfirmed(
  tx: Transaction,
  statementId: string,
  confirmed: readonly { id: string; index: number }[],
): Promise<void> {
  await tx.updateMany(
    "pending",
    ["statement_id", "id"],
    confirmed.map(({ id, index }) => ({ statement_id: statementId, id, confirmed_index: index, input_sealed: null })),
  );
}

/** Counts one more wrong code. */
export async function countAttempt(db: Kysely<Database>, statementId: string, id: string): Promise<void> {
  await db
    .updateTable("pending")
    .set({ attempts: sql`attempts + 1` })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
}

/** Forgets an unconfirmed signature, its mail included. Returns false when it was confirmed meanwhile. */
export async function wipePending(store: Store, statementId: string, id: string): Promise<boolean> {
  return await store.transaction(async (tx) => {
    const deleted = await tx.db
      .deleteFrom("pending")
      .where("statement_id", "=", statementId)
      .where("id", "=", id)
      .where("confirmed_index", "is", null)
      .executeTakeFirst();
    if (deleted.numDeletedRows !== 1n) return false;
    await tx.db.deleteFrom("outbox").where("statement_id", "=", statementId).where("id", "=", id).execute();
    return true;
  });
}

/** Forgets every unconfirmed signature whose time is over, at most `limit` of them. Returns how many. */
export async function purgeExpired(store: Store, now: number, limit: number): Promise<number> {
  const rows = await store.db
    .selectFrom("pending")
    .select(["statement_id", "id"])
    .where("input_sealed", "is not", null)
    .where("expires_at", "<", now)
    .limit(limit)
    .execute();
  for (const row of rows) await wipePending(store, row.statement_id, row.id);
  return rows.length;
}

/** How many mails each of these mailboxes was sent about this statement since `since`. Keyed by hexadecimal MAC. */
export async function countMails(
  db: Kysely<Database>,
  engine: Engine,
  statementId: string,
  mailboxMacs: readonly Uint8Array[],
  since: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("outbox")
    .select(["mailbox_mac", (eb) => eb.fn.countAll<number>().as("mails")])
    .where("statement_id", "=", statementId)
    .where(inBytes(engine, "mailbox_mac", mailboxMacs))
    .where("created_at", ">=", since)
    .groupBy("mailbox_mac")
    .execute();
  return new Map(rows.map((row) => [Buffer.from(row.mailbox_mac).toString("hex"), Number(row.mails)]));
}
