import type { Kysely } from "kysely";
import type { Engine } from "../engine.ts";

/** Signatures whose mailed links were replaced, because whoever had them left. */
export async function representatives(db: Kysely<unknown>, _engine: Engine): Promise<void> {
  await db.schema
    .createTable("manage_reset")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addColumn("generation", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("manage_reset_key", ["statement_id", "idx"])
    .execute();
}
