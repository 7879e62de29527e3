import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Removal, erasure and anonymisation: who did what, what is to be forgotten later, and what was. See schema.ts. */
export async function endings(db: Kysely<unknown>, _engine: Engine): Promise<void> {
  await db.schema.alterTable("signature").addColumn("forget_at", "bigint").execute();
  await db.schema
    .createIndex("signature_forget")
    .on("signature")
    .column("forget_at")
    .where(sql.ref("forget_at"), "is not", sql.lit(null))
    .execute();
  await db.schema
    .createTable("erasure")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("entry_index", "bigint", (c) => c.notNull())
    .addColumn("signature_index", "bigint", (c) => c.notNull())
    .addColumn("erased_at", "bigint", (c) => c.notNull())
    .addColumn("swept", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("erasure_key", ["statement_id", "signature_index"])
    .execute();
  await db.schema
    .createIndex("erasure_unswept")
    .on("erasure")
    .column("erased_at")
    .where(sql.ref("swept"), "<", sql.lit(2))
    .execute();
  await db.schema
    .createTable("recorded_act")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("entry_index", "bigint", (c) => c.notNull())
    .addColumn("act", "text", (c) => c.notNull())
    .addColumn("signature_index", "bigint", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("doer_kind", "text", (c) => c.notNull())
    .addColumn("doer_id", "text", (c) => c.notNull())
    .addColumn("doer_name", "text", (c) => c.notNull())
    .addColumn("done_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("recorded_act_key", ["statement_id", "entry_index"])
    .execute();
  await db.schema
    .createTable("anonymising")
    .addColumn("statement_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("doer_kind", "text", (c) => c.notNull())
    .addColumn("doer_id", "text", (c) => c.notNull())
    .addColumn("doer_name", "text", (c) => c.notNull())
    .addColumn("ordered_at", "bigint", (c) => c.notNull())
    .addColumn("next_index", "bigint", (c) => c.notNull())
    .addColumn("done_at", "bigint")
    .execute();
}
