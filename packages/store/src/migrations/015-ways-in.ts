import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Passkeys and accounts elsewhere by which people sign in, who no longer represents a domain, and an order for the trail. */
export async function waysIn(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("passkey")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("account_id", "text", (c) => c.notNull().references("account.id").onDelete("cascade"))
    .addColumn("public_key", bytes, (c) => c.notNull())
    .addColumn("counter", "bigint", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("used_at", "bigint")
    .execute();
  await db.schema.createIndex("passkey_account").on("passkey").column("account_id").execute();
  await db.schema
    .createTable("passkey_challenge")
    .addColumn("challenge_hash", bytes, (c) => c.primaryKey().notNull())
    .addColumn("account_id", "text", (c) => c.references("account.id").onDelete("cascade"))
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("openid_login")
    .addColumn("issuer", "text", (c) => c.notNull())
    .addColumn("subject", "text", (c) => c.notNull())
    .addColumn("account_id", "text", (c) => c.notNull().references("account.id").onDelete("cascade"))
    .addColumn("provider", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("openid_login_key", ["issuer", "subject"])
    .execute();
  await db.schema
    .createTable("former_representative")
    .addColumn("domain", "text", (c) => c.notNull())
    .addColumn("mailbox_mac", bytes, (c) => c.notNull())
    .addColumn("named", "text", (c) => c.notNull())
    .addColumn("revoked_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("former_representative_key", ["domain", "mailbox_mac"])
    .execute();
  await db.schema
    .createIndex("recorded_act_done")
    .on("recorded_act")
    .columns(["done_at", "statement_id", "entry_index"])
    .execute();
}
