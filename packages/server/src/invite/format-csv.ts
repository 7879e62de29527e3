/**
 * Rows as CSV (RFC 4180) that a spreadsheet program may open: UTF-8 with a byte order mark, every cell quoted. What a
 * program would take for a formula gets an apostrophe before it, also behind spaces and in full width.
 */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(formatCell).join(",")).join("\r\n")}\r\n`;
}

function formatCell(cell: string): string {
  const safe = /^[\s]*[=+\-@＝＋－＠\t\r|%]/u.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}
