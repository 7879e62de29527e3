import { encodeHex } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Insertable, Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import { forgetAskings } from "./askings.ts";
import type { Engine, Store, Transaction } from "./engine.ts";
import { inBytes, inTexts } from "./list.ts";
import { deleteObservations } from "./observations.ts";
import { releaseAccounts } from "./openid-accounts.ts";
import { deleteMailsOf } from "./outbox.ts";
import type { Database, OutboxTable, PendingTable } from "./schema.ts";
import type { StatementRow } from "./statements.ts";

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

/**
 * Counts a request for the links to a mailbox's signatures towards what it may cause, as a submission does, whether or not
 * it signed anything. Like a submission that is never confirmed it is purged when its time, `until`, is over.
 */
export async function insertRequest(
  tx: Transaction,
  statementId: string,
  request: { id: string; mailboxMac: Uint8Array; now: number; until: number },
): Promise<void> {
  const nothing = new Uint8Array(0);
  await tx.insertMany("pending", [
    {
      statement_id: statementId,
      id: request.id,
      input_sealed: nothing,
      attempts: 0,
      identity_mac: nothing,
      mailbox_mac: request.mailboxMac,
      created_at: request.now,
      expires_at: request.until,
      confirmed_index: null,
    },
  ]);
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
  { db, engine }: Pick<Store, "db" | "engine">,
  statementId: string,
  ids: readonly string[],
): Promise<PendingRow[]> {
  return await db
    .selectFrom("pending")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(inTexts(engine, "id", ids))
    .execute();
}

/** What decides whether a pending signature can be confirmed. */
export type PendingState = Pick<
  PendingRow,
  "id" | "attempts" | "identity_mac" | "expires_at" | "confirmed_index" | "confirmed_at" | "admitted_at"
> & {
  /** 1 while what was submitted is kept, 0 once it is wiped. */
  kept: number;
};

/** As `readManyPending`, without what was submitted. */
export async function readPendingStates(
  { db, engine }: Pick<Store, "db" | "engine">,
  statementId: string,
  ids: readonly string[],
): Promise<PendingState[]> {
  return await db
    .selectFrom("pending")
    .select(["id", "attempts", "identity_mac", "expires_at", "confirmed_index", "confirmed_at", "admitted_at"])
    .select(sql<number>`case when input_sealed is null then 0 else 1 end`.as("kept"))
    .where("statement_id", "=", statementId)
    .where(inTexts(engine, "id", ids))
    .execute();
}

/** A pending signature was declined or purged since it was read. Read again and try again. */
export class PendingGoneError extends UndersignedError {
  constructor() {
    super("unavailable", "a pending signature was wiped while it was being confirmed");
  }
}

/**
 * Marks pending signatures as confirmed and forgets what they held: it is in the signature now.
 * @throws PendingGoneError when one of them is not there any more; the caller's transaction must not commit
 */
export async function markConfirmed(
  tx: Transaction,
  statementId: string,
  confirmed: readonly { id: string; index: number }[],
): Promise<void> {
  const marked = await tx.updateMany(
    "pending",
    ["statement_id", "id"],
    confirmed.map(({ id, index }) => ({ statement_id: statementId, id, confirmed_index: index, input_sealed: null })),
  );
  if (marked !== confirmed.length) throw new PendingGoneError();
}

/**
 * Marks pending signatures as waiting: their mailbox is confirmed, and more is asked for.
 * @throws PendingGoneError as `markConfirmed` does
 */
export async function markWaiting(
  tx: Transaction,
  statementId: string,
  waiting: readonly { id: string; confirmedAt: number; expiresAt: number }[],
): Promise<void> {
  const marked = await tx.updateMany(
    "pending",
    ["statement_id", "id"],
    waiting.map(({ id, confirmedAt, expiresAt }) => ({
      statement_id: statementId,
      id,
      confirmed_at: confirmedAt,
      expires_at: expiresAt,
    })),
  );
  if (marked !== waiting.length) throw new PendingGoneError();
}

/** Keeps a waiting signature from being taken back before the transaction ends, if it is there still. */
export async function holdWaiting({ db }: Pick<Transaction, "db">, statementId: string, id: string): Promise<void> {
  await db
    .updateTable("pending")
    .set({ attempts: sql`attempts` })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
}

/** The initiator let it in. */
export async function markAdmitted(
  { db }: Pick<Transaction, "db">,
  statementId: string,
  id: string,
  now: number,
): Promise<void> {
  await db
    .updateTable("pending")
    .set({ admitted_at: now })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
}

/** Signatures of a statement that wait, those first that wait longest. */
export async function listWaiting(
  db: Kysely<Database>,
  statementId: string,
  { after, limit }: { readonly after: { readonly at: number; readonly id: string } | null; readonly limit: number },
): Promise<PendingRow[]> {
  let query = db.selectFrom("pending").selectAll().where("statement_id", "=", statementId).where(isWaiting);
  if (after !== null) {
    query = query.where((is) =>
      is(is.refTuple("confirmed_at", "id"), ">", is.tuple<number | null, string>(after.at, after.id)),
    );
  }
  return await query.orderBy("confirmed_at").orderBy("id").limit(limit).execute();
}

const isWaiting = sql<boolean>`confirmed_at is not null and confirmed_index is null`;

/** Waiting signatures that can never be recorded: their time is over, their statement closed, or its text another. */
export async function listWaitingInVain(
  store: Store,
  now: number,
  limit: number,
): Promise<(PendingRow & Pick<StatementRow, "state">)[]> {
  return await store.db
    .selectFrom("pending")
    .innerJoin("statement", "statement.id", "pending.statement_id")
    .innerJoin("version", (on) =>
      on.onRef("version.statement_id", "=", "statement.id").onRef("version.number", "=", "statement.version"),
    )
    .selectAll("pending")
    .select("statement.state")
    .where(isWaiting)
    .where((is) =>
      is.or([
        is("pending.expires_at", "<", now),
        is("statement.state", "=", "closed"),
        is("pending.created_at", "<", is.ref("version.opened_at")),
      ]),
    )
    .limit(limit)
    .execute();
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
  return await store.transaction((tx) => wipePendingIn(tx, statementId, id));
}

/** The same in a transaction, which may write to its mailbox once more. */
export async function wipePendingIn(tx: Transaction, statementId: string, id: string): Promise<boolean> {
  const deleted = await tx.db
    .deleteFrom("pending")
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .where("confirmed_index", "is", null)
    .executeTakeFirst();
  if (deleted.numDeletedRows !== 1n) return false;
  await deleteMailsOf(tx, statementId, id);
  await deleteObservations(tx, statementId, [id]);
  await releaseAccounts(tx, statementId, id);
  await forgetAskings(tx, statementId, { pendingId: id, mailboxMac: new Uint8Array(0) });
  return true;
}

/** Forgets every unconfirmed signature whose time is over, at most `limit` of them. Returns how many. */
export async function purgeExpired(store: Store, now: number, limit: number): Promise<number> {
  const rows = await store.db
    .selectFrom("pending")
    .select(["statement_id", "id"])
    .where("input_sealed", "is not", null)
    .where("confirmed_at", "is", null)
    .where("expires_at", "<", now)
    .limit(limit)
    .execute();
  for (const row of rows) await wipePending(store, row.statement_id, row.id);
  return rows.length;
}

/** Ids of the pending signatures of a mailbox on a statement, confirmed or not. */
export async function listPendingOf(
  { db }: Pick<Store, "db">,
  statementId: string,
  mailboxMac: Uint8Array,
): Promise<Pick<PendingRow, "id">[]> {
  return await db
    .selectFrom("pending")
    .select("id")
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", mailboxMac)
    .orderBy("id")
    .execute();
}

/** How often each of these mailboxes asked to sign this statement since `since`. Keyed by hexadecimal MAC. */
export async function countSubmissions(
  db: Kysely<Database>,
  engine: Engine,
  statementId: string,
  mailboxMacs: readonly Uint8Array[],
  since: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("pending")
    .select(["mailbox_mac", (eb) => eb.fn.countAll<number>().as("times")])
    .where("statement_id", "=", statementId)
    .where(inBytes(engine, "mailbox_mac", mailboxMacs))
    .where("created_at", ">=", since)
    .groupBy("mailbox_mac")
    .execute();
  return new Map(rows.map((row) => [encodeHex(row.mailbox_mac), Number(row.times)]));
}

/** Indices of the signatures that a mailbox has confirmed on a statement, in order, whether they still stand or not. */
export async function findByMailbox(
  db: Kysely<Database>,
  statementId: string,
  mailboxMac: Uint8Array,
): Promise<number[]> {
  const rows = await db
    .selectFrom("pending")
    .select("confirmed_index")
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", mailboxMac)
    .where("confirmed_index", "is not", null)
    .orderBy("confirmed_index")
    .execute();
  return [...new Set(rows.flatMap(({ confirmed_index }) => (confirmed_index === null ? [] : [confirmed_index])))];
}

/**
 * Forgets who asked for a signature that is forgotten. The rows that led to it stay, so that their mailed tokens still
 * say what became of it; their mails go, and so does what else the mailbox asked for and never confirmed.
 */
export async function forgetSubmitter(tx: Transaction, statementId: string, pendingId: string): Promise<void> {
  const row = await readPending(tx.db, statementId, pendingId);
  await releaseAccounts(tx, statementId, pendingId);
  await forgetAskings(tx, statementId, { pendingId, mailboxMac: row?.mailbox_mac ?? new Uint8Array(0) });
  if (!row || row.mailbox_mac.length === 0) return;
  const asked = await tx.db
    .selectFrom("pending")
    .select(["id", "confirmed_index"])
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", row.mailbox_mac)
    .where((is) => is.or([is("confirmed_index", "is", null), is("confirmed_index", "=", row.confirmed_index)]))
    .execute();
  for (const { id, confirmed_index } of asked) {
    await deleteMailsOf(tx, statementId, id);
    if (confirmed_index !== null) continue;
    await tx.db.deleteFrom("pending").where("statement_id", "=", statementId).where("id", "=", id).execute();
    await deleteObservations(tx, statementId, [id]);
    await releaseAccounts(tx, statementId, id);
  }
  const none = new Uint8Array(0);
  await tx.db
    .updateTable("pending")
    .set({ mailbox_mac: none, identity_mac: none })
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", row.mailbox_mac)
    .where("confirmed_index", "=", row.confirmed_index)
    .execute();
}
