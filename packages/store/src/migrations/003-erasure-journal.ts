import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Which erasures are written down outside the database too. */
export async function erasureJournal(db: Kysely<unknown>, _engine: Engine): Promise<void> {
  await db.schema
    .alterTable("erasure")
    .addColumn("journaled", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex("erasure_unjournaled")
    .on("erasure")
    .columns(["statement_id", "signature_index"])
    .where(sql.ref("journaled"), "=", sql.lit(0))
    .execute();
}
