import { MalformedError } from "@undersigned/core/errors.ts";
import type { QueryResult } from "kysely";
import type { QueryResult as PgResult, PoolClient } from "pg";
import pg from "pg";
import { columnsOf, quoteName, updateColumns } from "../bulk.ts";
import type { Store, Transaction } from "../engine.ts";
import { kyselyOver } from "../kysely-over.ts";
import { UnknownCommitError } from "../store-errors.ts";
import { makeTransactionScope } from "../transaction-scope.ts";
import { formatArray } from "./array.ts";
import type { ColumnTypes } from "./columns.ts";
import { readColumnTypes } from "./columns.ts";
import { checkDurable, readDurability, replicaWarning } from "./durability.ts";
import { parseTypes } from "./parse-types.ts";
import { vacuumPeople } from "./vacuum.ts";

/** Milliseconds. A statement that takes longer has gone wrong. */
const STATEMENT_TIMEOUT = 30_000;
/** Milliseconds that a transaction may sit between two statements before the server ends it. */
const IDLE_TIMEOUT = 30_000;
const CONNECT_TIMEOUT = 10_000;
const POOL_SIZE = 10;
const ATTEMPTS = 3;

/** serialization_failure and deadlock_detected */
const RETRIABLE: readonly string[] = ["40001", "40P01"];

/** `local`, so that the settings also hold behind a pooler that hands each transaction another connection. */
const BEGIN =
  `begin isolation level read committed; set local statement_timeout = ${STATEMENT_TIMEOUT}; ` +
  `set local idle_in_transaction_session_timeout = ${IDLE_TIMEOUT}`;

export type PostgresStore = Store & {
  /** Learns the types of the columns: to be called once the schema is there. */
  readColumns(): Promise<void>;
};

/** Connects, and refuses a server that is not durable. The database is not migrated yet. */
export async function openPostgres(url: string, warn: (message: string) => void): Promise<PostgresStore> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "undersigned",
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    types: parseTypes,
    async onConnect(client) {
      checkDurable(await readDurability(client));
      await client.query(`set statement_timeout = ${STATEMENT_TIMEOUT}`);
    },
  });
  // A client that is lost while idle is replaced at the next query; without a listener it would end the process.
  let closing: Promise<void> | null = null;
  pool.on("error", (error) => {
    if (closing === null) warn(`A PostgreSQL connection was lost: ${error.message}`);
  });
  try {
    await warnOfReplicas(pool, warn);
  } catch (error) {
    await pool.end();
    throw error;
  }

  const scope = makeTransactionScope();
  let columns: ColumnTypes | null = null;
  return {
    engine: "postgres",
    db: kyselyOver("postgres", async (query) => {
      scope.refuseInside("The store's db was used");
      return resultOf(await pool.query(query.sql, [...query.parameters]).catch(refuseNul));
    }),
    async transaction(work, options) {
      scope.refuseInside("A transaction was begun");
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await transact(pool, columns, (tx) => scope.run(() => work(tx)));
        } catch (error) {
          if (!options?.retry || attempt === ATTEMPTS || !RETRIABLE.includes(sqlState(error) ?? "")) throw error;
        }
      }
    },
    async sweep() {
      scope.refuseInside("The database was swept");
      await vacuumPeople(pool, STATEMENT_TIMEOUT);
      return true;
    },
    async readColumns() {
      columns = await readColumnTypes(pool);
    },
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

async function warnOfReplicas(pool: pg.Pool, warn: (message: string) => void): Promise<void> {
  const client = await pool.connect();
  try {
    const warning = replicaWarning(await readDurability(client));
    if (warning !== null) warn(warning);
  } finally {
    client.release();
  }
}

async function transact<T>(
  pool: pg.Pool,
  columns: ColumnTypes | null,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // A connection that dies between two statements says so here; the next statement then fails.
  client.on("error", ignore);
  let broken: Error | undefined;
  const state = { ended: false };
  try {
    await client.query(BEGIN);
    const result = await work(makeTransaction(client, columns, state));
    state.ended = true;
    await commit(client);
    return result;
  } catch (error) {
    state.ended = true;
    if (error instanceof UnknownCommitError) broken = error;
    else await client.query("rollback").catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.off("error", ignore);
    client.release(broken);
  }
}

function ignore(): void {}

/**
 * A commit fails for certain only when the server says that it refused it: integrity constraint (class 23) or a
 * rolled-back transaction (class 40, save 40003 statement_completion_unknown). PostgreSQL documentation, appendix A.
 */
async function commit(client: PoolClient): Promise<void> {
  let result: PgResult;
  try {
    result = await client.query("commit");
  } catch (error) {
    if (/^(23|40(?!003))/.test(sqlState(error) ?? "")) throw error;
    throw new UnknownCommitError({ cause: error });
  }
  if (result.command !== "COMMIT") throw new Error("An earlier statement of this transaction failed");
}

/** character_not_in_repertoire: PostgreSQL keeps no text that holds U+0000. Where one got this far, it is the text's fault. */
function refuseNul(error: unknown): never {
  if (sqlState(error) !== "22021") throw error;
  throw new MalformedError("malformed", "A text holds the character U+0000: delete it.", { cause: error });
}

function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

function makeTransaction(client: PoolClient, columns: ColumnTypes | null, state: { ended: boolean }): Transaction {
  async function run(sql: string, values: readonly unknown[]): Promise<PgResult> {
    if (state.ended) throw new Error("The transaction has ended");
    return client.query(sql, [...values]).catch(refuseNul);
  }
  function unnest(table: string, names: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]) {
    if (columns === null) throw new Error("The types of the columns are not known before the migrations have run");
    const types = names.map((name) => columns.of(table, name));
    return {
      source: `unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(", ")})`,
      values: types.map((type, i) =>
        formatArray(
          type,
          rows.map((row) => row[names[i] ?? ""]),
        ),
      ),
    };
  }
  return {
    engine: "postgres",
    db: kyselyOver("postgres", async (query) => resultOf(await run(query.sql, query.parameters))),
    async insertMany(table, rows, options) {
      if (rows.length === 0) return 0;
      const names = columnsOf(rows);
      const { source, values } = unnest(table, names, rows);
      const ignore = options?.onConflict === "ignore" ? " on conflict do nothing" : "";
      const sql = `insert into ${quoteName(table)} (${names.map(quoteName).join(", ")}) select * from ${source}${ignore}`;
      return (await run(sql, values)).rowCount ?? 0;
    },
    async updateMany(table, keyColumns, rows) {
      if (rows.length === 0) return 0;
      const { set, all } = updateColumns(keyColumns, rows);
      const { source, values } = unnest(table, all, rows);
      const names = all.map(quoteName).join(", ");
      const assign = set.map((name) => `${quoteName(name)} = given.${quoteName(name)}`).join(", ");
      const match = keyColumns.map((name) => `target.${quoteName(name)} = given.${quoteName(name)}`).join(" and ");
      const sql = `update ${quoteName(table)} as target set ${assign} from ${source} as given (${names}) where ${match}`;
      return (await run(sql, values)).rowCount ?? 0;
    },
    async lock(name) {
      await run("select pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
    },
  };
}

function resultOf(result: PgResult): QueryResult<unknown> {
  return { rows: result.rows, numAffectedRows: BigInt(result.rowCount ?? 0) };
}
