import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Log } from "../log.ts";
import { logFailure } from "../log.ts";
import { statusOf } from "./status.ts";

/**
 * One line for each request: method, the pattern of the route (addresses hold tokens), status, milliseconds. Failures of
 * ours that a page answered are logged with what failed.
 */
export function requestLog(log: Log, clock: () => number = () => performance.now()): MiddlewareHandler {
  return async function logRequest(c, next) {
    const started = clock();
    await next();
    const { status } = c.res;
    const route = patternOf(c);
    if (isFailure(c.error) && !isProblem(c)) logFailure(log, c.error, { method: c.req.method, route });
    log.info({ method: c.req.method, route, status, ms: Math.round((clock() - started) * 10) / 10 }, "request");
  };
}

/**
 * For a page that answers a failure of ours itself, to keep what was typed: so that it is logged all the same.
 */
export function noteFailure(c: Context, error: unknown): void {
  c.error = error instanceof Error ? error : new Error(typeof error);
}

function isFailure(error: unknown): boolean {
  return error !== undefined && !(error instanceof UndersignedError && statusOf(error.code) < 500);
}

/** The API logs its own failures, since it tells their id. */
function isProblem(c: Context): boolean {
  return c.res.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
}

/** The last route that matched: what answered, or tried to. Only middleware matched where there is no such page. */
function patternOf(c: Context): string {
  return routePath(c, -1);
}
