import type { Selectable } from "kysely";
import type { TextImportTable } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type TextImportRow = Selectable<TextImportTable>;

/** Keeps what was brought. */
export async function insertTextImport({ db }: Access, row: TextImportRow): Promise<void> {
  await db.insertInto("text_import").values(row).execute();
}

/**
 * Keeps what was chosen about it since.
 * @returns whether it is still there
 */
export async function updateTextImport(
  { db }: Access,
  {
    account_id,
    id,
    choices_sealed,
    expires_at,
  }: Pick<TextImportRow, "account_id" | "id" | "choices_sealed" | "expires_at">,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("text_import")
    .set({ choices_sealed, expires_at })
    .where("account_id", "=", account_id)
    .where("id", "=", id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findTextImport({ db }: Access, accountId: string, id: string): Promise<TextImportRow | null> {
  const row = await db
    .selectFrom("text_import")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** Of one account, the latest first. What was brought itself is left out: it may be long. */
export async function listTextImports(
  { db }: Access,
  accountId: string,
): Promise<Omit<TextImportRow, "source_sealed">[]> {
  return await db
    .selectFrom("text_import")
    .select(["account_id", "id", "choices_sealed", "created_at", "expires_at"])
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

/** @returns whether there was one */
export async function deleteTextImport({ db }: Access, accountId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("text_import")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes those whose time is over. */
export async function deleteExpiredTextImports({ db }: Access, now: number): Promise<void> {
  await db.deleteFrom("text_import").where("expires_at", "<=", now).execute();
}
