import type { Transaction } from "./engine.ts";

/** Works on a store as well as within a transaction, like every function here that takes only `db`. */
type Access = Pick<Transaction, "db">;

export async function getSetting({ db }: Access, name: string): Promise<string | null> {
  const row = await db.selectFrom("setting").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value ?? null;
}

export async function setSetting({ db }: Access, name: string, value: string): Promise<void> {
  await db
    .insertInto("setting")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

/** Sets what must never change afterwards. Returns the value that stands: this one, or the one that was there first. */
export async function setSettingOnce({ db }: Access, name: string, value: string): Promise<string> {
  await db
    .insertInto("setting")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  // On a PostgreSQL transaction the other's row is committed by now: the insert waited for it.
  const row = await db.selectFrom("setting").select("value").where("name", "=", name).executeTakeFirstOrThrow();
  return row.value;
}

export async function deleteSetting({ db }: Access, name: string): Promise<void> {
  await db.deleteFrom("setting").where("name", "=", name).execute();
}
