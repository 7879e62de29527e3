import { fingerprintText } from "@undersigned/core/compare/fingerprints.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";
import type { SearchedText } from "../fingerprints.ts";
import { insertFingerprints } from "../fingerprints.ts";
import type { Database } from "../schema.ts";

/** By what copies are found, of everything that was opened so far, and where checks of copies are kept. See fingerprint-tables.ts. */
export async function finding(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  const id = engine === "postgres" ? sql`bigint generated always as identity` : sql`integer`;
  await db.schema
    .createTable("searched_text")
    .addColumn("id", id, (c) => (engine === "postgres" ? c.primaryKey() : c.primaryKey().autoIncrement()))
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("lang", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("searched_text_statement")
    .on("searched_text")
    .columns(["statement_id", "lang"])
    .execute();
  const fingerprint = db.schema
    .createTable("fingerprint")
    .addColumn("hash", "bigint", (c) => c.notNull())
    .addColumn("place", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("fingerprint_key", ["hash", "place"]);
  // The key is the whole row: SQLite then keeps it once.
  await (engine === "sqlite" ? fingerprint.modifyEnd(sql`without rowid`) : fingerprint).execute();
  await db.schema
    .createTable("kept_check")
    .addColumn("id", bytes, (c) => c.primaryKey().notNull())
    .addColumn("sealed", bytes, (c) => c.notNull())
    .addColumn("made_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint")
    .addColumn("public_id", "text", (c) => c.unique())
    .addColumn("public_body", bytes)
    .addColumn("published_at", "bigint")
    .execute();
  await db.schema.createIndex("kept_check_expires").on("kept_check").column("expires_at").execute();
  await fingerprintAll(db as Kysely<Database>);
}

async function fingerprintAll(db: Kysely<Database>): Promise<void> {
  const versions = await db
    .selectFrom("text")
    .select(["statement_id", "version", "lang"])
    .orderBy("statement_id")
    .orderBy("version")
    .orderBy("position")
    .execute();
  for (const { statement_id, version, lang } of versions) {
    const { bytes } = await db
      .selectFrom("text")
      .select("bytes")
      .where("statement_id", "=", statement_id)
      .where("version", "=", version)
      .where("lang", "=", lang)
      .executeTakeFirstOrThrow();
    await fingerprint(db, { statementId: statement_id, version, lang }, bytes);
  }
  // The language of a translation stands in its entry alone.
  const translations = await db
    .selectFrom("addition")
    .innerJoin("entry", (on) =>
      on.onRef("entry.log_id", "=", "addition.statement_id").onRef("entry.idx", "=", "addition.entry_index"),
    )
    .innerJoin("document", (on) =>
      on.onRef("document.statement_id", "=", "addition.statement_id").onRef("document.sha256", "=", "addition.sha256"),
    )
    .select(["addition.statement_id", "addition.version", "entry.bytes as entry", "document.bytes"])
    .where("addition.act", "=", "translation")
    .execute();
  for (const { statement_id, version, entry, bytes } of translations) {
    const said = parseEntry(entry);
    if (said.act !== "translation" || version === null) continue;
    await fingerprint(db, { statementId: statement_id, version, lang: said.lang }, bytes);
  }
}

async function fingerprint(db: Kysely<Database>, text: SearchedText, bytes: Uint8Array): Promise<void> {
  try {
    await insertFingerprints({ db }, text, fingerprintText(parseText(bytes)));
  } catch (error) {
    // A file that was damaged is found by nothing, and stops no upgrade.
    if (!(error instanceof MalformedError)) throw error;
  }
}
