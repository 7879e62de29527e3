import type { Selectable } from "kysely";
import type { ApiTokenTable } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type ApiTokenRow = Selectable<ApiTokenTable>;

export async function insertApiToken({ db }: Access, row: ApiTokenRow): Promise<void> {
  await db.insertInto("api_token").values(row).execute();
}

export async function findApiToken({ db }: Access, tokenHash: Uint8Array): Promise<ApiTokenRow | null> {
  return (await db.selectFrom("api_token").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst()) ?? null;
}

export async function listApiTokens({ db }: Access): Promise<ApiTokenRow[]> {
  return db.selectFrom("api_token").selectAll().orderBy("created_at").orderBy("id").execute();
}

/** The one that is gone now; null when there was none. */
export async function deleteApiToken({ db }: Access, id: string): Promise<ApiTokenRow | null> {
  return (await db.deleteFrom("api_token").where("id", "=", id).returningAll().executeTakeFirst()) ?? null;
}
