import { encodeHex } from "@undersigned/core/bytes.ts";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;

/** So many acts more in a bucket whose window is `window` milliseconds long. */
export type RateDelta = { readonly bucket: Uint8Array; readonly count: number; readonly window: number };

/** How many acts a bucket holds now, and when it is empty again. */
export type RateCount = { readonly count: number; readonly resetsAt: number };

/** Buckets in one statement; SQLite and PostgreSQL bound the parameters of one at 32,766 and 65,535. */
const CHUNK = 2_000;

/**
 * Counts acts, and returns the counts with them, one for each delta in the same order. A window begins with the first
 * act in it. Counting is one statement however many there are, so that a busy server counts a batch at a time.
 */
export async function addRates({ db }: Access, deltas: readonly RateDelta[], now: number): Promise<RateCount[]> {
  const merged = new Map<string, RateDelta>();
  for (const delta of deltas) {
    const key = encodeHex(delta.bucket);
    merged.set(key, { ...delta, count: delta.count + (merged.get(key)?.count ?? 0) });
  }
  // In one order for all, so that two servers that count the same buckets wait for each other and never in a circle.
  const ordered = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
  const counts = new Map<string, RateCount>();
  for (let start = 0; start < ordered.length; start += CHUNK) {
    const rows = await db
      .insertInto("rate")
      .values(
        ordered
          .slice(start, start + CHUNK)
          .map(({ bucket, count, window }) => ({ bucket, count, resets_at: now + window })),
      )
      .onConflict((conflict) =>
        conflict.column("bucket").doUpdateSet({
          count: sql`excluded.count + case when rate.resets_at > ${now} then rate.count else 0 end`,
          resets_at: sql`case when rate.resets_at > ${now} then rate.resets_at else excluded.resets_at end`,
        }),
      )
      .returningAll()
      .execute();
    for (const { bucket, count, resets_at } of rows) counts.set(encodeHex(bucket), { count, resetsAt: resets_at });
  }
  return deltas.map(({ bucket }) => counts.get(encodeHex(bucket)) ?? { count: 0, resetsAt: now });
}

/** Returns how many buckets were empty again. */
export async function deleteExpiredRates({ db }: Access, now: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("rate").where("resets_at", "<=", now).executeTakeFirst();
  return Number(numDeletedRows);
}
