import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Logos of organisations that signed. See schema.ts. */
export async function logos(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("logo")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addColumn("sha256", "text", (c) => c.notNull())
    .addColumn("width", "integer", (c) => c.notNull())
    .addColumn("height", "integer", (c) => c.notNull())
    .addColumn("png", bytes, (c) => c.notNull())
    .addColumn("permitted_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("logo_key", ["statement_id", "idx"])
    .execute();
  await db.schema.createIndex("logo_file").on("logo").columns(["statement_id", "sha256"]).execute();
}
