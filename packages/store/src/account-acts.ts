import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { AccountActTable } from "./account-tables.ts";
import type { Transaction } from "./engine.ts";
import type { RecordedActTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type AccountActRow = Selectable<AccountActTable>;

/** Where a page of the trail ended: everything before this is older. */
export type TrailPosition = { readonly at: number; readonly id: string };

export async function insertAccountAct({ db }: Access, row: Insertable<AccountActTable>): Promise<void> {
  await db.insertInto("account_act").values(row).execute();
}

/** Counts what is not told one by one: `row.id` says what is counted together. */
export async function countAccountAct({ db }: Access, row: Insertable<AccountActTable>): Promise<void> {
  await db
    .insertInto("account_act")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({ count: sql`account_act.count + 1`, done_at: row.done_at }),
    )
    .execute();
}

/** Newest first, those before `before`; of the acts named, or of all. */
export async function listAccountActs(
  { db }: Access,
  filter: {
    readonly acts: readonly string[] | null;
    readonly before: TrailPosition | null;
    readonly limit: number;
  },
): Promise<AccountActRow[]> {
  const { acts, before, limit } = filter;
  if (acts?.length === 0) return [];
  let query = db.selectFrom("account_act").selectAll();
  if (acts !== null) query = query.where("act", "in", acts);
  if (before !== null)
    query = query.where((is) => is(is.refTuple("done_at", "id"), "<", is.tuple(before.at, before.id)));
  return await query.orderBy("done_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

/** Where a page of what was done with statements ended. */
export type StatementActPosition = { readonly at: number; readonly statement: string; readonly index: number };

/** What was done with statements and signatures, of all statements, newest first. */
export async function listStatementActs(
  { db }: Access,
  filter: { readonly before: StatementActPosition | null; readonly limit: number },
): Promise<(Selectable<RecordedActTable> & { title: string })[]> {
  const { before, limit } = filter;
  let query = db
    .selectFrom("recorded_act")
    .innerJoin("statement", "statement.id", "recorded_act.statement_id")
    .selectAll("recorded_act")
    .select("statement.title");
  if (before !== null) {
    query = query.where((is) =>
      is(
        is.refTuple("done_at", "recorded_act.statement_id", "entry_index"),
        "<",
        is.tuple(before.at, before.statement, before.index),
      ),
    );
  }
  return await query
    .orderBy("done_at", "desc")
    .orderBy("recorded_act.statement_id", "desc")
    .orderBy("entry_index", "desc")
    .limit(limit)
    .execute();
}

/** Returns how many were older than `until`. */
export async function deleteAccountActs({ db }: Access, until: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("account_act").where("done_at", "<", until).executeTakeFirst();
  return Number(numDeletedRows);
}
