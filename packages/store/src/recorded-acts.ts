import type { Insertable, Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { RecordedActTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type RecordedActRow = Selectable<RecordedActTable>;

/** Writes down what administrators did, in the transaction that did it. */
export async function recordActs(tx: Transaction, acts: readonly Insertable<RecordedActTable>[]): Promise<void> {
  await tx.insertMany("recorded_act", acts);
}

/** Acts of administrators on a statement's signatures, newest first, those before entry `before`. */
export async function listRecordedActs(
  { db }: Access,
  statementId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<RecordedActRow[]> {
  let query = db.selectFrom("recorded_act").selectAll().where("statement_id", "=", statementId);
  if (before !== null) query = query.where("entry_index", "<", before);
  return await query.orderBy("entry_index", "desc").limit(limit).execute();
}

/** Who ended a signature, if it was an administrator. */
export async function findRecordedAct(
  { db }: Access,
  statementId: string,
  entryIndex: number,
): Promise<RecordedActRow | null> {
  const row = await db
    .selectFrom("recorded_act")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where("entry_index", "=", entryIndex)
    .executeTakeFirst();
  return row ?? null;
}
