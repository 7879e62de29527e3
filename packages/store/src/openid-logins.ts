import type { Selectable } from "kysely";
import type { OpenIdLoginTable } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type OpenIdLoginRow = Selectable<OpenIdLoginTable>;

/** @throws a unique violation when this account elsewhere signs in another one here (isUniqueViolation) */
export async function insertOpenIdLogin({ db }: Access, row: OpenIdLoginRow): Promise<void> {
  await db.insertInto("openid_login").values(row).execute();
}

/** By issuer and subject together: a subject means nothing at another issuer. */
export async function findOpenIdLogin({ db }: Access, issuer: string, subject: string): Promise<OpenIdLoginRow | null> {
  const row = await db
    .selectFrom("openid_login")
    .selectAll()
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row ?? null;
}

export async function listOpenIdLogins({ db }: Access, accountId: string): Promise<OpenIdLoginRow[]> {
  return await db
    .selectFrom("openid_login")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("created_at")
    .execute();
}

/** All of an account's at one issuer. Returns whether there was one. */
export async function deleteOpenIdLogin({ db }: Access, accountId: string, issuer: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("openid_login")
    .where("account_id", "=", accountId)
    .where("issuer", "=", issuer)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
