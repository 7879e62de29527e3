import type { SelectQueryBuilder } from "kysely";
import type { Engine } from "./engine.ts";

/**
 * Rows that another worker is just taking are passed over on PostgreSQL (FOR UPDATE SKIP LOCKED); on SQLite the writer is
 * alone and there are none.
 */
export function skipLocked<DB, TB extends keyof DB, O>(
  engine: Engine,
  query: SelectQueryBuilder<DB, TB, O>,
): SelectQueryBuilder<DB, TB, O> {
  return engine === "postgres" ? query.forUpdate().skipLocked() : query;
}

/**
 * Milliseconds to wait after failed attempt number `attempts` (1 or more): `first`, then four times as long each time,
 * at most `longest`.
 */
export function backoff(attempts: number, first: number, longest: number): number {
  return Math.min(longest, first * 4 ** Math.min(attempts - 1, 20));
}
