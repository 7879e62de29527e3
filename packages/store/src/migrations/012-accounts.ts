import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/**
 * Administrators become accounts with a role, and with them come invitations, the statements that initiators run, and the
 * trail of what accounts did. Sessions and codes are made anew: whoever was signed in signs in once more. A key for programs
 * is its maker's from now on; one from before, like one made at the server, is an administrator's.
 */
export async function accounts(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema.dropTable("session").execute();
  await db.schema.dropTable("sign_in_code").execute();
  await db.schema.alterTable("administrator").renameTo("account").execute();
  if (engine === "postgres") {
    await sql`alter table account rename constraint administrator_pkey to account_pkey`.execute(db);
    await sql`alter table account rename constraint administrator_mailbox_key to account_mailbox_key`.execute(db);
  }
  await db.schema
    .alterTable("account")
    .addColumn("role", "text", (c) => c.notNull().defaultTo("administrator"))
    .execute();
  await db.schema.alterTable("api_token").addColumn("account_id", "text").execute();
  await db.schema
    .createTable("session")
    .addColumn("token_hash", bytes, (c) => c.primaryKey().notNull())
    .addColumn("id", "text", (c) => c.notNull().unique())
    .addColumn("account_id", "text", (c) => c.notNull().references("account.id").onDelete("cascade"))
    .addColumn("csrf", "text", (c) => c.notNull())
    .addColumn("way", "text", (c) => c.notNull())
    .addColumn("browser", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("used_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("sign_in_code")
    .addColumn("account_id", "text", (c) => c.primaryKey().notNull().references("account.id").onDelete("cascade"))
    .addColumn("code_mac", bytes, (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("account_invitation")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("token_hash", bytes, (c) => c.notNull().unique())
    .addColumn("mailbox", "text", (c) => c.notNull().unique())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("invited_by", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("assignment")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("account_id", "text", (c) => c.notNull().references("account.id").onDelete("cascade"))
    .addPrimaryKeyConstraint("assignment_key", ["statement_id", "account_id"])
    .execute();
  await db.schema
    .createTable("account_act")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("act", "text", (c) => c.notNull())
    .addColumn("doer_kind", "text", (c) => c.notNull())
    .addColumn("doer_id", "text", (c) => c.notNull())
    .addColumn("doer_name", "text", (c) => c.notNull())
    .addColumn("subject", "text")
    .addColumn("detail", "text")
    .addColumn("count", "integer", (c) => c.notNull())
    .addColumn("done_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("account_act_done").on("account_act").columns(["done_at", "id"]).execute();
}
