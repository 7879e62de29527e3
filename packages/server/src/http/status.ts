import type { ErrorCode } from "@undersigned/core/errors.ts";

/** The one table from error code to HTTP status (RFC 9110 section 15). What is not here is a fault of ours. */
const STATUS = {
  malformed: 400,
  too_large: 413,
  not_utf8: 400,
  not_canonical: 422,
  text_refused: 422,
  unsupported: 422,
  source_empty: 422,
  source_damaged: 422,
  source_encrypted: 422,
  source_encoding: 422,
  source_without_words: 422,
  invalid_field: 422,
  not_found: 404,
  wrong_state: 409,
  wrong_version: 409,
  not_allowed: 403,
  unauthenticated: 401,
  token_invalid: 404,
  token_expired: 410,
  code_invalid: 422,
  attempts_exhausted: 410,
  rate_limited: 429,
  idempotency_conflict: 409,
  unavailable: 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

type Known = keyof typeof STATUS;

export type ErrorStatus = (typeof STATUS)[Known] | 500;

export function statusOf(code: ErrorCode): ErrorStatus {
  return isKnown(code) ? STATUS[code] : 500;
}

function isKnown(code: ErrorCode): code is Known {
  return Object.hasOwn(STATUS, code);
}
