import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** What is observed of signatories beyond their mailbox, and confirmed signatures that wait for it. See schema.ts. */
export async function observations(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("observation")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("holder", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("observation_sealed", bytes, (c) => c.notNull())
    .addColumn("attest_index", "bigint")
    .addColumn("observed_at", "bigint", (c) => c.notNull())
    .addColumn("seen_again_at", "bigint")
    .addPrimaryKeyConstraint("observation_key", ["statement_id", "id"])
    .execute();
  await db.schema
    .createIndex("observation_holder")
    .on("observation")
    .columns(["statement_id", "holder", "id"])
    .execute();
  // A bundle brings observations beside the entries that commit to them.
  await db.schema
    .createIndex("observation_attested")
    .on("observation")
    .columns(["statement_id", "attest_index"])
    .where(sql<boolean>`attest_index is not null`)
    .execute();
  await db.schema.alterTable("pending").addColumn("confirmed_at", "bigint").execute();
  await db.schema.alterTable("pending").addColumn("admitted_at", "bigint").execute();
  await db.schema
    .createIndex("pending_waiting")
    .on("pending")
    .columns(["statement_id", "confirmed_at"])
    .where(sql<boolean>`confirmed_at is not null and confirmed_index is null`)
    .execute();
}
