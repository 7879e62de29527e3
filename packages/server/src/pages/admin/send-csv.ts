import type { Context } from "hono";
import { formatCsv } from "../../invite/format-csv.ts";

/** A file to keep, which a spreadsheet program opens without running anything in it. */
export function sendCsv(c: Context, name: string, rows: readonly (readonly string[])[]): Response {
  return c.body(formatCsv(rows), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
  });
}
