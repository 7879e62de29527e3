import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** "We never signed this": who says so, in confidence, and what became of it. See schema.ts. */
export async function disputes(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("dispute")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("signature_index", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("said_sealed", bytes)
    .addColumn("mailbox_mac", bytes, (c) => c.notNull())
    .addColumn("level", "integer", (c) => c.notNull())
    .addColumn("keeps_name", "integer", (c) => c.notNull())
    .addColumn("name", "text")
    .addColumn("answer_sealed", bytes)
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("opened_index", "bigint")
    .addColumn("opened_at", "bigint")
    .addColumn("settled_index", "bigint")
    .addColumn("settled_at", "bigint")
    .addPrimaryKeyConstraint("dispute_key", ["statement_id", "id"])
    .execute();
  await db.schema
    .createIndex("dispute_of_signature")
    .on("dispute")
    .columns(["statement_id", "signature_index"])
    .execute();
  await db.schema
    .createIndex("dispute_to_forget")
    .on("dispute")
    .columns(["expires_at"])
    .where(sql.ref("said_sealed"), "is not", sql.lit(null))
    .execute();
}
