import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/**
 * Acts on a statement as a whole are recorded too: those touch no signature. SQLite cannot take NOT NULL off a column, so the
 * table is made anew and filled again.
 */
export async function statementActs(db: Kysely<unknown>, _engine: Engine): Promise<void> {
  await sql`create table recorded_act_before as select * from recorded_act`.execute(db);
  await db.schema.dropTable("recorded_act").execute();
  await db.schema
    .createTable("recorded_act")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("entry_index", "bigint", (c) => c.notNull())
    .addColumn("act", "text", (c) => c.notNull())
    .addColumn("signature_index", "bigint")
    .addColumn("reason", "text")
    .addColumn("doer_kind", "text", (c) => c.notNull())
    .addColumn("doer_id", "text", (c) => c.notNull())
    .addColumn("doer_name", "text", (c) => c.notNull())
    .addColumn("done_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("recorded_act_key", ["statement_id", "entry_index"])
    .execute();
  await sql`insert into recorded_act
    (statement_id, entry_index, act, signature_index, reason, doer_kind, doer_id, doer_name, done_at)
    select statement_id, entry_index, act, signature_index, reason, doer_kind, doer_id, doer_name, done_at
    from recorded_act_before`.execute(db);
  await db.schema.dropTable("recorded_act_before").execute();
}
