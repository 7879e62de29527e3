import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";
import type { ErasureTable } from "./former-tables.ts";

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

/** How far the database let go of erased bytes: not yet; what is deleted is overwritten; the file was written anew. */
export const SWEPT = { no: 0, journal: 1, file: 2 } as const;

/** When the oldest and the newest erasure happened of which more is to be swept than `done`; null when there is none. */
export async function unsweptSpan({ db }: Access, done: 0 | 1): Promise<{ oldest: number; newest: number } | null> {
  const { oldest, newest } = await db
    .selectFrom("erasure")
    .select((of) => [of.fn.min("erased_at").as("oldest"), of.fn.max("erased_at").as("newest")])
    // A literal, without which SQLite would not use the index of those.
    .where("swept", "<", sql.lit(SWEPT.file))
    .where("swept", "<=", done)
    .executeTakeFirstOrThrow();
  return oldest === null || newest === null ? null : { oldest, newest };
}

/** The database has let go so far of the bytes of everything that was erased until then. */
export async function markSwept({ db }: Access, until: number, swept: 1 | 2): Promise<void> {
  await db
    .updateTable("erasure")
    .set({ swept })
    .where("swept", "<", sql.lit(SWEPT.file))
    .where("swept", "<", swept)
    .where("erased_at", "<=", until)
    .execute();
}

/** An erasure by its numbers alone. */
export type ErasureNumbers = Pick<ErasureRow, "statement_id" | "entry_index" | "signature_index">;

/** Those that are not in the journal outside the database yet, at most `limit`. */
export async function listUnjournaled({ db }: Access, limit: number): Promise<ErasureNumbers[]> {
  return await db
    .selectFrom("erasure")
    .select(["statement_id", "entry_index", "signature_index"])
    // A literal, without which SQLite would not use the index of those.
    .where("journaled", "=", sql.lit(0))
    .orderBy("statement_id")
    .orderBy("signature_index")
    .limit(limit)
    .execute();
}

export async function markJournaled(tx: Transaction, erasures: readonly ErasureNumbers[]): Promise<void> {
  await tx.updateMany(
    "erasure",
    ["statement_id", "signature_index"],
    erasures.map(({ statement_id, signature_index }) => ({ statement_id, signature_index, journaled: 1 })),
  );
}

/** All erasures of all statements after this one, in the order of statement and signature, at most `limit`. */
export async function listErasuresAfter(
  { db }: Access,
  after: ErasureNumbers | null,
  limit: number,
): Promise<ErasureNumbers[]> {
  let query = db.selectFrom("erasure").select(["statement_id", "entry_index", "signature_index"]);
  if (after !== null) {
    const { statement_id, signature_index } = after;
    query = query.where((is) =>
      is.or([
        is("statement_id", ">", statement_id),
        is.and([is("statement_id", "=", statement_id), is("signature_index", ">", signature_index)]),
      ]),
    );
  }
  return await query.orderBy("statement_id").orderBy("signature_index").limit(limit).execute();
}
