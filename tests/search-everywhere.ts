import { sql } from "kysely";
import type { Store } from "../packages/store/src/store.ts";

/** Where something was found: a table, a column of it, and the row. */
export type Found = {
  readonly table: string;
  readonly column: string;
  readonly row: Readonly<Record<string, unknown>>;
};

/**
 * Every cell of every table that holds one of the needles: texts whatever their case, bytes as they are, in hexadecimal
 * or in base64. `open` is asked what a sealed cell holds.
 */
export async function searchEverywhere(
  store: Store,
  needles: readonly (string | Uint8Array)[],
  open: (table: string, column: string, row: Readonly<Record<string, unknown>>) => string | null,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const table of await tablesOf(store)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(store.db);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const opened = column.endsWith("_sealed") && value !== null ? open(table, column, row) : null;
        if ([value, opened].some((held) => holds(held, needles))) found.push({ table, column, row });
      }
    }
  }
  return found;
}

async function tablesOf(store: Store): Promise<string[]> {
  const query =
    store.engine === "sqlite"
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  return (await query.execute(store.db)).rows.map(({ name }) => name);
}

function holds(held: unknown, needles: readonly (string | Uint8Array)[]): boolean {
  if (held instanceof Uint8Array) {
    const bytes = Buffer.from(held);
    return needles.some((needle) => bytes.includes(Buffer.from(needle)));
  }
  if (typeof held !== "string") return false;
  const text = held.toLowerCase();
  return needles.some((needle) =>
    typeof needle === "string"
      ? text.includes(needle.toLowerCase())
      : text.includes(Buffer.from(needle).toString("hex")) || held.includes(Buffer.from(needle).toString("base64")),
  );
}
