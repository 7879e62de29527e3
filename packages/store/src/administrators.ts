import type { Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { AdministratorTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type AdministratorRow = Selectable<AdministratorTable>;

/** Makes the first administrator, and only the first. Returns false when there is one already. */
export async function insertFirstAdministrator(tx: Transaction, row: AdministratorRow): Promise<boolean> {
  await tx.lock("administrators");
  if (await hasAdministrator(tx)) return false;
  await insertAdministrator(tx, row);
  return true;
}

/** @throws a unique violation when the mailbox is another's (isUniqueViolation) */
export async function insertAdministrator({ db }: Access, row: AdministratorRow): Promise<void> {
  await db.insertInto("administrator").values(row).execute();
}

export async function hasAdministrator({ db }: Access): Promise<boolean> {
  return (await db.selectFrom("administrator").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export async function findAdministrator({ db }: Access, id: string): Promise<AdministratorRow | null> {
  return (await db.selectFrom("administrator").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

/** @param mailbox canonical, as it was stored */
export async function findAdministratorByMailbox({ db }: Access, mailbox: string): Promise<AdministratorRow | null> {
  return (await db.selectFrom("administrator").selectAll().where("mailbox", "=", mailbox).executeTakeFirst()) ?? null;
}

export async function listAdministrators({ db }: Access): Promise<AdministratorRow[]> {
  return db.selectFrom("administrator").selectAll().orderBy("created_at").orderBy("id").execute();
}

/** @param password as the schema says; null for mailed codes only */
export async function setPassword({ db }: Access, id: string, password: string | null): Promise<void> {
  await db.updateTable("administrator").set({ password }).where("id", "=", id).execute();
}
