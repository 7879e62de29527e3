import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** What comes after a version was opened and nobody signs: answers, corrections, translations. See schema.ts. */
export async function additions(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("addition")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("entry_index", "bigint", (c) => c.notNull())
    .addColumn("act", "text", (c) => c.notNull())
    .addColumn("version", "integer")
    .addColumn("sha256", "text")
    .addColumn("added_at", "bigint", (c) => c.notNull())
    .addColumn("told_to", "bigint")
    .addPrimaryKeyConstraint("addition_key", ["statement_id", "entry_index"])
    .execute();
  await db.schema
    .createIndex("addition_to_tell")
    .on("addition")
    .columns(["statement_id", "entry_index"])
    .where(sql.ref("told_to"), "is not", sql.lit(null))
    .execute();
  await db.schema
    .createTable("document")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("sha256", "text", (c) => c.notNull())
    .addColumn("format", "text", (c) => c.notNull())
    .addColumn("size", "integer", (c) => c.notNull())
    .addColumn("bytes", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("document_key", ["statement_id", "sha256"])
    .execute();
}
