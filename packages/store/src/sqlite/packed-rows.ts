/** A value of a cell as SQLite binds it. */
export type Cell = string | number | bigint | null | Uint8Array;

/**
 * Rows on their way to the writer thread. Copying thousands of small byte arrays between threads one by one costs more
 * than inserting them, so all bytes travel in one buffer that is transferred, not copied.
 */
export type PackedRows = {
  readonly width: number;
  /** Row after row; null where `spans` puts bytes. */
  readonly cells: Cell[];
  /** Pairs: index into `cells`, length in bytes; the bytes follow one another in `bytes`. */
  readonly spans: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** The same statement for so many rows at once: what each call costs is then paid once for all of them. */
export type RowBlock = { readonly sql: string; readonly rows: number };

export function packRows(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): PackedRows {
  const cells: Cell[] = [];
  const blobs: Uint8Array[] = [];
  const spans: number[] = [];
  let total = 0;
  for (const row of rows) {
    for (const column of columns) {
      const value = row[column];
      if (value instanceof Uint8Array) {
        spans.push(cells.length, value.length);
        blobs.push(value);
        total += value.length;
        cells.push(null);
      } else {
        cells.push(checkCell(value, column));
      }
    }
  }
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const blob of blobs) {
    bytes.set(blob, offset);
    offset += blob.length;
  }
  return { width: columns.length, cells, spans: Float64Array.from(spans), bytes };
}

/** Puts the bytes back into `rows.cells` as views, and returns the cells. */
export function unpackCells(rows: PackedRows): Cell[] {
  const { cells, spans, bytes } = rows;
  let offset = 0;
  for (let i = 0; i + 1 < spans.length; i += 2) {
    const length = spans[i + 1] ?? 0;
    cells[spans[i] ?? 0] = bytes.subarray(offset, offset + length);
    offset += length;
  }
  return cells;
}

/** @throws TypeError when SQLite could not hold the value */
export function checkCell(value: unknown, column: string): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A ${typeof value} cannot be stored in ${column}`);
}
