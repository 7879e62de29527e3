import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { AskingTable } from "./asking-tables.ts";
import type { Store, Transaction } from "./engine.ts";
import { inTexts } from "./list.ts";
import { deleteMailsOf } from "./outbox.ts";
import type { OutboxTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type AskingRow = Selectable<AskingTable>;

/** Asks somebody about a signatory: the question and the mail that puts it, in one transaction. */
export async function insertAsking(
  tx: Transaction,
  asking: Insertable<AskingTable>,
  mail: Insertable<OutboxTable>,
): Promise<void> {
  await tx.insertMany("asking", [asking]);
  await tx.insertMany("outbox", [mail]);
}

export async function readAsking({ db }: Access, statementId: string, id: string): Promise<AskingRow | null> {
  const row = await db
    .selectFrom("asking")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** What a signatory asked of others, oldest first. */
export function listAskedBy({ db }: Access, statementId: string, askedBy: string): Promise<AskingRow[]> {
  return list({ db }, statementId, "asked_by", askedBy);
}

/** What was said of a signatory, or is still to be, oldest first. */
export function listAbout({ db }: Access, statementId: string, about: string): Promise<AskingRow[]> {
  return list({ db }, statementId, "about", about);
}

/** What a mailbox was asked, oldest first. */
export function listAskedOf({ db }: Access, statementId: string, mailboxMac: Uint8Array): Promise<AskingRow[]> {
  return list({ db }, statementId, "mailbox_mac", mailboxMac);
}

/** What the mailboxes of these pending signatures agreed to, and waits for them: by pending id, in one query. */
export async function listAgreedOf(
  { db, engine }: Pick<Store, "db" | "engine">,
  statementId: string,
  pendingIds: readonly string[],
): Promise<Map<string, AskingRow[]>> {
  const rows = await db
    .selectFrom("pending")
    .innerJoin("asking", (on) =>
      on
        .onRef("asking.statement_id", "=", "pending.statement_id")
        .onRef("asking.mailbox_mac", "=", "pending.mailbox_mac"),
    )
    .selectAll("asking")
    .select("pending.id as pending_id")
    .where("pending.statement_id", "=", statementId)
    .where(inTexts(engine, "pending.id", pendingIds))
    .where("asking.state", "=", "agreed")
    .orderBy("asking.id")
    .execute();
  const agreed = new Map<string, AskingRow[]>();
  for (const { pending_id, ...row } of rows) agreed.set(pending_id, [...(agreed.get(pending_id) ?? []), row]);
  return agreed;
}

async function list(
  { db }: Access,
  statementId: string,
  column: "asked_by" | "about" | "mailbox_mac",
  value: string | Uint8Array,
): Promise<AskingRow[]> {
  return await db
    .selectFrom("asking")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(column, "=", value as never)
    .orderBy("id")
    .execute();
}

/** Of all questions that a mailbox got on a statement since `since`: how many. */
export async function countAskedOf(
  { db }: Access,
  statementId: string,
  mailboxMac: Uint8Array,
  since: number,
): Promise<number> {
  const { times } = await db
    .selectFrom("asking")
    .select((of) => of.fn.countAll<number>().as("times"))
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", mailboxMac)
    .where("asked_at", ">=", since)
    .executeTakeFirstOrThrow();
  return Number(times);
}

/** Counts a wrong code against each of the questions, committed before anything is compared. */
export async function countAskingAttempt(
  { db }: Access,
  statementId: string,
  mailboxMac: Uint8Array,
): Promise<AskingRow[]> {
  return await db
    .updateTable("asking")
    .set({ attempts: sql`attempts + 1` })
    .where("statement_id", "=", statementId)
    .where("mailbox_mac", "=", mailboxMac)
    .returningAll()
    .execute();
}

export type AskingChange = Partial<Pick<AskingTable, "state" | "about" | "asking_sealed" | "answered_at" | "attempts">>;

/** Changes a question that is still in state `from`. Returns whether it was: of two answers at once one counts. */
export async function changeAsking(
  { db }: Access,
  { statement_id, id, state }: Pick<AskingRow, "statement_id" | "id" | "state">,
  change: AskingChange,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("asking")
    .set(change)
    .where("statement_id", "=", statement_id)
    .where("id", "=", id)
    .where("state", "=", state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Deletes a question, with its mail and the one that told how it was answered. */
export async function deleteAsking({ db }: Access, statementId: string, id: string): Promise<void> {
  await db.deleteFrom("asking").where("statement_id", "=", statementId).where("id", "=", id).execute();
  await deleteMailsOf({ db }, statementId, id);
}

/**
 * Forgets what a signatory asked of others, what was said of it, and what its mailbox was asked.
 * @param mailboxMac empty where it is forgotten already
 */
export async function forgetAskings(
  tx: Access,
  statementId: string,
  { pendingId, mailboxMac }: { readonly pendingId: string; readonly mailboxMac: Uint8Array },
): Promise<void> {
  const rows = [
    ...(await listAskedBy(tx, statementId, pendingId)),
    ...(await listAbout(tx, statementId, pendingId)),
    ...(mailboxMac.length === 0 ? [] : await listAskedOf(tx, statementId, mailboxMac)),
  ];
  for (const { id } of rows) await deleteAsking(tx, statementId, id);
}

/** Deletes questions that nobody answered in time, at most `limit` of them. Returns how many. */
export async function purgeAskings({ db }: Store, now: number, limit: number): Promise<number> {
  const rows = await db
    .selectFrom("asking")
    .select(["statement_id", "id"])
    // A literal, without which SQLite would not use the index of those.
    .where("state", "=", sql.lit("asked" as const))
    .where("expires_at", "<", now)
    .limit(limit)
    .execute();
  for (const { statement_id, id } of rows) await deleteAsking({ db }, statement_id, id);
  return rows.length;
}
