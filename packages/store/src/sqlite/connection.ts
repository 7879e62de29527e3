import type { StatementSync } from "node:sqlite";
import { DatabaseSync } from "node:sqlite";
import type { Cell, PackedRows, RowBlock } from "./packed-rows.ts";
import { unpackCells } from "./packed-rows.ts";

export type Row = Record<string, unknown>;

/** What a statement gave: rows (of a select or a returning), or how many it changed. */
export type Outcome = { rows: Row[]; changes: number };

type Prepared = { statement: StatementSync; returnsRows: boolean };

/** Milliseconds to wait for a lock that another process holds. */
const BUSY_TIMEOUT = 10_000;

/** Kysely makes few different statements; the bound only guards against one that varies without end. */
const PREPARED_LIMIT = 512;

/** One connection with a cache of prepared statements. Synchronous: it runs in the writer thread, or reads in process. */
export type Connection = {
  readonly database: DatabaseSync;
  run(sql: string, parameters: readonly Cell[]): Outcome;
  /** Runs one statement for each row. */
  runMany(sql: string, rows: PackedRows, block?: RowBlock): Outcome;
  close(): void;
};

/**
 * The connection that writes. WAL with synchronous=FULL: a commit returns after its fsync. secure_delete: what was
 * erased is overwritten. https://sqlite.org/pragma.html
 */
export function openWriter(file: string): Connection {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
  enterWal(database);
  database.exec("pragma synchronous = full");
  database.exec("pragma secure_delete = on");
  database.exec("pragma temp_store = memory");
  database.exec("pragma cache_size = -65536");
  database.exec("pragma wal_autocheckpoint = 4000");
  database.exec("pragma journal_size_limit = 67108864");
  return makeConnection(database);
}

/** A connection that only reads. It sees what is committed at the moment each statement begins. */
export function openReader(file: string): Connection {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, readOnly: true });
  database.exec("pragma query_only = on");
  database.exec("pragma temp_store = memory");
  database.exec("pragma cache_size = -65536");
  return makeConnection(database);
}

function makeConnection(database: DatabaseSync): Connection {
  const cache = new Map<string, Prepared>();
  function prepare(sql: string): Prepared {
    const known = cache.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    if (cache.size >= PREPARED_LIMIT) cache.clear();
    cache.set(sql, prepared);
    return prepared;
  }
  return {
    database,
    run(sql, parameters) {
      const { statement, returnsRows } = prepare(sql);
      if (!returnsRows) return { rows: [], changes: Number(statement.run(...parameters).changes) };
      const rows = statement.all(...parameters);
      return { rows, changes: rows.length };
    },
    runMany(sql, packed, block) {
      const cells = unpackCells(packed);
      let start = 0;
      let changes = 0;
      function runWhole(statement: StatementSync, width: number): void {
        for (; start + width <= cells.length; start += width) {
          changes += Number(statement.run(...cells.slice(start, start + width)).changes);
        }
      }
      if (block !== undefined) runWhole(prepare(block.sql).statement, block.rows * packed.width);
      runWhole(prepare(sql).statement, packed.width);
      return { rows: [], changes };
    },
    close: () => database.close(),
  };
}

/**
 * Turning WAL on takes an exclusive lock, for which SQLite does not always wait when two processes open a new file at
 * once; the mode stays with the file, so the loser finds it on.
 */
function enterWal(database: DatabaseSync): void {
  const deadline = performance.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      database.exec("pragma journal_mode = wal");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/** SQLITE_BUSY in any of its extended forms: https://sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" && error.errcode % 256 === 5;
}
