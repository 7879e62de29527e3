/**
 * Every error that this project throws on purpose. `code` is closed and stable: tests, HTTP and exit statuses match it,
 * never the message. A message says what was wrong, where, and what to do.
 */
export type ErrorCode =
  // bytes that are not what they claim to be
  | "malformed"
  | "too_large"
  | "not_utf8"
  | "not_canonical"
  | "text_refused"
  | "unsupported"
  // a file or page that cannot be read as it stands
  | "source_empty"
  | "source_damaged"
  | "source_encrypted"
  | "source_encoding"
  | "source_without_words"
  // a proof that does not hold
  | "digest_mismatch"
  | "root_mismatch"
  | "proof_invalid"
  | "signature_invalid"
  | "signature_missing"
  | "wrong_origin"
  | "wrong_time"
  | "illegal_entry"
  | "unknown_entry"
  | "commitment_mismatch"
  | "missing_file"
  | "missing_entry"
  | "extra_file"
  | "count_mismatch"
  // a rule or a conflict
  | "invalid_field"
  | "not_found"
  | "wrong_state"
  | "wrong_version"
  | "not_allowed"
  | "unauthenticated"
  | "token_invalid"
  | "token_expired"
  | "code_invalid"
  | "attempts_exhausted"
  | "rate_limited"
  | "idempotency_conflict"
  | "configuration"
  | "unavailable";

export class UndersignedError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** Bytes that do not parse: what, where (line and column, or offset), the limit. */
export class MalformedError extends UndersignedError {
  /** 1-based line, where the input has lines. */
  readonly line: number | undefined;
  /** 1-based column in code points, where the input has lines. */
  readonly column: number | undefined;
  constructor(
    code: ErrorCode,
    message: string,
    options?: ErrorOptions & { line?: number | undefined; column?: number | undefined },
  ) {
    super(code, message, options);
    this.line = options?.line;
    this.column = options?.column;
  }
}

/** A proof, digest or signature that does not hold. */
export class VerificationError extends UndersignedError {}

/** A rule that forbids what was asked, or a conflict with what already stands. */
export class RefusedError extends UndersignedError {
  /** Name of the input field at fault, as the API spells it, when one field is at fault. */
  readonly field: string | undefined;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { field?: string | undefined }) {
    super(code, message, options);
    this.field = options?.field;
  }
}

/** A state of our own that cannot be: a defect here, not in the input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
