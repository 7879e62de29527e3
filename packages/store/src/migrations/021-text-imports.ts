import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Texts that were brought in and are being reviewed. See schema.ts. */
export async function textImports(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("text_import")
    .addColumn("account_id", "text", (c) => c.notNull().references("account.id").onDelete("cascade"))
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("source_sealed", bytes, (c) => c.notNull())
    .addColumn("choices_sealed", bytes, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("text_import_key", ["account_id", "id"])
    .execute();
  await db.schema.createIndex("text_import_expires").on("text_import").column("expires_at").execute();
}
