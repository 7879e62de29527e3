import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** How the depositary's key, or its host, was handed over, one after another. */
export async function identityActs(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("identity_act")
    .addColumn("number", "integer", (c) => c.primaryKey().notNull())
    .addColumn("entry", bytes, (c) => c.notNull())
    .addColumn("proof", bytes, (c) => c.notNull())
    .execute();
}
