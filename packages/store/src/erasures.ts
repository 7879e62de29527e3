import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";
import type { ErasureTable } from "./schema.ts";

type Access = Pick<Transaction, "db">;
export type ErasureRow = Selectable<ErasureTable>;

/** What was forgotten on a statement, in the order of the signatures. */
export async function listErasures({ db }: Access, statementId: string): Promise<ErasureRow[]> {
  return await db
    .selectFrom("erasure")
    .selectAll()
    .where("statement_id", "=", statementId)
    .orderBy("signature_index")
    .execute();
}

/** When the oldest and the newest erasure happened whose bytes the database may still hold; null when there is none. */
export async function unsweptSpan({ db }: Access): Promise<{ oldest: number; newest: number } | null> {
  const { oldest, newest } = await db
    .selectFrom("erasure")
    .select((of) => [of.fn.min("erased_at").as("oldest"), of.fn.max("erased_at").as("newest")])
    // A literal, without which SQLite would not use the index of those.
    .where("swept", "=", sql.lit(0))
    .executeTakeFirstOrThrow();
  return oldest === null || newest === null ? null : { oldest, newest };
}

/** The database has let go of the bytes of everything that was erased up to then. */
export async function markSwept({ db }: Access, until: number): Promise<void> {
  await db
    .updateTable("erasure")
    .set({ swept: 1 })
    .where("swept", "=", sql.lit(0))
    .where("erased_at", "<=", until)
    .execute();
}
