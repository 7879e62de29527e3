import type { Insertable, Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** The two databases that the store runs on. */
export type Engine = "sqlite" | "postgres";

export type TableName = keyof Database & string;

/**
 * One database, whichever engine. All access inside `transaction` goes through the `Transaction` it gives: using `db` or
 * `transaction` of the store there is refused, because on SQLite it would wait for itself for ever.
 */
export type Store = {
  readonly engine: Engine;
  /** Reads, and single statements that stand alone. On SQLite a `select` runs in process; anything else on the writer. */
  readonly db: Kysely<Database>;
  /**
   * Runs `work` in one transaction and commits it, or rolls back when `work` throws. A statement that failed dooms the
   * transaction on both engines, even when `work` swallows its error.
   * SQLite: BEGIN IMMEDIATE on the one writer, one transaction at a time. PostgreSQL: READ COMMITTED on a pooled client;
   * with `retry` the whole of `work` runs again (at most three times) after a serialization failure or a deadlock.
   * @throws UnknownCommitError when nobody can say whether the commit happened: re-read before doing anything else
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * After something was erased: makes the engine let go of the bytes that deleting leaves behind. SQLite empties its
   * write-ahead log into the file; with `rewrite` it first writes the whole file anew, during which nobody else writes.
   * PostgreSQL vacuums the tables that hold people, and does the same with and without `rewrite`.
   * @returns false when another process was in the way: to be tried again later
   */
  sweep(options?: { readonly rewrite?: boolean }): Promise<boolean>;
  /** Waits for the transaction under way, checkpoints (SQLite), and closes every connection. Again: the same promise. */
  close(): Promise<void>;
};

export type TransactionOptions = { readonly retry?: boolean };

export type Transaction = {
  readonly engine: Engine;
  readonly db: Kysely<Database>;
  /**
   * Inserts all rows in one round trip. Columns are those that any row has; a row that lacks one gets null.
   * @returns how many rows were inserted (fewer than given only with `onConflict: "ignore"`)
   */
  insertMany<T extends TableName>(
    table: T,
    rows: readonly Insertable<Database[T]>[],
    options?: { readonly onConflict?: "ignore" },
  ): Promise<number>;
  /**
   * Updates many rows by key in one round trip: every row must have the same columns, the key columns among them, and
   * no key twice.
   * @returns how many rows were found and updated
   */
  updateMany<T extends TableName>(
    table: T,
    keyColumns: readonly (keyof Database[T] & string)[],
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<number>;
  /** Held until the transaction ends. PostgreSQL: an advisory lock on the name; SQLite: nothing, the writer is alone. */
  lock(name: string): Promise<void>;
};
