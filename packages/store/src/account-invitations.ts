import type { Selectable } from "kysely";
import type { AccountInvitationTable } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type AccountInvitationRow = Selectable<AccountInvitationTable>;

/** A later invitation of the same mailbox takes the place of an earlier one, whose link then opens nothing. */
export async function putAccountInvitation({ db }: Access, row: AccountInvitationRow): Promise<void> {
  const { mailbox: _, ...values } = row;
  await db
    .insertInto("account_invitation")
    .values(row)
    .onConflict((conflict) => conflict.column("mailbox").doUpdateSet(values))
    .execute();
}

/** The invitation that a mailed token opens; null when there is none or its time is over. */
export async function findAccountInvitation(
  { db }: Access,
  tokenHash: Uint8Array,
  now: number,
): Promise<AccountInvitationRow | null> {
  const row = await db
    .selectFrom("account_invitation")
    .selectAll()
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row ?? null;
}

export async function listAccountInvitations({ db }: Access, now: number): Promise<AccountInvitationRow[]> {
  return await db
    .selectFrom("account_invitation")
    .selectAll()
    .where("expires_at", ">", now)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** The one that is gone now: of two who use it up at once, one gets it. Null when there was none. */
export async function takeAccountInvitation({ db }: Access, id: string): Promise<AccountInvitationRow | null> {
  return (await db.deleteFrom("account_invitation").where("id", "=", id).returningAll().executeTakeFirst()) ?? null;
}

/** What an account that is removed had invited opens nothing any more. */
export async function deleteAccountInvitationsBy({ db }: Access, accountId: string): Promise<void> {
  await db.deleteFrom("account_invitation").where("invited_by", "=", accountId).execute();
}

/** Returns how many had run out. */
export async function deleteExpiredInvitations({ db }: Access, now: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("account_invitation")
    .where("expires_at", "<=", now)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
