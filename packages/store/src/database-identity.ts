import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "./engine.ts";
import type { Database } from "./schema.ts";

/**
 * Which history of which database server this is. A replica that is promoted, or a server recovered to a point in time,
 * begins a new timeline: what the old one committed last may be missing from it.
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-TIMELINES
 */
export type DatabaseIdentity = {
  /** System identifier, decimal: made once, by initdb. */
  readonly system: string;
  readonly timeline: number;
};

/**
 * Null on SQLite, which has nothing like it. PostgreSQL: one query, which also looks at the position of the log that is
 * written now, because the control file learns of a promotion only at the next checkpoint.
 */
export async function readDatabaseIdentity(engine: Engine, db: Kysely<Database>): Promise<DatabaseIdentity | null> {
  if (engine === "sqlite") return null;
  const { rows } = await sql<DatabaseIdentity>`
    select (select system_identifier::text from pg_control_system()) as system,
      ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int as timeline`.execute(db);
  return rows[0] ?? null;
}
