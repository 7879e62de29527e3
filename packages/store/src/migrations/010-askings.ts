import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Who else says so: accounts of OpenID Connect, and others who are asked about a signatory. See schema.ts. */
export async function askings(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("openid_flow")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("flow_sealed", bytes, (c) => c.notNull())
    .addColumn("used", "integer", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("openid_flow_key", ["statement_id", "id"])
    .execute();
  await db.schema.createIndex("openid_flow_expiry").on("openid_flow").column("expires_at").execute();
  await db.schema
    .createTable("openid_account")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("account_mac", bytes, (c) => c.notNull())
    .addColumn("pending_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("openid_account_key", ["statement_id", "account_mac"])
    .execute();
  await db.schema
    .createIndex("openid_account_signatory")
    .on("openid_account")
    .columns(["statement_id", "pending_id"])
    .execute();
  await db.schema
    .createTable("asking")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("asked_by", "text", (c) => c.notNull())
    .addColumn("about", "text", (c) => c.notNull())
    .addColumn("mailbox_mac", bytes, (c) => c.notNull())
    .addColumn("asking_sealed", bytes, (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("asked_at", "bigint", (c) => c.notNull())
    .addColumn("answered_at", "bigint")
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("asking_key", ["statement_id", "id"])
    .execute();
  for (const column of ["asked_by", "about", "mailbox_mac"]) {
    await db.schema.createIndex(`asking_${column}`).on("asking").columns(["statement_id", column]).execute();
  }
  await db.schema
    .createIndex("asking_expiry")
    .on("asking")
    .column("expires_at")
    .where(sql.ref("state"), "=", sql.lit("asked"))
    .execute();
}
