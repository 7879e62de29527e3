import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Every table of the first release. See schema.ts for what each column means. */
export async function foundation(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  const serial = engine === "postgres" ? sql`bigint generated always as identity` : sql`integer`;
  // Compared byte by byte, as SQLite does by itself, so that ranges of ids mean the same on both engines.
  const ordered = engine === "postgres" ? sql`text collate "C"` : sql`text`;
  const table = (name: string) => db.schema.createTable(name);

  await table("setting")
    .addColumn("name", "text", (c) => c.primaryKey().notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .execute();
  await table("administrator")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("mailbox", "text", (c) => c.notNull().unique())
    .addColumn("password", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
  await table("session")
    .addColumn("token_hash", bytes, (c) => c.primaryKey().notNull())
    .addColumn("administrator_id", "text", (c) => c.notNull().references("administrator.id").onDelete("cascade"))
    .addColumn("csrf", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await table("sign_in_code")
    .addColumn("administrator_id", "text", (c) =>
      c.primaryKey().notNull().references("administrator.id").onDelete("cascade"),
    )
    .addColumn("code_mac", bytes, (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await table("api_token")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("token_hash", bytes, (c) => c.notNull().unique())
    .addColumn("label", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
  await table("idempotency")
    .addColumn("key_hash", bytes, (c) => c.primaryKey().notNull())
    .addColumn("request_hash", bytes, (c) => c.notNull())
    .addColumn("status", "integer", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await table("rate")
    .addColumn("bucket", bytes, (c) => c.primaryKey().notNull())
    .addColumn("count", "bigint", (c) => c.notNull())
    .addColumn("resets_at", "bigint", (c) => c.notNull())
    .execute();
  await table("job")
    .addColumn("id", serial, (c) => c.primaryKey())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("key", "text", (c) => c.notNull())
    .addColumn("payload", "text", (c) => c.notNull())
    .addColumn("run_at", "bigint", (c) => c.notNull())
    .addColumn("lease_until", "bigint", (c) => c.notNull())
    .addColumn("again_at", "bigint")
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("error", "text")
    .addUniqueConstraint("job_kind_key", ["kind", "key"])
    .execute();
  await db.schema.createIndex("job_run_at").on("job").column("run_at").execute();
  await table("outbox")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", ordered, (c) => c.notNull())
    .addColumn("template", "text", (c) => c.notNull())
    .addColumn("mail_sealed", bytes)
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("next_at", "bigint", (c) => c.notNull())
    .addColumn("lease_until", "bigint", (c) => c.notNull())
    .addColumn("error", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("sent_at", "bigint")
    .addPrimaryKeyConstraint("outbox_key", ["statement_id", "id"])
    .execute();
  await db.schema
    .createIndex("outbox_waiting")
    .on("outbox")
    .column("next_at")
    .where(sql.ref("state"), "=", sql.lit("waiting"))
    .execute();
  await db.schema.createIndex("outbox_created").on("outbox").columns(["created_at", "id"]).execute();
  await statements(db, bytes, engine);
  await logs(db, bytes);
}

async function statements(db: Kysely<unknown>, bytes: ReturnType<typeof sql>, engine: Engine): Promise<void> {
  const table = (name: string) => db.schema.createTable(name);
  await table("statement")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("slug", "text", (c) => c.notNull().unique())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("draft", "text", (c) => c.notNull())
    .addColumn("title", "text", (c) => c.notNull())
    .addColumn("visibility", "text", (c) => c.notNull())
    .addColumn("link_key", "text", (c) => c.notNull())
    .addColumn("publishes_at", "bigint")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("opened_at", "bigint")
    .addColumn("closes_at", "bigint")
    .addColumn("closed_at", "bigint")
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("indexed_to", "bigint", (c) => c.notNull())
    .addColumn("mailboxes_kept", "integer", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("statement_created").on("statement").columns(["created_at", "id"]).execute();
  await table("version")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("number", "integer", (c) => c.notNull())
    .addColumn("digest", "text", (c) => c.notNull())
    .addColumn("manifest", bytes, (c) => c.notNull())
    .addColumn("consent_notice", "text", (c) => c.notNull())
    .addColumn("opened_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("version_key", ["statement_id", "number"])
    .execute();
  await table("text")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("lang", "text", (c) => c.notNull())
    .addColumn("sha256", "text", (c) => c.notNull())
    .addColumn("bytes", bytes, (c) => c.notNull())
    .addColumn("position", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("text_key", ["statement_id", "version", "lang"])
    .execute();
  await table("pending")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("input_sealed", bytes)
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("identity_mac", bytes, (c) => c.notNull())
    .addColumn("mailbox_mac", bytes, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("confirmed_index", "bigint")
    .addPrimaryKeyConstraint("pending_key", ["statement_id", "id"])
    .execute();
  await db.schema.createIndex("pending_mailbox").on("pending").columns(["statement_id", "mailbox_mac"]).execute();
  await db.schema
    .createIndex("pending_expiry")
    .on("pending")
    .column("expires_at")
    .where(sql.ref("input_sealed"), "is not", sql.lit(null))
    .execute();
  await table("signature")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("capacity", "text", (c) => c.notNull())
    .addColumn("named", "integer", (c) => c.notNull())
    .addColumn("level", "integer", (c) => c.notNull())
    .addColumn("version", "text", (c) => c.notNull())
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("identity_mac", bytes)
    .addColumn("pending_id", "text", (c) => c.notNull())
    .addColumn("ended_index", "bigint")
    .addColumn("public_digest", bytes, (c) => c.notNull())
    .addColumn("public_part", "text")
    .addColumn("public_salt", bytes)
    .addColumn("private_digest", bytes, (c) => c.notNull())
    .addColumn("private_sealed", bytes)
    .addColumn("signed_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("signature_key", ["statement_id", "idx"])
    .addUniqueConstraint("signature_identity", ["statement_id", "identity_mac"])
    .execute();
  await db.schema
    .createIndex("signature_listed")
    .on("signature")
    .columns(["statement_id", "kind", "idx"])
    .where(sql<boolean>`named = 1 and status = 'standing'`)
    .execute();
  await words(db, engine);
}

/**
 * A prefix of a word is a range of the key only where words compare as bytes, which is how SQLite compares and not how
 * most PostgreSQL databases do. The second index answers "which words has this signature".
 */
async function words(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const text = engine === "postgres" ? sql`text collate "C"` : sql`text`;
  const table = db.schema
    .createTable("signatory_word")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("word", text, (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("signatory_word_key", ["statement_id", "word", "idx"]);
  await (engine === "sqlite" ? table.modifyEnd(sql`without rowid`) : table).execute();
  await db.schema
    .createIndex("signatory_word_idx")
    .on("signatory_word")
    .columns(["statement_id", "idx", "word"])
    .execute();
}

async function logs(db: Kysely<unknown>, bytes: ReturnType<typeof sql>): Promise<void> {
  const table = (name: string) => db.schema.createTable(name);
  await table("log")
    .addColumn("log_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("size", "bigint", (c) => c.notNull())
    .addColumn("root", bytes, (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .execute();
  await table("entry")
    .addColumn("log_id", "text", (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addColumn("bytes", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("entry_key", ["log_id", "idx"])
    .execute();
  await table("tile")
    .addColumn("log_id", "text", (c) => c.notNull())
    .addColumn("level", "integer", (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addColumn("root", bytes, (c) => c.notNull())
    .addColumn("hashes", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("tile_key", ["log_id", "level", "idx"])
    .execute();
  await table("unpublished")
    .addColumn("log_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("size", "bigint", (c) => c.notNull())
    .execute();
  await table("publication")
    .addColumn("log_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("size", "bigint", (c) => c.notNull())
    .addColumn("root", bytes, (c) => c.notNull())
    .addColumn("checkpoint", bytes, (c) => c.notNull())
    .addColumn("head_index", "bigint")
    .addColumn("published_at", "bigint", (c) => c.notNull())
    .execute();
}
