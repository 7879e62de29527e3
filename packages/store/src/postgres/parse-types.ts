import type { CustomTypesConfig } from "pg";
import pg from "pg";

const BYTEA = 17;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * How values come back: bigint, and the sums and counts that PostgreSQL makes of it, as numbers; bytea as Uint8Array.
 * @throws RangeError for an integer that a JavaScript number cannot hold
 */
export const parseTypes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format !== "binary") {
      if (oid === INT8 || oid === NUMERIC) return parseNumber;
      if (oid === BYTEA) return parseBytes;
    }
    return pg.types.getTypeParser(oid, format);
  },
};

function parseNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) && !text.includes(".")) throw new RangeError(`${text} is beyond 2^53`);
  return value;
}

/** The hex format, `\x` and two digits a byte, the only one of a server with the default bytea_output. */
function parseBytes(text: string): Uint8Array {
  if (!text.startsWith("\\x")) throw new RangeError("The server's bytea_output must be hex");
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}
