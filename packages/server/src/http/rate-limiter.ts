import { RateLimitedError } from "../depositary/rate-limited.ts";
import type { RateAct, RateWindow } from "./rate-limits.ts";
import { RATE_LIMITS } from "./rate-limits.ts";

export type RateSubject = { readonly address: string; readonly statement?: string | undefined };

export type RateLimiter = {
  /** Counts one act. @throws RateLimitedError when one of its limits was reached */
  take(act: RateAct, subject: RateSubject): void;
};

/** So many acts more in a bucket whose window is `window` milliseconds long; what the store counts for all processes. */
export type RateDelta = { readonly bucket: Uint8Array; readonly count: number; readonly window: number };
export type RateCount = { readonly count: number; readonly resetsAt: number };

export type SharedLimiterOptions = {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The name of a bucket as others may see it: an HMAC, so that no address is kept. */
  readonly hide: (bucket: string) => Uint8Array;
  /** Adds to the counts that all processes share, and answers what they are now, in the same order. */
  readonly add: (deltas: readonly RateDelta[], now: number) => Promise<RateCount[]>;
};

/** Without limits, for tests and load. */
export const unlimited: RateLimiter = { take: () => undefined };

/** Buckets in memory at most; beyond that the oldest are forgotten, so that a flood of addresses cannot fill it. */
const MOST_BUCKETS = 200_000;

const LONGEST_NAME = 100;

type Bucket = {
  readonly limit: number;
  readonly window: number;
  /** Known to the store. */
  shared: number;
  /** Not yet told to the store. */
  own: number;
  resetsAt: number;
};

/**
 * Counts in memory, so that nobody waits for the database; `share` (called about once a second) tells the store what was
 * counted and learns what other processes counted. Between two calls each process may pass what the others have used up.
 * A bucket is told once it holds a tenth of its limit: most addresses send one signature, and need no row.
 */
export function createSharedLimiter(options: SharedLimiterOptions): RateLimiter & { share(): Promise<void> } {
  const { clock, hide, add } = options;
  const buckets = new Map<string, Bucket>();

  function count(name: string, { limit, window }: RateWindow, now: number): void {
    let bucket = buckets.get(name);
    if (bucket === undefined || bucket.resetsAt <= now) {
      buckets.delete(name);
      bucket = { limit, window, shared: 0, own: 0, resetsAt: now + window };
      buckets.set(name, bucket);
      forgetOldest(buckets);
    }
    if (bucket.shared + bucket.own >= limit) throw new RateLimitedError(Math.ceil((bucket.resetsAt - now) / 1000));
    bucket.own++;
  }

  return {
    take(act, { address, statement }) {
      const now = clock();
      const limits = RATE_LIMITS[act];
      for (const window of limits.address) count(`${act} address ${window.window} ${address}`, window, now);
      if (statement === undefined) return;
      // An address may hold any name for a statement, of any length; no statement has a longer one.
      const name = statement.slice(0, LONGEST_NAME);
      for (const window of limits.statement) count(`${act} statement ${window.window} ${name}`, window, now);
    },
    async share() {
      const now = clock();
      const told: { bucket: Bucket; delta: RateDelta }[] = [];
      for (const [name, bucket] of buckets) {
        if (bucket.resetsAt <= now) buckets.delete(name);
        else if (bucket.own >= Math.max(1, bucket.limit / 10)) {
          told.push({ bucket, delta: { bucket: hide(name), count: bucket.own, window: bucket.resetsAt - now } });
        }
      }
      if (told.length === 0) return;
      const counts = await add(
        told.map(({ delta }) => delta),
        now,
      );
      for (const [index, { bucket, delta }] of told.entries()) {
        const known = counts[index];
        if (known === undefined) continue;
        bucket.own -= delta.count;
        bucket.shared = known.count;
        bucket.resetsAt = known.resetsAt;
      }
    },
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const oldest of buckets.keys()) {
    if (buckets.size <= MOST_BUCKETS) return;
    buckets.delete(oldest);
  }
}
