import type { Selectable } from "kysely";
import type { SessionTable } from "./account-tables.ts";
import type { AccountRow } from "./accounts.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type SessionRow = Selectable<SessionTable>;

export async function insertSession({ db }: Access, row: SessionRow): Promise<void> {
  await db.insertInto("session").values(row).execute();
}

/** The session of a token with its account; null when there is none or it has expired. */
export async function findSession(
  { db }: Access,
  tokenHash: Uint8Array,
  now: number,
): Promise<{ session: SessionRow; account: AccountRow } | null> {
  const session = await db
    .selectFrom("session")
    .selectAll()
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (session === undefined) return null;
  const account = await db.selectFrom("account").selectAll().where("id", "=", session.account_id).executeTakeFirst();
  return account === undefined ? null : { session, account };
}

/** A session that is in use lasts longer. */
export async function extendSession(
  { db }: Access,
  tokenHash: Uint8Array,
  times: { readonly used_at: number; readonly expires_at: number },
): Promise<void> {
  await db.updateTable("session").set(times).where("token_hash", "=", tokenHash).execute();
}

/** Sessions of an account that have not expired, the one used last first. */
export async function listSessions({ db }: Access, accountId: string, now: number): Promise<SessionRow[]> {
  return await db
    .selectFrom("session")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("expires_at", ">", now)
    .orderBy("used_at", "desc")
    .orderBy("id")
    .execute();
}

/** Ends one session of an account by its id. Returns whether there was one. */
export async function deleteSessionById({ db }: Access, accountId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("session")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deleteSession({ db }: Access, tokenHash: Uint8Array): Promise<void> {
  await db.deleteFrom("session").where("token_hash", "=", tokenHash).execute();
}

/** Signs an account out everywhere, but for the session `except`. Returns how many sessions were ended. */
export async function deleteSessionsOf({ db }: Access, accountId: string, except: string | null): Promise<number> {
  let query = db.deleteFrom("session").where("account_id", "=", accountId);
  if (except !== null) query = query.where("id", "!=", except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/** Returns how many had expired. */
export async function deleteExpiredSessions({ db }: Access, now: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("session").where("expires_at", "<=", now).executeTakeFirst();
  return Number(numDeletedRows);
}
