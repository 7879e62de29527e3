import { isDeepStrictEqual } from "node:util";
import type { TableName } from "../packages/store/src/engine.ts";
import type { Store } from "../packages/store/src/store.ts";

/** What a backup would hold of statements, logs and signatures. */
const TABLES: readonly TableName[] = [
  "statement",
  "version",
  "text",
  "former_consent",
  "log",
  "entry",
  "tile",
  "unpublished",
  "publication",
  "pending",
  "outbox",
  "signature",
  "dispute",
  "observation",
  "signatory_word",
  "addition",
  "document",
  "erasure",
];

/** All rows of a database at one moment, to be put back later, as restoring a backup does. */
export type OlderDatabase = { putBack(store: Store): Promise<void> };

/** What is published meanwhile would be in one table and not in the other: a copy during which a log grew is made again. */
export async function copyDatabase(store: Store): Promise<OlderDatabase> {
  for (;;) {
    const before = await readSizes(store);
    const copies = await Promise.all(
      TABLES.map(async (table) => ({ table, rows: await store.db.selectFrom(table).selectAll().execute() })),
    );
    if (isDeepStrictEqual(before, await readSizes(store))) return makeOlder(copies);
  }
}

async function readSizes(store: Store): Promise<unknown> {
  return await store.db.selectFrom("log").select(["log_id", "size"]).orderBy("log_id").execute();
}

function makeOlder(copies: readonly { readonly table: TableName; readonly rows: readonly object[] }[]): OlderDatabase {
  return {
    async putBack(to) {
      await to.transaction(async (tx) => {
        for (const { table, rows } of copies) {
          await tx.db.deleteFrom(table).execute();
          await tx.insertMany(table, rows);
        }
      });
    },
  };
}
