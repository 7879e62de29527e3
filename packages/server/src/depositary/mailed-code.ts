import { RefusedError } from "@undersigned/core/errors.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { codeOf } from "./signing-tokens.ts";
import { equalTokens } from "./tokens.ts";

/** Wrong codes that may be typed for one mail. */
const ATTEMPTS = 5;

/** What was asked for by mail and waits to be confirmed. */
export type Mailed = { readonly id: string; readonly attempts: number; readonly expires_at: number };

/**
 * Holds a typed code against the mailed one. A wrong one is counted by `count`, in the transaction in which this was read, so
 * that guessing in parallel gains nothing. Once its time is over, what was confirmed answers like what was deleted: who asked
 * for it must not learn which.
 * @param again what to do when it is too late or tried too often, in words
 */
export async function checkMailedCode(
  { secrets }: SigningDeps,
  mailed: Mailed | null | undefined,
  {
    code,
    now,
    count,
    again,
  }: {
    readonly code: string;
    readonly now: number;
    readonly count: () => Promise<void>;
    readonly again: { readonly late: string; readonly exhausted: string };
  },
): Promise<void> {
  if (!mailed || mailed.expires_at < now) {
    throw refuse("token_expired", `The time for this code is over, or what was typed is deleted. ${again.late}`);
  }
  if (mailed.attempts >= ATTEMPTS) {
    throw refuse("attempts_exhausted", `${ATTEMPTS} wrong codes were typed. ${again.exhausted}`);
  }
  if (equalTokens(code, codeOf(secrets.macKey, mailed.id))) return;
  const left = ATTEMPTS - mailed.attempts - 1;
  await count();
  const rest =
    left === 0
      ? "No attempt is left: open the link in the mail instead."
      : `${left} more ${left === 1 ? "attempt" : "attempts"}.`;
  throw refuse("code_invalid", `That is not the code in the mail. ${rest}`);
}

function refuse(reason: "token_expired" | "attempts_exhausted" | "code_invalid", message: string): RefusedError {
  return new RefusedError(reason, message, { field: "code" });
}
