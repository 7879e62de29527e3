import { UndersignedError } from "@undersigned/core/errors.ts";

/** The connection was lost, or the disk failed, while committing: the transaction may or may not have happened. */
export class UnknownCommitError extends UndersignedError {
  constructor(options?: ErrorOptions) {
    super("unavailable", "The database was lost while committing: read again to learn whether it happened", options);
  }
}

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE: https://sqlite.org/rescode.html */
const SQLITE_UNIQUE: readonly number[] = [1555, 2067];

/** unique_violation: PostgreSQL documentation, appendix A */
const POSTGRES_UNIQUE = "23505";

/** Whether a statement failed because a row with the same key is already there. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("errcode" in error && typeof error.errcode === "number") return SQLITE_UNIQUE.includes(error.errcode);
  return "code" in error && error.code === POSTGRES_UNIQUE;
}
