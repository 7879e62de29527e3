import { RefusedError } from "@undersigned/core/errors.ts";

/** Too many acts; the next is taken after `retryAfter` seconds. */
export class RateLimitedError extends RefusedError {
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super("rate_limited", `Too many attempts from here in a short time. Please try again in ${inWords(retryAfter)}.`);
    this.retryAfter = retryAfter;
  }
}

function inWords(seconds: number): string {
  if (seconds === 1) return "a second";
  return seconds <= 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
