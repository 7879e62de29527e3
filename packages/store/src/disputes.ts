import type { Insertable, Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { DisputeTable } from "./dispute-table.ts";
import type { Store, Transaction } from "./engine.ts";
import { inIntegers } from "./list.ts";
import { deleteMailsOf } from "./outbox.ts";
import type { Database, OutboxTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type DisputeRow = Selectable<DisputeTable>;

/** How long what was typed is kept once a dispute is settled, in milliseconds. */
export const DISPUTE_KEPT = 30 * 86_400_000;

/** Keeps what was said, and the mail that asks for its confirmation, in one transaction. */
export async function insertDispute(
  tx: Transaction,
  dispute: Insertable<DisputeTable>,
  mail: Insertable<OutboxTable>,
): Promise<void> {
  await tx.insertMany("dispute", [dispute]);
  await tx.insertMany("outbox", [mail]);
}

export async function readDispute(db: Kysely<Database>, statementId: string, id: string): Promise<DisputeRow | null> {
  const row = await db
    .selectFrom("dispute")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** All disputes over a signature, the oldest first. */
export async function listDisputesOf({ db }: Access, statementId: string, index: number): Promise<DisputeRow[]> {
  return await db
    .selectFrom("dispute")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("signature_index", "=", index)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** Those that are open over any of these signatures: there is at most one over each. */
export async function listOpenDisputes(
  tx: Transaction,
  statementId: string,
  indices: readonly number[],
): Promise<DisputeRow[]> {
  if (indices.length === 0) return [];
  return await tx.db
    .selectFrom("dispute")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(inIntegers(tx.engine, "signature_index", indices))
    .where("state", "=", "open")
    .execute();
}

/** Disputes of a statement in any of these states, newest first: ids begin with their time. */
export async function listDisputes(
  { db }: Access,
  statementId: string,
  states: readonly DisputeRow["state"][],
  limit: number,
): Promise<DisputeRow[]> {
  return await db
    .selectFrom("dispute")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("state", "in", states)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Disputes that hid a name, in the order of the log, newest first, those before entry `before`. */
export async function listOpenedDisputes(
  { db }: Access,
  statementId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<DisputeRow[]> {
  let query = db
    .selectFrom("dispute")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("opened_index", "is not", null);
  if (before !== null) query = query.where("opened_index", "<", before);
  return await query.orderBy("opened_index", "desc").limit(limit).execute();
}

/** How many disputes of a statement a mailbox has asked for since `since`, and how many of them are open now. */
export async function countDisputesBy(
  { db }: Access,
  statementId: string,
  mailboxMac: Uint8Array,
  since: number,
): Promise<{ asked: number; open: number }> {
  const row = await db
    .selectFrom("dispute")
    .select([
      sql<number>`coalesce(sum(case when created_at >= ${since} then 1 else 0 end), 0)`.as("asked"),
      sql<number>`coalesce(sum(case when state = 'open' then 1 else 0 end), 0)`.as("open"),
    ])
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", mailboxMac)
    .executeTakeFirstOrThrow();
  return { asked: Number(row.asked), open: Number(row.open) };
}

/** How many disputes that rest on any mailbox at all were opened in a statement since `since`. */
export async function countOpenedSince({ db }: Access, statementId: string, since: number): Promise<number> {
  const row = await db
    .selectFrom("dispute")
    .select((of) => of.fn.countAll<number>().as("count"))
    .where("statement_id", "=", statementId)
    .where("level", "=", 1)
    .where("opened_at", ">=", since)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Counts one more wrong code. */
export async function countDisputeAttempt({ db }: Access, statementId: string, id: string): Promise<void> {
  await db
    .updateTable("dispute")
    .set({ attempts: sql`attempts + 1` })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
}

/** Confirmed, and for a human to look at before anything is hidden. */
export async function markDisputeWaiting({ db }: Access, statementId: string, id: string): Promise<void> {
  await db
    .updateTable("dispute")
    .set({ state: "waiting" })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
}

/** The name is hidden and not counted from now on. Its words stay in the index, which finds standing signatures alone. */
export async function openDispute(
  { db }: Access,
  statementId: string,
  { id, index, entryIndex, now }: { id: string; index: number; entryIndex: number; now: number },
): Promise<void> {
  await db
    .updateTable("dispute")
    .set({ state: "open", opened_index: entryIndex, opened_at: now })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
  await setStatus({ db }, statementId, index, "disputed");
}

/** The signature stands again. */
export async function upholdSignature(
  { db }: Access,
  statementId: string,
  { index, entryIndex, now }: { index: number; entryIndex: number; now: number },
): Promise<void> {
  await setStatus({ db }, statementId, index, "standing");
  await db
    .updateTable("dispute")
    .set({ state: "upheld", settled_index: entryIndex, settled_at: now, expires_at: now + DISPUTE_KEPT })
    .where("statement_id", "=", statementId)
    .where("signature_index", "=", index)
    .where("state", "=", "open")
    .execute();
}

async function setStatus({ db }: Access, statementId: string, index: number, status: "disputed" | "standing") {
  await db
    .updateTable("signature")
    .set({ status })
    .where("statement_id", "=", statementId)
    .where("idx", "=", index)
    .execute();
}

/** A human found no reason to hide the name. Returns false when it does not wait any more. */
export async function declineDispute({ db }: Access, statementId: string, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("dispute")
    .set({ state: "declined", settled_at: now, expires_at: now + DISPUTE_KEPT })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes what the disputing side's evidence is now. */
export async function raiseDisputeLevel({ db }: Access, statementId: string, id: string, level: number): Promise<void> {
  await db
    .updateTable("dispute")
    .set({ level })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .where("level", "<", level)
    .execute();
}

/** What the signatory says to the open dispute; what was said before is replaced. */
export async function answerDispute({ db }: Access, statementId: string, id: string, sealed: Uint8Array) {
  await db
    .updateTable("dispute")
    .set({ answer_sealed: sealed })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .where("state", "=", "open")
    .execute();
}

/**
 * Settles what is disputed, or waits to be, of a signature that ended. `name`: for the public history of one that was removed
 * as disputed, where whoever disputed it allowed that.
 */
export async function endDisputes(
  { db }: Access,
  statementId: string,
  ended: { index: number; entryIndex: number; asDisputed: boolean; name: string | null },
  now: number,
): Promise<void> {
  await db
    .updateTable("dispute")
    .set({
      state: ended.asDisputed ? "removed" : "ended",
      settled_index: ended.entryIndex,
      settled_at: now,
      expires_at: now + DISPUTE_KEPT,
      name: sql`case when keeps_name = 1 then cast(${ended.asDisputed ? ended.name : null} as text) else null end`,
    })
    .where("statement_id", "=", statementId)
    .where("signature_index", "=", ended.index)
    .where("state", "in", ["open", "waiting"])
    .execute();
}

/** Forgets what was said about a signature that is forgotten, with every mail about it. */
export async function forgetDisputesOf(tx: Transaction, statementId: string, index: number): Promise<void> {
  for (const row of await listDisputesOf(tx, statementId, index)) await forgetDispute(tx, row);
}

/** Deletes what was typed; the whole of it where it was never confirmed. */
async function forgetDispute(
  tx: Transaction,
  { statement_id, id, state }: Pick<DisputeRow, "statement_id" | "id" | "state">,
) {
  await deleteMailsOf(tx, statement_id, id);
  if (state === "unconfirmed") {
    await tx.db.deleteFrom("dispute").where("statement_id", "=", statement_id).where("id", "=", id).execute();
    return;
  }
  await tx.db
    .updateTable("dispute")
    .set({ said_sealed: null, answer_sealed: null, mailbox_mac: new Uint8Array(0) })
    .where("statement_id", "=", statement_id)
    .where("id", "=", id)
    .execute();
}

/**
 * Deletes what was typed in disputes that were never confirmed, or were settled long enough ago, at most `limit` of them. An
 * open one is kept until it is settled. Returns how many.
 */
export async function purgeDisputes(store: Store, now: number, limit: number): Promise<number> {
  const rows = await store.db
    .selectFrom("dispute")
    .select(["statement_id", "id", "state"])
    .where(sql<boolean>`said_sealed is not null`)
    .where("expires_at", "<", now)
    .where("state", "not in", ["open", "waiting"])
    .limit(limit)
    .execute();
  for (const row of rows) await store.transaction((tx) => forgetDispute(tx, row), { retry: true });
  return rows.length;
}
