import { STATUS_CODES } from "node:http";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { FieldsRefusedError } from "../depositary/field-problems.ts";
import { RateLimitedError } from "../depositary/rate-limited.ts";
import type { Log } from "../log.ts";
import { logFailure } from "../log.ts";
import { statusOf } from "./status.ts";

/** What is wrong with one member of the request. */
export type ProblemField = {
  /** Members joined by dots: "texts.0.lang". */
  readonly field: string;
  readonly message: string;
  readonly limit?: number | undefined;
  /** 1-based, in code points, where the field is a text. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
};

/** RFC 9457. `type` is always "about:blank": `code` says which problem it is. */
export type Problem = {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode | "method_not_allowed" | "unsupported_media_type" | "internal";
  readonly errors?: readonly ProblemField[];
  /** Under which a failure of ours is logged. */
  readonly id?: string;
};

/** Answers a problem as `application/problem+json`. */
export function sendProblem(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "Content-Type": "application/problem+json; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });
}

export function makeProblem(
  status: number,
  code: Problem["code"],
  detail: string,
  more: Pick<Problem, "errors" | "id"> = {},
): Problem {
  return { type: "about:blank", title: STATUS_CODES[status] ?? "Error", status, detail, code, ...more };
}

/** An error as the API answers it. What is not a refusal is logged, and answered by the id of that line alone. */
export function problemResponse(c: Context, error: unknown, log: Log): Response {
  if (error instanceof HTTPException) return sendProblem(httpProblem(error));
  if (!(error instanceof UndersignedError)) return failure(c, error, log);
  const status = statusOf(error.code);
  if (status === 500) return failure(c, error, log);
  const fields = fieldsOf(error);
  const problem = makeProblem(status, error.code, error.message, fields.length > 0 ? { errors: fields } : {});
  return sendProblem(problem, headersOf(error));
}

/** Headers that belong to a refusal, on pages as in the API. */
export function headersOf(error: unknown): Record<string, string> {
  if (error instanceof RateLimitedError) return { "Retry-After": String(error.retryAfter) };
  if (!(error instanceof UndersignedError)) return {};
  if (error.code === "unavailable") return { "Retry-After": "5" };
  if (error.code === "unauthenticated") return { "WWW-Authenticate": 'Bearer realm="undersigned"' };
  return {};
}

function fieldsOf(error: UndersignedError): readonly ProblemField[] {
  if (error instanceof FieldsRefusedError) {
    return error.problems.map(({ field, message, limit, line, column }) => ({ field, message, limit, line, column }));
  }
  if (error instanceof RefusedError && error.field !== undefined)
    return [{ field: error.field, message: error.message }];
  if (error instanceof MalformedError && error.line !== undefined) {
    return [{ field: "", message: error.message, line: error.line, column: error.column }];
  }
  return [];
}

/** Hono's own refusals: a body that is not JSON, a media type that is not taken. */
function httpProblem(error: HTTPException): Problem {
  if (error.status === 415) {
    return makeProblem(415, "unsupported_media_type", "Send the body as application/json, and say so in Content-Type.");
  }
  if (error.status >= 400 && error.status < 500)
    return makeProblem(error.status, "malformed", error.message || "The request cannot be read.");
  return makeProblem(500, "internal", "Something failed on our side.");
}

function failure(c: Context, error: unknown, log: Log): Response {
  const id = logFailure(log, error, { method: c.req.method });
  return sendProblem(makeProblem(500, "internal", `Something failed on our side. It is logged as ${id}.`, { id }));
}
