import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from "kysely";
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Engine } from "./engine.ts";
import type { Database } from "./schema.ts";

/** Executes one compiled query. */
export type Run = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

/**
 * Kysely over whatever executes queries: a pool, one client in a transaction, or the SQLite writer. Transactions are not
 * Kysely's business here but the store's, which must know what became of a commit; `db.transaction()` is refused.
 */
export function kyselyOver(engine: Engine, run: Run): Kysely<Database> {
  return new Kysely<Database>({ dialect: engine === "sqlite" ? sqliteDialect(run) : postgresDialect(run) });
}

function sqliteDialect(run: Run): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driverOver(run),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function postgresDialect(run: Run): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOver(run),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function driverOver(run: Run): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      return (await run(query)) as QueryResult<R>;
    },
    streamQuery(): never {
      throw new Error("Streaming is not offered: page by cursor");
    },
  };
  return {
    async init() {},
    async acquireConnection() {
      return connection;
    },
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    async releaseConnection() {},
    async destroy() {},
  };
}

async function refuseTransaction(): Promise<never> {
  throw new Error("Use the store's transaction(), not Kysely's");
}
