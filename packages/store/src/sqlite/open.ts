import { closeSync, openSync } from "node:fs";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { CompiledQuery, QueryResult } from "kysely";
import { columnsOf, quoteName, updateColumns } from "../bulk.ts";
import type { Store, Transaction } from "../engine.ts";
import { kyselyOver } from "../kysely-over.ts";
import { UnknownCommitError } from "../store-errors.ts";
import { makeTransactionScope } from "../transaction-scope.ts";
import type { Connection, Outcome } from "./connection.ts";
import { openReader } from "./connection.ts";
import { makeMutex } from "./mutex.ts";
import { checkCell, packRows } from "./packed-rows.ts";
import { sweepSqlite } from "./sweep.ts";
import type { Writer } from "./writer.ts";
import { startWriter } from "./writer.ts";
import { SqliteError } from "./writer-protocol.ts";

/** Opens the file, making it (readable by its owner alone) when there is none. It is not migrated yet. */
export async function openSqlite(file: string): Promise<Store> {
  // SQLite gives its -wal and -shm files the same permissions.
  closeSync(openSync(file, "a", 0o600));
  const writer = await startWriter(file);
  try {
    return storeOver(file, writer);
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** The store over a writer that has opened the file. */
export function storeOver(file: string, writer: Writer): Store {
  const reader = openReader(file);
  const mutex = makeMutex();
  const scope = makeTransactionScope();

  const db = kyselyOver("sqlite", async (query) => {
    scope.refuseInside("The store's db was used");
    if (onlyReads(query)) return resultOf(read(reader, query));
    const release = await mutex.acquire();
    try {
      return resultOf(await writer.request(requestOf(query)));
    } finally {
      release();
    }
  });

  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    const release = await mutex.acquire();
    try {
      reader.close();
      await writer.close();
    } finally {
      release();
    }
  }

  return {
    engine: "sqlite",
    db,
    async transaction(work) {
      scope.refuseInside("A transaction was begun");
      const release = await mutex.acquire();
      try {
        return await transact(writer, (tx) => scope.run(() => work(tx)));
      } finally {
        release();
      }
    },
    async sweep({ rewrite = false } = {}) {
      scope.refuseInside("The database was swept");
      const release = await mutex.acquire();
      try {
        return await sweepSqlite(writer, rewrite);
      } finally {
        release();
      }
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Rows that one call inserts. With the widest table that is a few hundred parameters, of SQLite's 32,766. */
const BLOCK_ROWS = 16;

async function transact<T>(writer: Writer, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const state: TransactionState = { failed: null, ended: false };
  await writer.request({ kind: "begin" });
  let result: T;
  try {
    result = await work(makeTransaction(writer, state));
    if (state.failed !== null) throw state.failed;
  } catch (error) {
    state.ended = true;
    await writer.request({ kind: "rollback" }).catch(() => {});
    throw error;
  }
  state.ended = true;
  try {
    await writer.request({ kind: "commit" });
  } catch (error) {
    throw outcomeKnown(error) ? error : new UnknownCommitError({ cause: error });
  }
  return result;
}

/** After an I/O error (SQLITE_IOERR, 10) or the death of the thread, only the file itself knows. */
function outcomeKnown(error: unknown): boolean {
  return error instanceof SqliteError && error.errcode !== null && error.errcode % 256 !== 10;
}

type TransactionState = { failed: Error | null; ended: boolean };

function makeTransaction(writer: Writer, state: TransactionState): Transaction {
  async function request(message: Parameters<Writer["request"]>[0]): Promise<Outcome> {
    if (state.ended) throw new Error("The transaction has ended");
    // SQLite would go on after a failed statement where PostgreSQL refuses: one rule for both.
    if (state.failed !== null)
      throw new Error("An earlier statement of this transaction failed", { cause: state.failed });
    try {
      return await writer.request(message);
    } catch (error) {
      state.failed = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
  return {
    engine: "sqlite",
    db: kyselyOver("sqlite", async (query) => resultOf(await request(requestOf(query)))),
    async insertMany(table, rows, options) {
      if (rows.length === 0) return 0;
      const columns = columnsOf(rows);
      const ignore = options?.onConflict === "ignore" ? " on conflict do nothing" : "";
      const row = `(${columns.map(() => "?").join(", ")})`;
      const into = `insert into ${quoteName(table)} (${columns.map(quoteName).join(", ")}) values `;
      const block = { sql: `${into}${Array(BLOCK_ROWS).fill(row).join(", ")}${ignore}`, rows: BLOCK_ROWS };
      const sql = `${into}${row}${ignore}`;
      return (await request({ kind: "many", sql, rows: packRows(columns, rows), block })).changes;
    },
    async updateMany(table, keyColumns, rows) {
      if (rows.length === 0) return 0;
      const { set, all } = updateColumns(keyColumns, rows);
      const assign = set.map((column) => `${quoteName(column)} = ?`).join(", ");
      const match = keyColumns.map((column) => `${quoteName(column)} = ?`).join(" and ");
      const sql = `update ${quoteName(table)} set ${assign} where ${match}`;
      return (await request({ kind: "many", sql, rows: packRows(all, rows) })).changes;
    },
    async lock() {},
  };
}

function requestOf(query: CompiledQuery) {
  const parameters = query.parameters.map((value, i) => checkCell(value, `parameter ${i + 1}`));
  return { kind: "run", sql: query.sql, parameters } as const;
}

function read(reader: Connection, query: CompiledQuery): Outcome {
  const { sql, parameters } = requestOf(query);
  try {
    const { rows, changes } = reader.run(sql, parameters);
    // The rows of node:sqlite have no prototype; everywhere else ours are plain objects.
    return { rows: rows.map((row) => ({ ...row })), changes };
  } catch (error) {
    if (!reader.database.isOpen) throw new UndersignedError("unavailable", "The database is closed", { cause: error });
    throw error;
  }
}

/** A raw statement counts as a read only when it begins with `select`; the reading connection refuses all writes anyway. */
function onlyReads(query: CompiledQuery): boolean {
  return query.query.kind === "SelectQueryNode" || (query.query.kind === "RawNode" && /^\s*select\b/i.test(query.sql));
}

function resultOf(outcome: Outcome): QueryResult<unknown> {
  return { rows: outcome.rows, numAffectedRows: BigInt(outcome.changes) };
}
