import { sql } from "kysely";
import type { Transaction } from "./engine.ts";

/** Works on a store as well as within a transaction. */
type Access = Pick<Transaction, "db">;

/**
 * Takes a lease, or keeps it. Of several processes that ask, one has it until `until` (milliseconds since the epoch);
 * whoever holds it asks again in time. The clocks of the processes need only agree to within the length of a lease.
 * @returns whether this holder has it
 */
export async function takeLease(
  { db }: Access,
  lease: { readonly name: string; readonly holder: string; readonly now: number; readonly until: number },
): Promise<boolean> {
  const { name, holder, now, until } = lease;
  const row = await db
    .insertInto("lease")
    .values({ name, holder, lease_until: until })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet({ holder: sql`excluded.holder`, lease_until: sql`excluded.lease_until` })
        .where((where) => where.or([where("lease.holder", "=", holder), where("lease.lease_until", "<=", now)])),
    )
    .returning("holder")
    .executeTakeFirst();
  return row?.holder === holder;
}

/** Lets another process have it at once. */
export async function releaseLease({ db }: Access, name: string, holder: string): Promise<void> {
  await db.deleteFrom("lease").where("name", "=", name).where("holder", "=", holder).execute();
}
