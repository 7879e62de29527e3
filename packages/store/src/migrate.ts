import { RefusedError } from "@undersigned/core/errors.ts";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine, Store, Transaction } from "./engine.ts";
import { foundation } from "./migrations/001-foundation.ts";
import { endings } from "./migrations/002-endings.ts";
import { erasureJournal } from "./migrations/003-erasure-journal.ts";
import { versions } from "./migrations/004-versions.ts";
import { witnesses } from "./migrations/005-witnesses.ts";
import { statementActs } from "./migrations/006-statement-acts.ts";
import { identityActs } from "./migrations/007-identity-acts.ts";
import { additions } from "./migrations/008-additions.ts";
import { invitations } from "./migrations/009-invitations.ts";
import { askings } from "./migrations/010-askings.ts";
import { organisations } from "./migrations/011-organisations.ts";
import { accounts } from "./migrations/012-accounts.ts";
import { logos } from "./migrations/013-logos.ts";
import { observations } from "./migrations/014-observations.ts";
import { waysIn } from "./migrations/015-ways-in.ts";
import { disputes } from "./migrations/016-disputes.ts";
import { looks } from "./migrations/017-looks.ts";
import { representatives } from "./migrations/018-representatives.ts";
import { evidenceIndices } from "./migrations/019-evidence-indices.ts";
import { finding } from "./migrations/020-finding.ts";
import { textImports } from "./migrations/021-text-imports.ts";
import type { Database } from "./schema.ts";

export type Migration = {
  /** 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly name: string;
  up(db: Kysely<unknown>, engine: Engine): Promise<void>;
};

export const migrations: readonly Migration[] = [
  { version: 1, name: "foundation", up: foundation },
  { version: 2, name: "endings", up: endings },
  { version: 3, name: "erasure-journal", up: erasureJournal },
  { version: 4, name: "versions", up: versions },
  { version: 5, name: "witnesses", up: witnesses },
  { version: 6, name: "statement-acts", up: statementActs },
  { version: 7, name: "identity-acts", up: identityActs },
  { version: 8, name: "additions", up: additions },
  { version: 9, name: "invitations", up: invitations },
  { version: 10, name: "askings", up: askings },
  { version: 11, name: "organisations", up: organisations },
  { version: 12, name: "accounts", up: accounts },
  { version: 13, name: "logos", up: logos },
  { version: 14, name: "observations", up: observations },
  { version: 15, name: "ways-in", up: waysIn },
  { version: 16, name: "disputes", up: disputes },
  { version: 17, name: "looks", up: looks },
  { version: 18, name: "representatives", up: representatives },
  { version: 19, name: "evidence-indices", up: evidenceIndices },
  { version: 20, name: "finding", up: finding },
  { version: 21, name: "text-imports", up: textImports },
];

export type MigrateOptions = {
  /** Those of this release, unless a test says otherwise. */
  readonly list?: readonly Migration[];
  /** Called once before an existing database is changed, with the version that it has. */
  readonly backUp?: (from: number) => Promise<void>;
};

/**
 * Brings the schema up to this release, from whichever earlier one, each migration in its own transaction. Two processes
 * may do so at once: the row of a version is inserted before its changes are made, so the second waits for the first and
 * then finds the work done.
 * @throws RefusedError `configuration` when the database was made by a newer release
 */
export async function migrate(store: Store, options: MigrateOptions = {}): Promise<void> {
  const list = options.list ?? migrations;
  const newest = list.at(-1)?.version ?? 0;
  const from = await store.transaction(async (tx) => {
    await tx.lock("undersigned: migrate");
    await sql`create table if not exists schema_version
      (version integer primary key, name text not null, applied_at bigint not null)`.execute(tx.db);
    return currentVersion(tx.db);
  });
  if (from > newest) {
    throw new RefusedError(
      "configuration",
      `The database was made by a newer release (schema ${from}; this release knows ${newest}): ` +
        "run that release or a later one, or restore the backup made before the upgrade",
    );
  }
  if (from > 0 && from < newest) await options.backUp?.(from);
  for (const migration of list) {
    if (migration.version > from) await store.transaction((tx) => apply(tx, migration));
  }
}

/** Version of the newest migration that was applied; 0 for an empty database. */
async function currentVersion(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`select max(version) as version from schema_version`.execute(
    db,
  );
  return rows[0]?.version ?? 0;
}

async function apply(tx: Transaction, migration: Migration): Promise<void> {
  const { version, name } = migration;
  await tx.lock("undersigned: migrate");
  const { numAffectedRows } = await sql`insert into schema_version (version, name, applied_at)
    values (${version}, ${name}, ${Date.now()}) on conflict do nothing`.execute(tx.db);
  if (numAffectedRows === 0n) return;
  if (tx.engine === "postgres") await sql`set local statement_timeout = 0`.execute(tx.db);
  await migration.up(tx.db as Kysely<unknown>, tx.engine);
}
