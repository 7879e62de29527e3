import type { Insertable, Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { EntryTable, RecordedActTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type RecordedActRow = Selectable<RecordedActTable>;
/** With the bytes of its entry in the log, which say the rest. */
export type ListedActRow = RecordedActRow & Pick<Selectable<EntryTable>, "bytes">;

/** Writes down what administrators did, in the transaction that did it. */
export async function recordActs(tx: Transaction, acts: readonly Insertable<RecordedActTable>[]): Promise<void> {
  await tx.insertMany("recorded_act", acts);
}

/** Acts of administrators on a statement and its signatures, newest first, those before entry `before`. */
export async function listRecordedActs(
  { db }: Access,
  statementId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<ListedActRow[]> {
  let query = db
    .selectFrom("recorded_act")
    .innerJoin("entry", (on) =>
      on.onRef("entry.log_id", "=", "recorded_act.statement_id").onRef("entry.idx", "=", "recorded_act.entry_index"),
    )
    .selectAll("recorded_act")
    .select("entry.bytes")
    .where("statement_id", "=", statementId);
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
