import type { Kysely } from "kysely";
import { sql } from "kysely";

/** What stands at a domain is looked at again. See schema.ts. */
export async function looks(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("observation").addColumn("look_at", "bigint").execute();
  await db.schema
    .alterTable("observation")
    .addColumn("misses", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex("observation_look")
    .on("observation")
    .columns(["look_at"])
    .where(sql<boolean>`kind in ('dns', 'well-known', 'web-page')`)
    .execute();
}
