import type { Selectable } from "kysely";
import type { AccountTable, AssignmentTable, Role } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;
export type AccountRow = Selectable<AccountTable>;

/** Makes the first account, an administrator's, and only the first. Returns false when there is one already. */
export async function insertFirstAccount(tx: Transaction, row: AccountRow): Promise<boolean> {
  await tx.lock("accounts");
  if (await hasAccount(tx)) return false;
  await insertAccount(tx, row);
  return true;
}

/** @throws a unique violation when the mailbox is another's (isUniqueViolation) */
export async function insertAccount({ db }: Access, row: AccountRow): Promise<void> {
  await db.insertInto("account").values(row).execute();
}

export async function hasAccount({ db }: Access): Promise<boolean> {
  return (await db.selectFrom("account").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export async function findAccount({ db }: Access, id: string): Promise<AccountRow | null> {
  return (await db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

/** @param mailbox canonical, as it was stored */
export async function findAccountByMailbox({ db }: Access, mailbox: string): Promise<AccountRow | null> {
  return (await db.selectFrom("account").selectAll().where("mailbox", "=", mailbox).executeTakeFirst()) ?? null;
}

export async function listAccounts({ db }: Access): Promise<AccountRow[]> {
  return db.selectFrom("account").selectAll().orderBy("created_at").orderBy("id").execute();
}

/** @param password as the schema says; null for mailed codes only */
export async function setPassword({ db }: Access, id: string, password: string | null): Promise<void> {
  await db.updateTable("account").set({ password }).where("id", "=", id).execute();
}

/** @returns false when there is no such account, or it is the last administrator's, which must stay one */
export async function setRole(tx: Transaction, id: string, role: Role): Promise<boolean> {
  await tx.lock("accounts");
  if (role !== "administrator" && (await isLastAdministrator(tx, id))) return false;
  const { numUpdatedRows } = await tx.db.updateTable("account").set({ role }).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Its sessions, codes and assignments go with it by the tables' own rule, its tokens here.
 * @returns false when there is no such account, or it is the last administrator's, which must stay
 */
export async function deleteAccount(tx: Transaction, id: string): Promise<boolean> {
  await tx.lock("accounts");
  if (await isLastAdministrator(tx, id)) return false;
  await tx.db.deleteFrom("api_token").where("account_id", "=", id).execute();
  const { numDeletedRows } = await tx.db.deleteFrom("account").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Whether without this account there would be no administrator. */
export async function isLastAdministrator({ db }: Access, id: string): Promise<boolean> {
  const administrators = await db.selectFrom("account").select("id").where("role", "=", "administrator").execute();
  return administrators.length === 1 && administrators[0]?.id === id;
}

export async function assign({ db }: Access, row: AssignmentTable): Promise<void> {
  await db
    .insertInto("assignment")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes the statement from the account. */
export async function unassign({ db }: Access, { statement_id, account_id }: AssignmentTable): Promise<void> {
  await db
    .deleteFrom("assignment")
    .where("statement_id", "=", statement_id)
    .where("account_id", "=", account_id)
    .execute();
}

export async function isAssigned({ db }: Access, { statement_id, account_id }: AssignmentTable): Promise<boolean> {
  const row = await db
    .selectFrom("assignment")
    .select("account_id")
    .where("statement_id", "=", statement_id)
    .where("account_id", "=", account_id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which statements whose account runs, all of them: initiators are few. */
export async function listAssignments({ db }: Access): Promise<AssignmentTable[]> {
  return await db.selectFrom("assignment").selectAll().execute();
}
