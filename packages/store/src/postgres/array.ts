import { invariant } from "@undersigned/core/errors.ts";

/** The column types that the schema uses. */
export type ColumnType = "text" | "int4" | "int8" | "bytea";

/** Object identifiers of the types: PostgreSQL's catalog/pg_type.dat, fixed for ever. */
const OIDS: Readonly<Record<ColumnType, number>> = { bytea: 17, int8: 20, int4: 23, text: 25 };

/**
 * One column of many rows as a one-dimensional array in PostgreSQL's binary format (array_recv in arrayfuncs.c): number
 * of dimensions, whether nulls may follow, the element type, length, lower bound, then each element as its length (-1
 * for null) and its bytes; everything big-endian. Binary spares both sides the escaping, and bytes keep their size.
 */
export function formatArray(type: ColumnType, values: readonly unknown[]): Buffer {
  const elements = values.map((value) => formatElement(type, value));
  const total = elements.reduce((sum, element) => sum + 4 + (element?.length ?? 0), 20);
  const bytes = Buffer.allocUnsafe(total);
  bytes.writeInt32BE(1, 0);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(OIDS[type], 8);
  bytes.writeInt32BE(elements.length, 12);
  bytes.writeInt32BE(1, 16);
  let offset = 20;
  for (const element of elements) {
    offset = bytes.writeInt32BE(element?.length ?? -1, offset);
    if (element !== null) {
      bytes.set(element, offset);
      offset += element.length;
    }
  }
  return bytes;
}

function formatElement(type: ColumnType, value: unknown): Uint8Array | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "text":
      invariant(typeof value === "string", `a ${typeof value} cannot be stored as text`);
      return Buffer.from(value, "utf8");
    case "bytea":
      invariant(value instanceof Uint8Array, `a ${typeof value} cannot be stored as bytes`);
      return value;
    case "int4": {
      invariant(typeof value === "number" && Number.isSafeInteger(value), `not an integer: ${String(value)}`);
      const bytes = Buffer.allocUnsafe(4);
      bytes.writeInt32BE(value);
      return bytes;
    }
    case "int8": {
      invariant(typeof value === "number" && Number.isSafeInteger(value), `not an integer: ${String(value)}`);
      const bytes = Buffer.allocUnsafe(8);
      bytes.writeBigInt64BE(BigInt(value));
      return bytes;
    }
  }
}
