import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Store, Transaction } from "./engine.ts";
import { backoff, skipLocked } from "./leasing.ts";
import type { OutboxTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type OutboxRow = Selectable<OutboxTable>;

export type NewMail = {
  /** "" for mail that belongs to no statement. */
  readonly statementId: string;
  /** Unique in the whole outbox. */
  readonly id: string;
  readonly template: string;
  readonly sealed: Uint8Array;
};

/** A mail in the hands of one sender until its lease ends. */
export type LeasedMail = {
  readonly statementId: string;
  readonly id: string;
  readonly template: string;
  readonly sealed: Uint8Array;
  /** 1 at the first attempt. */
  readonly attempts: number;
  readonly leaseUntil: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

const FIRST_BACKOFF = 30_000;
const LONGEST_BACKOFF = 6 * 3_600_000;

/** After this many attempts, about a day, a mail has failed and waits for an administrator. */
export const MAIL_ATTEMPTS = 8;

/** The row of a mail that is to be sent at once; inserted in the transaction that makes the mail necessary. */
export function mailRow(mail: NewMail, now: number): Insertable<OutboxTable> {
  return {
    statement_id: mail.statementId,
    id: mail.id,
    template: mail.template,
    mail_sealed: mail.sealed,
    state: "waiting",
    attempts: 0,
    next_at: now,
    lease_until: 0,
    error: null,
    created_at: now,
    sent_at: null,
  };
}

/** Takes up to `limit` mails that are due, those that waited longest first. No other sender gets them meanwhile. */
export async function leaseMails(
  store: Store,
  options: { now: number; leaseMs: number; limit: number },
): Promise<LeasedMail[]> {
  const { now, limit } = options;
  const leaseUntil = now + options.leaseMs;
  const rows = await store.db
    .with(
      (cte) => cte("due").materialized(),
      (db) =>
        skipLocked(
          store.engine,
          db
            .selectFrom("outbox")
            .select(["statement_id", "id"])
            // A literal, without which SQLite would not use the index of waiting mails.
            .where("state", "=", sql.lit("waiting" as const))
            .where("next_at", "<=", now)
            .where("mail_sealed", "is not", null)
            .orderBy("next_at")
            .limit(limit),
        ),
    )
    .updateTable("outbox")
    .from("due")
    .set({ lease_until: leaseUntil, next_at: leaseUntil, attempts: sql`attempts + 1` })
    .whereRef("outbox.statement_id", "=", "due.statement_id")
    .whereRef("outbox.id", "=", "due.id")
    .returning(["outbox.statement_id", "outbox.id", "template", "mail_sealed", "attempts", "created_at"])
    .execute();
  return rows
    .sort((a, b) => a.created_at - b.created_at)
    .flatMap(({ statement_id, id, template, mail_sealed, attempts, created_at }) =>
      mail_sealed === null
        ? []
        : [
            {
              statementId: statement_id,
              id,
              template,
              sealed: mail_sealed,
              attempts,
              leaseUntil,
              createdAt: created_at,
            },
          ],
    );
}

/**
 * The mail went out. `resealed` is what is kept of it, without tokens, or null for nothing; it is not written where the
 * mail was emptied meanwhile because its recipient was erased.
 */
export async function markMailSent(
  { db }: Access,
  mail: LeasedMail,
  resealed: Uint8Array | null,
  now: number,
): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: "sent", sent_at: now, mail_sealed: resealed, lease_until: 0, error: null })
    .where("statement_id", "=", mail.statementId)
    .where("id", "=", mail.id)
    .where("mail_sealed", "is not", null)
    .execute();
}

/**
 * The mail could not be sent, for this reason: it waits, longer each time, and in the end has failed; at once when `final`,
 * because another attempt would meet the same refusal. With `forget` nothing is then kept of it.
 */
export async function markMailFailed(
  { db }: Access,
  mail: LeasedMail,
  reason: string,
  now: number,
  options: { readonly final?: boolean; readonly forget?: boolean } = {},
): Promise<void> {
  const failed = options.final === true || mail.attempts >= MAIL_ATTEMPTS;
  await db
    .updateTable("outbox")
    .set({
      state: failed ? "failed" : "waiting",
      ...(failed && options.forget === true ? { mail_sealed: null } : {}),
      next_at: now + backoff(mail.attempts, FIRST_BACKOFF, LONGEST_BACKOFF),
      lease_until: 0,
      error: reason.slice(0, 1000),
    })
    .where("statement_id", "=", mail.statementId)
    .where("id", "=", mail.id)
    .where("state", "=", "waiting")
    .where("lease_until", "=", mail.leaseUntil)
    .execute();
}

/**
 * A mail in hand that was not tried, because the server stops or what goes with it is not there yet: it is due again at
 * `due`, and the attempt does not count.
 */
export async function releaseMail({ db }: Access, mail: LeasedMail, due: number): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ attempts: mail.attempts - 1, next_at: due, lease_until: 0 })
    .where("statement_id", "=", mail.statementId)
    .where("id", "=", mail.id)
    .where("state", "=", "waiting")
    .where("lease_until", "=", mail.leaseUntil)
    .execute();
}

/** Sends a mail at once that failed or still waits. Returns whether there was one; what was sent is not sent again. */
export async function retryMail({ db }: Access, statementId: string, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("outbox")
    .set({ state: "waiting", attempts: 0, next_at: now })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .where("state", "in", ["waiting", "failed"])
    .where("lease_until", "<=", now)
    .where("mail_sealed", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Place of a mail in the list. */
export type MailCursor = { readonly createdAt: number; readonly id: string };

/** Mails newest first, those before the cursor. */
export async function listMails({ db }: Access, before: MailCursor | null, limit: number): Promise<OutboxRow[]> {
  let query = db.selectFrom("outbox").selectAll();
  if (before !== null) {
    query = query.where((is) => is(is.refTuple("created_at", "id"), "<", is.tuple(before.createdAt, before.id)));
  }
  return query.orderBy("created_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

/**
 * Deletes up to `limit` mails older than `before`, whatever became of them: a token in a mail that old has expired.
 * Returns how many; call it again until it returns less than `limit`, so that no one transaction grows long.
 */
export async function purgeMails({ db }: Access, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("outbox")
    .where((is) =>
      is(
        is.refTuple("statement_id", "id"),
        "in",
        db
          .selectFrom("outbox")
          .select(["statement_id", "id"])
          .where("created_at", "<", before)
          .orderBy("created_at")
          .limit(limit)
          .$asTuple("statement_id", "id"),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Deletes the mails that tell somebody that a signature ended, or was never recorded, and were due before `before`, without anybody to send them: they
 * are all that is left of a person who was erased. Returns how many.
 */
export async function purgeFarewells({ db }: Access, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("outbox")
    .where("state", "=", sql.lit("waiting" as const))
    .where("next_at", "<", before)
    .where("template", "in", ["withdrawn", "removed", "erased", "anonymised", "waiting-ended"])
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Deletes every mail that belongs to a signature: its recipient is to be forgotten. */
export async function forgetMails(
  { db }: Access,
  statementId: string,
  signature: { readonly index: number; readonly pendingId: string },
): Promise<void> {
  await deleteMailsOf({ db }, statementId, signature.pendingId);
  await deleteMailsOf({ db }, statementId, `${statementId}.${signature.index}`);
}

/** Deletes the mail with this id, and the further ones that belong to the same. */
export async function deleteMailsOf({ db }: Access, statementId: string, id: string): Promise<void> {
  await db
    .deleteFrom("outbox")
    .where("statement_id", "=", statementId)
    // "~" is above every character of an id.
    .where((is) => is.or([is("id", "=", id), is.and([is("id", ">=", `${id}~`), is("id", "<", `${id}~~`)])]))
    .execute();
}
