import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Witnesses of the log of heads: how it stands with each, what they cosigned, and which process asks them. */
export async function witnesses(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  const table = (name: string) => db.schema.createTable(name);
  await table("lease")
    .addColumn("name", "text", (c) => c.primaryKey().notNull())
    .addColumn("holder", "text", (c) => c.notNull())
    .addColumn("lease_until", "bigint", (c) => c.notNull())
    .execute();
  await table("witness")
    .addColumn("vkey", "text", (c) => c.primaryKey().notNull())
    .addColumn("confirmed_size", "bigint", (c) => c.notNull())
    .addColumn("condition", "text", (c) => c.notNull())
    .addColumn("detail", "text")
    .addColumn("since", "bigint", (c) => c.notNull())
    .addColumn("cosigned_at", "bigint")
    .execute();
  await table("cosigned")
    .addColumn("size", "bigint", (c) => c.primaryKey().notNull())
    .addColumn("root", bytes, (c) => c.notNull())
    .addColumn("checkpoint", bytes, (c) => c.notNull())
    .execute();
  await table("cosignature")
    .addColumn("size", "bigint", (c) => c.notNull())
    .addColumn("vkey", "text", (c) => c.notNull())
    .addColumn("signature", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("cosignature_key", ["size", "vkey"])
    .execute();
}
