import { randomBytes } from "node:crypto";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Logger } from "pino";
import { pino } from "pino";

/** Where the server says what it does: JSON lines that hold no mailbox, token, name or address of a reader. */
export type Log = Pick<Logger, "info" | "warn" | "error">;

/** A log, and how to write out what it holds back. */
export type OpenLog = { readonly log: Log; flush(): void };

/**
 * A log on standard output, written in batches. On a terminal only what needs attention is written, so that what the
 * start printed stays in sight.
 */
export function createLog(): OpenLog {
  const destination = pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 1000 });
  const log = pino({ level: process.stdout.isTTY ? "warn" : "info", base: null }, destination);
  return { log, flush: () => destination.flushSync() };
}

/** Says nothing, for tests. */
export const silent: Log = pino({ enabled: false });

/**
 * Logs a failure of ours under an id that can be told to whoever met it.
 * @returns the id
 */
export function logFailure(log: Log, error: unknown, where: Readonly<Record<string, string>>): string {
  const id = randomBytes(6).toString("hex");
  log.error({ id, ...where, error: describeError(error) }, "failed");
  return id;
}

/**
 * What may be said of an error: name, code and stack, and the message only where it is one of ours, the runtime's or
 * SQLite's. Messages of others may quote values, and those may be somebody's.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error ? String(error.code) : undefined;
  const ours = error instanceof UndersignedError || error.message.startsWith("invariant:");
  const plain = ours || code === "ERR_SQLITE_ERROR" || error instanceof TypeError || error instanceof RangeError;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(plain ? { message: error.message } : {}),
    at: frames?.slice(0, 12).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
