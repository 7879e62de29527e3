import { randomBytes } from "node:crypto";
import { encodeHex } from "@undersigned/core/bytes.ts";
import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Engine, Transaction } from "./engine.ts";
import { inBytes, inTexts } from "./list.ts";
import { deleteMailsOf } from "./outbox.ts";
import type { InvitationTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
type Reading = Access & { readonly engine: Engine };
export type InvitationRow = Selectable<InvitationTable>;
export type InvitationState = InvitationTable["state"];

/** Keeps invitations; a mailbox that was invited to this statement before stays as it is. @returns how many are new */
export async function insertInvitations(
  tx: Transaction,
  invitations: readonly Insertable<InvitationTable>[],
): Promise<number> {
  if (invitations.length === 0) return 0;
  return await tx.insertMany("invitation", invitations, { onConflict: "ignore" });
}

/** Those of these mailboxes that were invited to sign this statement, whatever they answered, in hexadecimal. */
export async function findInvited(
  { db, engine }: Reading,
  statementId: string,
  mailboxMacs: readonly Uint8Array[],
): Promise<Set<string>> {
  if (mailboxMacs.length === 0) return new Set();
  const rows = await db
    .selectFrom("invitation")
    .select("mailbox_mac")
    .where("statement_id", "=", statementId)
    .where(inBytes(engine, "mailbox_mac", mailboxMacs))
    .execute();
  return new Set(rows.map((row) => encodeHex(row.mailbox_mac)));
}

export async function findInvitation({ db }: Access, statementId: string, id: string): Promise<InvitationRow | null> {
  const row = await db
    .selectFrom("invitation")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** Those of these mailboxes that are invited already, in the order of invitation. */
export async function listInvitationsOf(
  { db, engine }: Reading,
  statementId: string,
  mailboxMacs: readonly Uint8Array[],
): Promise<InvitationRow[]> {
  return await db
    .selectFrom("invitation")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(inBytes(engine, "mailbox_mac", mailboxMacs))
    .orderBy("id")
    .execute();
}

/** Invitations after this id, in their order. */
export async function listInvitations(
  { db }: Access,
  statementId: string,
  query: { readonly state?: InvitationState | undefined; readonly after: string; readonly limit: number },
): Promise<InvitationRow[]> {
  let select = db
    .selectFrom("invitation")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("id", ">", query.after);
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  return await select.orderBy("id").limit(query.limit).execute();
}

/** How many there are in each state; states without any are left out. */
export async function countInvitations(
  { db }: Access,
  statementId: string,
): Promise<Partial<Record<InvitationState, number>>> {
  const rows = await db
    .selectFrom("invitation")
    .select(["state", (of) => of.fn.countAll<number>().as("count")])
    .where("statement_id", "=", statementId)
    .groupBy("state")
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** Moves an invitation on, if it is still in one of these states. @returns whether it was */
export async function changeInvitation(
  { db }: Access,
  { statement_id, id }: Pick<InvitationRow, "statement_id" | "id">,
  from: readonly InvitationState[],
  change: Partial<Omit<InvitationRow, "statement_id" | "id" | "mailbox_mac">>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("invitation")
    .set(change)
    .where("statement_id", "=", statement_id)
    .where("id", "=", id)
    .where("state", "in", [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ids of statements of which an invitation or a reminder is to be written. */
export async function listToMail({ db }: Access): Promise<string[]> {
  const rows = await db
    .selectFrom("invitation")
    .select("statement_id")
    .distinct()
    .where("mail_due", "is not", sql.lit(null))
    .orderBy("statement_id")
    .execute();
  return rows.map((row) => row.statement_id);
}

/** Those that wait longest for a mail to be written. */
export async function listDueMails({ db }: Access, statementId: string, limit: number): Promise<InvitationRow[]> {
  return await db
    .selectFrom("invitation")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("mail_due", "is not", sql.lit(null))
    .orderBy("mail_due")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** How many mails were put into the outbox since then. */
export async function countMailed({ db }: Access, statementId: string, since: number): Promise<number> {
  const { count } = await db
    .selectFrom("invitation")
    .select((of) => of.fn.countAll<number>().as("count"))
    .where("statement_id", "=", statementId)
    .where("mailed_at", ">=", since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** No mail is written any more to those who have not answered: the statement is closed. */
export async function stopMails({ db }: Access, statementId: string): Promise<void> {
  await db
    .updateTable("invitation")
    .set({ mail_due: null })
    .where("statement_id", "=", statementId)
    .where("mail_due", "is not", sql.lit(null))
    .execute();
}

/** Wants a reminder for each of these that has had fewer than `most`, and its last mail before `mailedBefore`. @returns how many */
export async function wantReminders(
  { db, engine }: Reading,
  statementId: string,
  query: {
    /** Null: all of them. */
    readonly ids: readonly string[] | null;
    readonly most: number;
    readonly mailedBefore: number;
    readonly now: number;
  },
): Promise<number> {
  const { ids, most, mailedBefore, now } = query;
  let update = db
    .updateTable("invitation")
    .set({ mail_due: now })
    .where("statement_id", "=", statementId)
    .where("mail_due", "is", null)
    .where("state", "in", ["invited", "opened", "deciding"])
    .where("reminders", "<", most)
    .where("mailed_at", "<=", mailedBefore)
    .where((is) => is.or([is("deciding_until", "is", null), is("deciding_until", "<=", now)]));
  if (ids !== null) update = update.where(inTexts(engine, "id", ids));
  const { numUpdatedRows } = await update.executeTakeFirst();
  return Number(numUpdatedRows);
}

/**
 * Organisations signed from the mailboxes of these pending signatures, which were just confirmed: nothing more is asked of
 * them. That a person did stays unsaid, who may be counted without a name.
 */
export async function markInvitedSigned(
  { db, engine }: Reading,
  statementId: string,
  pendingIds: readonly string[],
  now: number,
): Promise<void> {
  await db
    .updateTable("invitation")
    .set({ state: "signed", mail_due: null, deciding_until: null, changed_at: now })
    .where("statement_id", "=", statementId)
    .where("state", "!=", "signed")
    .where((is) =>
      is(
        "mailbox_mac",
        "in",
        signedOrganisations(db, statementId)
          .select("pending.mailbox_mac")
          .where(inTexts(engine, "pending.id", pendingIds)),
      ),
    )
    .execute();
}

/** Those of these mailboxes from which an organisation's signature stands, in hexadecimal. */
export async function listSignedOrganisations(
  { db, engine }: Reading,
  statementId: string,
  mailboxMacs: readonly Uint8Array[],
): Promise<Set<string>> {
  const rows = await signedOrganisations(db, statementId)
    .select("pending.mailbox_mac")
    .where(inBytes(engine, "pending.mailbox_mac", mailboxMacs))
    .execute();
  return new Set(rows.map((row) => encodeHex(row.mailbox_mac)));
}

function signedOrganisations(db: Access["db"], statementId: string) {
  return db
    .selectFrom("pending")
    .innerJoin("signature", (on) =>
      on
        .onRef("signature.statement_id", "=", "pending.statement_id")
        .onRef("signature.idx", "=", "pending.confirmed_index"),
    )
    .where("pending.statement_id", "=", statementId)
    .where("signature.kind", "=", "organisation")
    .where("signature.status", "=", "standing");
}

/** Id of an invitation's mails in the outbox: of the invitation itself, then of its reminders. */
export function invitationMailId({ statement_id, id }: Pick<InvitationRow, "statement_id" | "id">, reminders: number) {
  return reminders === 0 ? `${statement_id}.i${id}` : `${statement_id}.i${id}~${reminders}`;
}

/** Deletes an invitation with its mails. @returns whether there was one */
export async function deleteInvitation(access: Access, statementId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await access.db
    .deleteFrom("invitation")
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .executeTakeFirst();
  await deleteInvitationMails(access, statementId, id);
  return numDeletedRows > 0n;
}

/** Deletes the mails of an invitation, whatever became of them. */
export async function deleteInvitationMails(access: Access, statementId: string, id: string): Promise<void> {
  await deleteMailsOf(access, statementId, invitationMailId({ statement_id: statementId, id }, 0));
}

/**
 * Forgets whom the invitation went to from whose mailbox this signature came, which is forgotten; to be called before that
 * is. An organisation's goes altogether. A person's looks from then on like one whose mailbox wants no mail: were it gone,
 * whoever invited could tell that a person signed who may have been counted without a name.
 */
export async function forgetInvitation(access: Access, statementId: string, pendingId: string): Promise<void> {
  const rows = await access.db
    .selectFrom("invitation")
    .innerJoin("pending", (on) =>
      on
        .onRef("pending.statement_id", "=", "invitation.statement_id")
        .onRef("pending.mailbox_mac", "=", "invitation.mailbox_mac"),
    )
    .leftJoin("signature", (on) =>
      on
        .onRef("signature.statement_id", "=", "pending.statement_id")
        .onRef("signature.idx", "=", "pending.confirmed_index"),
    )
    .select(["invitation.id", "signature.kind"])
    .where("pending.statement_id", "=", statementId)
    .where("pending.id", "=", pendingId)
    .execute();
  for (const { id, kind } of rows) {
    if (kind === "organisation") await deleteInvitation(access, statementId, id);
    else await forgetMailbox(access, statementId, id);
  }
}

async function forgetMailbox({ db }: Access, statementId: string, id: string): Promise<void> {
  await db
    .updateTable("invitation")
    // Of no mailbox, and like that of no other row.
    .set({
      state: "opted-out",
      mailbox_sealed: null,
      mailbox_mac: randomBytes(32),
      deciding_until: null,
      mail_due: null,
    })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
  await deleteInvitationMails({ db }, statementId, id);
}

/** Some invitations to statements that closed before then. */
export async function listInvitationsToDelete(
  { db }: Access,
  closedBefore: number,
  limit: number,
): Promise<Pick<InvitationRow, "statement_id" | "id">[]> {
  return await db
    .selectFrom("invitation")
    .innerJoin("statement", "statement.id", "invitation.statement_id")
    .select(["invitation.statement_id", "invitation.id"])
    .where("statement.closed_at", "<=", closedBefore)
    .limit(limit)
    .execute();
}
