import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";
import { signatureDomain } from "../organisations.ts";

/**
 * What an organisation signed and initiated, by its domain. Of signatures the domain is read from the public part alone, by an
 * index over it: so nothing needs to be cleared when the signature ends. See organisations.ts.
 */
export async function organisations(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await sql`create index signature_domain on signature
    ((${signatureDomain(engine)}), signed_at, statement_id, idx)
    where kind = 'organisation' and named = 1 and status = 'standing' and level >= 2`.execute(db);
  await db.schema
    .createTable("initiator")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("domain", "text", (c) => c.notNull())
    .addColumn("opened_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("initiator_key", ["statement_id", "domain"])
    .execute();
  await db.schema
    .createIndex("initiator_domain")
    .on("initiator")
    .columns(["domain", "opened_at", "statement_id"])
    .execute();
}
