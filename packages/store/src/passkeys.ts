import type { Selectable } from "kysely";
import type { PasskeyTable } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type PasskeyRow = Selectable<PasskeyTable>;

/** @throws a unique violation when the credential is known here already (isUniqueViolation) */
export async function insertPasskey({ db }: Access, row: PasskeyRow): Promise<void> {
  await db.insertInto("passkey").values(row).execute();
}

export async function findPasskey({ db }: Access, id: string): Promise<PasskeyRow | null> {
  return (await db.selectFrom("passkey").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

export async function listPasskeys({ db }: Access, accountId: string): Promise<PasskeyRow[]> {
  return await db
    .selectFrom("passkey")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/**
 * Notes a use, if the counter still is as it was read: of two that show the same counter at once, one is refused.
 * @returns whether it was noted
 */
export async function usePasskey(
  { db }: Access,
  id: string,
  use: { readonly from: number; readonly to: number; readonly at: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("passkey")
    .set({ counter: use.to, used_at: use.at })
    .where("id", "=", id)
    .where("counter", "=", use.from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The one of this account that is gone now; null when there was none. */
export async function deletePasskey({ db }: Access, accountId: string, id: string): Promise<PasskeyRow | null> {
  const row = await db
    .deleteFrom("passkey")
    .where("id", "=", id)
    .where("account_id", "=", accountId)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function insertChallenge(
  { db }: Access,
  row: { readonly challenge_hash: Uint8Array; readonly account_id: string | null; readonly expires_at: number },
): Promise<void> {
  await db.insertInto("passkey_challenge").values(row).execute();
}

/** Uses a challenge up. Whose it was (null: of signing in), or undefined when there is none, or its time is over. */
export async function takeChallenge(
  { db }: Access,
  challengeHash: Uint8Array,
  now: number,
): Promise<{ readonly account_id: string | null } | undefined> {
  const row = await db
    .deleteFrom("passkey_challenge")
    .where("challenge_hash", "=", challengeHash)
    .returning(["account_id", "expires_at"])
    .executeTakeFirst();
  return row !== undefined && row.expires_at > now ? row : undefined;
}

/** Returns how many had run out. */
export async function deleteExpiredChallenges({ db }: Access, now: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("passkey_challenge").where("expires_at", "<=", now).executeTakeFirst();
  return Number(numDeletedRows);
}
