import { invariant } from "@undersigned/core/errors.ts";

type Row = Readonly<Record<string, unknown>>;

/** The columns that any of the rows has, in order of first appearance. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column in row) columns.add(column);
  return [...columns];
}

/** Splits the columns of an update into the key and what is set, and checks that the rows agree. */
export function updateColumns(keyColumns: readonly string[], rows: readonly Row[]): { set: string[]; all: string[] } {
  const columns = columnsOf(rows);
  for (const row of rows) {
    for (const column of columns) invariant(row[column] !== undefined, `updateMany: a row lacks "${column}"`);
  }
  for (const key of keyColumns) invariant(columns.includes(key), `updateMany: the rows lack the key "${key}"`);
  const set = columns.filter((column) => !keyColumns.includes(column));
  invariant(set.length > 0, "updateMany: nothing to set");
  return { set, all: [...set, ...keyColumns] };
}

/** A quoted identifier. Names come from the code alone; the check keeps it so. */
export function quoteName(name: string): string {
  invariant(/^[a-z][a-z0-9_]*$/.test(name), `not a plain name: ${name}`);
  return `"${name}"`;
}
