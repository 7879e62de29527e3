import { sql } from "kysely";
import type { Store } from "./engine.ts";
import type { ObservationRow } from "./observations.ts";
import type { StatementRow } from "./statements.ts";

/** Never again: it was found to be gone, another took its place, or its statement is closed. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** One that is due, and whether its statement is still open. */
export type DueLook = ObservationRow & Pick<StatementRow, "state">;

/**
 * Observations of what stands at a domain, of signatures in the log, that are to be looked at again, those that waited longest first.
 * @param first milliseconds after it was observed until it is looked at for the first time
 */
export async function listDueLooks(
  { db }: Pick<Store, "db">,
  { now, first, limit }: { readonly now: number; readonly first: number; readonly limit: number },
): Promise<DueLook[]> {
  return await db
    .selectFrom("observation")
    .innerJoin("statement", "statement.id", "observation.statement_id")
    .selectAll("observation")
    .select("statement.state")
    // In literals, without which the index would not be used.
    .where(sql<boolean>`observation.kind in ('dns', 'well-known', 'web-page')`)
    .where("observation.attest_index", "is not", null)
    // Two ranges of the index: a coalesce of both columns would read all observations at every look.
    .where((is) =>
      is.or([
        is("observation.look_at", "<=", now),
        is.and([is("observation.look_at", "is", null), is("observation.observed_at", "<=", now - first)]),
      ]),
    )
    .orderBy(sql`coalesce(observation.look_at, observation.observed_at + ${first})`)
    .limit(limit)
    .execute();
}

/** When it is looked at next, and on how many days in a row it was not there. */
export async function setLook(
  { db }: Pick<Store, "db">,
  { statement_id, id }: Pick<ObservationRow, "statement_id" | "id">,
  look: { readonly look_at: number; readonly misses: number },
): Promise<void> {
  await db.updateTable("observation").set(look).where("statement_id", "=", statement_id).where("id", "=", id).execute();
}
