import type { Selectable } from "kysely";
import type { DoerColumns } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";
import type { AnonymisingTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type AnonymisingRow = Selectable<AnonymisingTable>;

/** Orders that all people of a statement are anonymised. Returns false when that was ordered before. */
export async function orderAnonymising(
  { db }: Access,
  statementId: string,
  doer: DoerColumns,
  now: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("anonymising")
    .values({ statement_id: statementId, ...doer, ordered_at: now, next_index: 0, done_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows !== undefined && numInsertedOrUpdatedRows > 0n;
}

export async function findAnonymising({ db }: Access, statementId: string): Promise<AnonymisingRow | null> {
  const row = await db.selectFrom("anonymising").selectAll().where("statement_id", "=", statementId).executeTakeFirst();
  return row ?? null;
}

/** Those that are not done yet, oldest first. */
export async function listAnonymising({ db }: Access): Promise<AnonymisingRow[]> {
  return await db.selectFrom("anonymising").selectAll().where("done_at", "is", null).orderBy("ordered_at").execute();
}

/** All signatures below `nextIndex` are done; with `doneAt`, all there are. */
export async function advanceAnonymising(
  { db }: Access,
  statementId: string,
  nextIndex: number,
  doneAt: number | null,
): Promise<void> {
  await db
    .updateTable("anonymising")
    .set({ next_index: nextIndex, done_at: doneAt })
    .where("statement_id", "=", statementId)
    .execute();
}

/** Where the walk over a statement's signatures is, and which of those it passed are people whose signatures stand. */
export type Walked = { readonly indices: readonly number[]; readonly next: number | null };

/** Looks at the next `limit` signatures from index `start` on. `next` is null when there are no more. */
export async function walkPeople({ db }: Access, statementId: string, start: number, limit: number): Promise<Walked> {
  const rows = await db
    .selectFrom("signature")
    .select(["idx", "kind", "status"])
    .where("statement_id", "=", statementId)
    .where("idx", ">=", start)
    .orderBy("idx")
    .limit(limit)
    .execute();
  const last = rows.at(-1);
  return {
    indices: rows.filter((row) => row.kind === "person" && row.status === "standing").map((row) => row.idx),
    next: last === undefined || rows.length < limit ? null : last.idx + 1,
  };
}
