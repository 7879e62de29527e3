import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "./engine.ts";
import { migrate } from "./migrate.ts";
import { openPostgres } from "./postgres/open.ts";
import { backUp } from "./sqlite/back-up.ts";
import { openSqlite } from "./sqlite/open.ts";

export type { Store, Transaction } from "./engine.ts";

export type OpenOptions = {
  /** `postgres://…`; when absent or null, `file` is used. */
  readonly url?: string | null;
  /** Path of the SQLite file; its folder must exist. */
  readonly file?: string;
  /** Told what an operator should know. */
  readonly warn?: (message: string) => void;
};

/**
 * Opens the database and brings its schema up to date.
 * @throws RefusedError `configuration` when the database is newer than this release, or not durable
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  if (options.url) return openOnPostgres(options.url, options.warn ?? emitWarning);
  if (options.file === undefined)
    throw new RefusedError("configuration", "Neither a database URL nor a file was given");
  return openOnFile(options.file);
}

async function openOnFile(file: string): Promise<Store> {
  const store = await openSqlite(file);
  try {
    await migrate(store, {
      backUp: async (from) => {
        backUp(file, `schema-${from}`, new Date());
      },
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function openOnPostgres(url: string, warn: (message: string) => void): Promise<Store> {
  const store = await openPostgres(url, warn);
  try {
    await migrate(store);
    await store.readColumns();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function emitWarning(message: string): void {
  process.emitWarning(message);
}
