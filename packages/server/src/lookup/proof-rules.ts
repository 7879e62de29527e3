import type { FetchRules } from "./fetch-rules.ts";

/** Bytes of what proves a domain. */
export const PROOF_LIMIT = 1_048_576;

/**
 * For what proves that somebody holds a domain: redirects lead only to the same host, or to it with or without `www.`, and the
 * bytes come as they are, whole.
 */
export function proofRules(types: readonly string[]): FetchRules {
  return {
    types,
    bodyLimit: PROOF_LIMIT,
    timeLimit: 10_000,
    redirectLimit: 3,
    encodings: [],
    followsElsewhere: false,
    takesTruncated: false,
    instead: "use the DNS record instead",
  };
}
