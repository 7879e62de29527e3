import type { Insertable, Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { Engine, Transaction } from "./engine.ts";
import { inIntegers, inTexts } from "./list.ts";
import type { ObservationTable } from "./observation-table.ts";
import type { Database } from "./schema.ts";

export type ObservationRow = Selectable<ObservationTable>;

export async function insertObservations(
  tx: Transaction,
  observations: readonly Insertable<ObservationTable>[],
): Promise<void> {
  if (observations.length > 0) await tx.insertMany("observation", observations);
}

/** What was observed of these holders, in the order in which it was. */
export async function listObservations(
  { db, engine }: { readonly db: Kysely<Database>; readonly engine: Engine },
  statementId: string,
  holders: readonly string[],
): Promise<ObservationRow[]> {
  if (holders.length === 0) return [];
  return await db
    .selectFrom("observation")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(inTexts(engine, "holder", holders))
    .orderBy("id")
    .execute();
}

/**
 * What was observed of organisations that are named and stand, and to which an entry from `start` to before `end` commits, in the
 * order of these entries.
 */
export async function listPublicObservations(
  { db, engine }: { readonly db: Kysely<Database>; readonly engine: Engine },
  statementId: string,
  start: number,
  end: number,
): Promise<ObservationRow[]> {
  const rows = await db
    .selectFrom("observation")
    .selectAll()
    .where("statement_id", "=", statementId)
    .where(sql<boolean>`attest_index is not null`)
    .where("attest_index", ">=", start)
    .where("attest_index", "<", end)
    .orderBy("attest_index")
    .execute();
  const named = await findShown({ db, engine }, statementId, rows);
  return rows.filter(({ holder }) => named.has(holder));
}

/** Signatures of a version by the own keys of organisations that are named and stand, in the order in which they were observed. */
export async function listKeyObservations(
  { db, engine }: { readonly db: Kysely<Database>; readonly engine: Engine },
  statementId: string,
  version: string,
): Promise<ObservationRow[]> {
  const rows = await db
    .selectFrom("observation")
    .selectAll()
    .where("statement_id", "=", statementId)
    // In a literal, without which the index would not be used.
    .where(sql<boolean>`kind = 'key'`)
    .where("attest_index", "is not", null)
    .orderBy("id")
    .execute();
  const named = await findShown({ db, engine }, statementId, rows, version);
  return rows.filter(({ holder }) => named.has(holder));
}

/** Which holders of these are named organisations that stand, and signed this version where one is told. */
async function findShown(
  { db, engine }: { readonly db: Kysely<Database>; readonly engine: Engine },
  statementId: string,
  rows: readonly ObservationRow[],
  version?: string,
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  let select = db
    .selectFrom("signature")
    .select("idx")
    .where("statement_id", "=", statementId)
    .where(inIntegers(engine, "idx", [...new Set(rows.map(({ holder }) => Number(holder)))]))
    .where("kind", "=", "organisation")
    .where(sql<boolean>`named = 1 and status = 'standing'`);
  if (version !== undefined) select = select.where("version", "=", version);
  return new Set((await select.execute()).map(({ idx }) => String(idx)));
}

/** A signature that waited is in the log now: each observation gets the index of the `attest` that commits to it. */
export async function recordObservations(
  tx: Transaction,
  statementId: string,
  recorded: readonly { readonly id: string; readonly holder: string; readonly attest_index: number }[],
): Promise<void> {
  if (recorded.length === 0) return;
  await tx.updateMany(
    "observation",
    ["statement_id", "id"],
    recorded.map((one) => ({ statement_id: statementId, ...one })),
  );
}

/** It was looked for again, and found as it was. */
export async function markSeenAgain(
  { db }: Pick<Transaction, "db">,
  statementId: string,
  id: string,
  now: number,
): Promise<void> {
  await db
    .updateTable("observation")
    .set({ seen_again_at: now })
    .where("statement_id", "=", statementId)
    .where("id", "=", id)
    .execute();
}

/** Forgets what was observed of these holders. */
export async function deleteObservations(
  { db, engine }: Pick<Transaction, "db" | "engine">,
  statementId: string,
  holders: readonly string[],
): Promise<void> {
  if (holders.length === 0) return;
  await db
    .deleteFrom("observation")
    .where("statement_id", "=", statementId)
    .where(inTexts(engine, "holder", holders))
    .execute();
}

/** The level of signatures, as attested last. */
export async function setLevels(
  tx: Transaction,
  statementId: string,
  levels: readonly { readonly idx: number; readonly level: number }[],
): Promise<void> {
  if (levels.length === 0) return;
  await tx.updateMany(
    "signature",
    ["statement_id", "idx"],
    levels.map((one) => ({ statement_id: statementId, ...one })),
  );
}
