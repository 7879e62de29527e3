import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/**
 * More than one version of a statement, and signatories who consent again. See schema.ts for what each column means. What
 * is there already was signed once, under the version that the first entry of its log opened.
 */
export async function versions(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema.alterTable("statement").addColumn("told_to", "bigint").execute();
  await db.schema
    .alterTable("version")
    .addColumn("opened_index", "bigint", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable("signature")
    .addColumn("consent_index", "bigint", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable("signature").addColumn("stayed_version", "integer").execute();
  await sql`update signature set consent_index = idx`.execute(db);
  // Most consent once, and are found by their own key: this index holds the others alone.
  await db.schema
    .createIndex("signature_resigned")
    .unique()
    .on("signature")
    .columns(["statement_id", "consent_index"])
    .where(sql<boolean>`consent_index <> idx`)
    .execute();
  await db.schema
    .createTable("former_consent")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("consent_index", "bigint", (c) => c.notNull())
    .addColumn("idx", "bigint", (c) => c.notNull())
    .addColumn("public_digest", bytes, (c) => c.notNull())
    .addColumn("private_digest", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("former_consent_key", ["statement_id", "consent_index"])
    .execute();
}
