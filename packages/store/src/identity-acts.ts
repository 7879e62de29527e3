import type { Transaction } from "./engine.ts";
import type { IdentityActTable } from "./schema.ts";

/** Works on a store as well as within a transaction. */
type Access = Pick<Transaction, "db">;

/** Every hand-over of the depositary's key or host, the first one first. */
export async function listIdentityActs({ db }: Access): Promise<IdentityActTable[]> {
  return await db.selectFrom("identity_act").selectAll().orderBy("number").execute();
}

export async function insertIdentityAct(tx: Transaction, row: IdentityActTable): Promise<void> {
  await tx.insertMany("identity_act", [row]);
}
