import type { ErrorCode } from "../errors.ts";
import { MalformedError, UndersignedError, VerificationError } from "../errors.ts";

/** An error about a bundle, as plain data: a thread can send it to another. */
export type Failure = {
  readonly kind: "malformed" | "verification" | "other";
  readonly code: ErrorCode;
  readonly message: string;
};

/** @throws what it is given, when that is no error of ours: it says nothing about the bundle */
export function describeFailure(error: unknown): Failure {
  if (!(error instanceof UndersignedError)) throw error;
  const { code, message } = error;
  if (error instanceof MalformedError) return { kind: "malformed", code, message };
  return { kind: error instanceof VerificationError ? "verification" : "other", code, message };
}

/** The error that was described. */
export function makeError({ kind, code, message }: Failure): UndersignedError {
  switch (kind) {
    case "malformed":
      return new MalformedError(code, message);
    case "verification":
      return new VerificationError(code, message);
    default:
      return new UndersignedError(code, message);
  }
}
