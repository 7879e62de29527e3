import type { Outcome } from "./connection.ts";
import type { Cell, PackedRows, RowBlock } from "./packed-rows.ts";

/** What the writer thread is asked, one at a time and answered in order. */
export type WriterRequest =
  | { readonly kind: "run"; readonly sql: string; readonly parameters: readonly Cell[] }
  | { readonly kind: "many"; readonly sql: string; readonly rows: PackedRows; readonly block?: RowBlock }
  | { readonly kind: "begin" | "commit" | "rollback" | "close" };

export type WriterMessage = { readonly id: number; readonly request: WriterRequest };

/** An error as it crosses between threads: structured cloning would drop the codes. */
export type WriterFailure = { readonly message: string; readonly code: string | null; readonly errcode: number | null };

export type WriterReply =
  | { readonly id: number; readonly outcome: Outcome }
  | { readonly id: number; readonly failure: WriterFailure };

/** `id` of the first reply, which says whether the file could be opened. */
export const OPENED = 0;

/** A statement that SQLite refused. `errcode` is its extended result code, https://sqlite.org/rescode.html */
export class SqliteError extends Error {
  readonly code: string | null;
  readonly errcode: number | null;
  constructor(failure: WriterFailure) {
    super(failure.message);
    this.name = "SqliteError";
    this.code = failure.code;
    this.errcode = failure.errcode;
  }
}

export function describeFailure(error: unknown): WriterFailure {
  if (!(error instanceof Error)) return { message: String(error), code: null, errcode: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const errcode = "errcode" in error && typeof error.errcode === "number" ? error.errcode : null;
  return { message: error.message, code, errcode };
}
