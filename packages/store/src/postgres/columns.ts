import { invariant } from "@undersigned/core/errors.ts";
import type { Pool } from "pg";
import type { ColumnType } from "./array.ts";

/** Type of each column of each table, which `unnest` must be told. */
export type ColumnTypes = { of(table: string, column: string): ColumnType };

const KNOWN: readonly ColumnType[] = ["text", "int4", "int8", "bytea"];

/** Reads the types of the tables in the current schema, once they are migrated. */
export async function readColumnTypes(pool: Pool): Promise<ColumnTypes> {
  const { rows } = await pool.query<{ table_name: string; column_name: string; udt_name: string }>(
    "select table_name, column_name, udt_name from information_schema.columns where table_schema = current_schema()",
  );
  const types = new Map<string, ColumnType>();
  for (const row of rows) {
    const type = KNOWN.find((known) => known === row.udt_name);
    if (type !== undefined) types.set(`${row.table_name}.${row.column_name}`, type);
  }
  return {
    of(table, column) {
      const type = types.get(`${table}.${column}`);
      invariant(type !== undefined, `no such column: ${table}.${column}`);
      return type;
    },
  };
}
