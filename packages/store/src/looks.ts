import { sql } from "kysely";
import type { Store } from "./engine.ts";
import type { ObservationRow } from "./observations.ts";

/** What is looked at again: all that stands at a domain. */
const LOOKED_AT = ["dns", "well-known", "web-page"] as const;

/** Never again: it was found to be gone, or another took its place. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Observations of signatures in open statements that are to be looked at again, those that waited longest first.
 * @param first milliseconds after it was observed until it is looked at for the first time
 */
export async function listDueLooks(
  { db }: Pick<Store, "db">,
  { now, first, limit }: { readonly now: number; readonly first: number; readonly limit: number },
): Promise<ObservationRow[]> {
  return await db
    .selectFrom("observation")
    .innerJoin("statement", "statement.id", "observation.statement_id")
    .selectAll("observation")
    .where("observation.kind", "in", LOOKED_AT)
    .where("observation.attest_index", "is not", null)
    .where("statement.state", "=", "open")
    .where(sql<number>`coalesce(observation.look_at, observation.observed_at + ${first})`, "<=", now)
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

/** Signatures of a version by the own keys of organisations that are named and stand, in the order in which they were observed. */
export async function listKeyObservations(
  { db }: Pick<Store, "db">,
  statementId: string,
  version: string,
): Promise<ObservationRow[]> {
  return await db
    .selectFrom("observation")
    .innerJoin("signature", (join) =>
      join
        .onRef("signature.statement_id", "=", "observation.statement_id")
        .on(sql<boolean>`cast(signature.idx as text) = observation.holder`),
    )
    .selectAll("observation")
    .where("observation.statement_id", "=", statementId)
    .where("observation.kind", "=", "key")
    .where("signature.named", "=", 1)
    .where("signature.status", "=", "standing")
    .where("signature.version", "=", version)
    .orderBy("observation.id")
    .execute();
}
