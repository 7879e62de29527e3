import type { ErrorCode } from "@undersigned/core/errors.ts";
import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { ReadingTasks, TaskName } from "./reading.ts";

/** What the thread says once it can work. */
export const READY = "ready";

/** One task for the thread; it gets the next when it has answered. */
export type ReadingRequest<N extends TaskName = TaskName> = {
  readonly [M in N]: { readonly name: M; readonly given: ReadingTasks[M]["given"] };
}[N];

export type ReadingReply = { readonly made: unknown } | { readonly refused: CarriedError } | { readonly fault: string };

/** An error as it crosses between threads: structured cloning would drop its class and its code. */
export type CarriedError = {
  readonly kind: "malformed" | "refused";
  readonly code: ErrorCode;
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly field?: string | undefined;
};

/** A refusal, to be thrown again on the other side; null of anything else, which is a defect of ours. */
export function carryError(error: unknown): CarriedError | null {
  if (!(error instanceof UndersignedError)) return null;
  const { code, message } = error;
  if (error instanceof RefusedError) return { kind: "refused", code, message, field: error.field };
  const { line, column } = error instanceof MalformedError ? error : {};
  return { kind: "malformed", code, message, line, column };
}

export function reviveError({ kind, code, message, line, column, field }: CarriedError): UndersignedError {
  if (kind === "refused") return new RefusedError(code, message, { field });
  return new MalformedError(code, message, { line, column });
}

/**
 * Where in our code or a library's something failed. The message is left out: it may quote what was being read, and that is
 * logged nowhere.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 6)].join("\n");
}
