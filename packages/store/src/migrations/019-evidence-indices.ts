import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";
import { HAS_DOMAIN, signatureDomain } from "../organisations.ts";

/**
 * The keys of a statement's organisations, what is due to be looked at, and what an organisation itself sees of what it
 * signed are found without reading all that there is.
 */
export async function evidenceIndices(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createIndex("observation_key_note")
    .on("observation")
    .columns(["statement_id", "id"])
    .where(sql<boolean>`kind = 'key'`)
    .execute();
  await db.schema.dropIndex("observation_look").execute();
  await db.schema
    .createIndex("observation_look")
    .on("observation")
    .columns(["look_at", "observed_at"])
    .where(sql<boolean>`kind in ('dns', 'well-known', 'web-page')`)
    .execute();
  await db.schema.dropIndex("signature_domain").execute();
  await sql`create index signature_domain on signature
    ((${signatureDomain(engine)}), signed_at, statement_id, idx) where ${HAS_DOMAIN}`.execute(db);
}
