import { MalformedError } from "@undersigned/core/errors.ts";
import { CsvError, parse } from "csv-parse/sync";

/** Rows of a list at most, its header aside. */
export const LIST_ROWS = 5_000;
/** Columns of a list at most. */
const LIST_COLUMNS = 60;
/** Characters of one row at most: more is a quotation mark that is not closed. */
const ROW_LIMIT = 20_000;

export type Delimiter = "," | ";" | "\t" | "|";

/** A row with the line that it begins on, counted from 1 as an editor does. */
export type ListRow = { readonly line: number; readonly cells: readonly string[] };

export type ReadList = { readonly delimiter: Delimiter; readonly rows: readonly ListRow[] };

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];
/** Rows that the delimiter is told by. */
const SAMPLE_ROWS = 50;

/**
 * Reads a list of values between delimiters (RFC 4180, and what programs make of it): quoted line breaks stay within their
 * cell, rows may be ragged, empty ones are left out. Cells are text, whatever they begin with: nothing is ever evaluated.
 * @throws MalformedError `too_large` beyond the limits, `malformed` with the line where a quotation mark is not closed
 */
export function readList(text: string): ReadList {
  if (text.trim() === "")
    throw new MalformedError("malformed", "The list is empty. It needs a line for each organisation.");
  // One kind of line end, also within cells: the reader counts the two characters of the other as two lines.
  const lines = text.replace(/\r\n?/g, "\n");
  const delimiter = guessDelimiter(lines);
  const rows = parseRows(lines, delimiter, LIST_ROWS + 2);
  if (rows.length > LIST_ROWS + 1) throw tooManyRows(lines);
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (width > LIST_COLUMNS) {
    throw new MalformedError(
      "too_large",
      `The list has ${width} columns, and at most ${LIST_COLUMNS} are taken. Delete those that are not needed here: a mailbox and a name are enough.`,
    );
  }
  return { delimiter, rows };
}

/** @throws MalformedError `too_large` always; the count is that of lines, which is near enough to understand it */
function tooManyRows(text: string): MalformedError {
  const lines = text.split("\n").length;
  return new MalformedError(
    "too_large",
    `The list has about ${lines.toLocaleString("en")} rows, and at most ${LIST_ROWS.toLocaleString("en")} are taken at once. Split it into files of ${LIST_ROWS.toLocaleString("en")} rows and send one after another: nobody is invited twice.`,
  );
}

function parseRows(text: string, delimiter: Delimiter, limit: number): ListRow[] {
  const rows: ListRow[] = [];
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: ROW_LIMIT,
      record_delimiter: "\n",
      to: limit,
      on_record(record: string[], { lines }) {
        rows.push({ line: lines - countBreaks(record), cells: record.map(tidyCell) });
        return null;
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw describeFault(error);
  }
}

/** The reader tells the line on which a row ends: those within its quoted cells lie before that. */
function countBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
}

/** One line, without the spaces around it: a name of two lines is one name. */
function tidyCell(cell: string): string {
  return cell.replace(/[\s\u00a0\u200b\ufeff]+/gu, " ").trim();
}

function describeFault(error: CsvError): MalformedError {
  const line = Number(Reflect.get(error, "lines") ?? 0);
  if (error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE") {
    return new MalformedError(
      "malformed",
      `A quotation mark (") that is opened in or before line ${line} is not closed, or the row is longer than ${ROW_LIMIT.toLocaleString("en")} characters. Close it, or delete it, and send the list again.`,
    );
  }
  return new MalformedError(
    "malformed",
    `Line ${line} of the list cannot be read. Look for a stray quotation mark (") there, mend it, and send the list again.`,
  );
}

/** The delimiter that cuts the first rows into most columns alike; a comma where none is found: then there is one column. */
function guessDelimiter(text: string): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ",", score: 0 };
  const sample = firstRows(text);
  for (const delimiter of DELIMITERS) {
    const widths = sample.map((line) => countOutsideQuotes(line, delimiter));
    const split = widths.filter((width) => width > 0);
    if (split.length === 0) continue;
    const usual = mostFrequent(split);
    const alike = split.filter((width) => width === usual).length;
    // How many rows it cuts alike matters most; among equals, how many columns there are.
    const score = alike * 100 + Math.min(usual, 50);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** The first rows as text, quoted line breaks and all. */
function firstRows(text: string): string[] {
  const rows: string[] = [];
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length && rows.length < SAMPLE_ROWS; i++) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    if (!quoted && c === "\n") {
      if (i > start) rows.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (rows.length < SAMPLE_ROWS && start < text.length) rows.push(text.slice(start));
  return rows;
}

function countOutsideQuotes(row: string, delimiter: Delimiter): number {
  let quoted = false;
  let count = 0;
  for (const c of row) {
    if (c === '"') quoted = !quoted;
    else if (c === delimiter && !quoted) count += 1;
  }
  return count;
}

function mostFrequent(values: readonly number[]): number {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
