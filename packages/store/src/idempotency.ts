import { equalBytes } from "@undersigned/core/bytes.ts";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;

/** `status` while the first request with a key is still at work. */
const UNDER_WAY = 0;

/** What is known of an idempotency key. */
export type Claim =
  /** Nothing: the request is ours to carry out, and `recordAnswer` or `releaseKey` must follow. */
  | { readonly kind: "new" }
  /** The same request is being carried out. */
  | { readonly kind: "under_way" }
  /** The key was used for another request. */
  | { readonly kind: "conflict" }
  | { readonly kind: "answered"; readonly status: number; readonly body: string };

/** Claims a key for a request. Of requests that come at once with the same key, exactly one gets `new`. */
export async function claimKey(
  { db }: Access,
  claim: {
    readonly keyHash: Uint8Array;
    readonly requestHash: Uint8Array;
    readonly now: number;
    readonly expiresAt: number;
  },
): Promise<Claim> {
  const values = { request_hash: claim.requestHash, status: UNDER_WAY, body: "", expires_at: claim.expiresAt };
  for (;;) {
    const claimed = await db
      .insertInto("idempotency")
      .values({ key_hash: claim.keyHash, ...values })
      .onConflict((conflict) =>
        conflict.column("key_hash").doUpdateSet(values).where(sql.ref("idempotency.expires_at"), "<=", claim.now),
      )
      .returning("status")
      .executeTakeFirst();
    if (claimed !== undefined) return { kind: "new" };
    const row = await db.selectFrom("idempotency").selectAll().where("key_hash", "=", claim.keyHash).executeTakeFirst();
    // Released between the two statements: it is free again.
    if (row === undefined) continue;
    if (!equalBytes(row.request_hash, claim.requestHash)) return { kind: "conflict" };
    if (row.status === UNDER_WAY) return { kind: "under_way" };
    return { kind: "answered", status: row.status, body: row.body };
  }
}

/** Keeps what was answered, for the same request if it comes again before `expiresAt`. */
export async function recordAnswer(
  { db }: Access,
  keyHash: Uint8Array,
  { status, body, expiresAt }: { readonly status: number; readonly body: string; readonly expiresAt: number },
): Promise<void> {
  const answer = { status, body, expires_at: expiresAt };
  await db.updateTable("idempotency").set(answer).where("key_hash", "=", keyHash).execute();
}

/** Gives up a claim after the request failed in a way that the client should try again. */
export async function releaseKey({ db }: Access, keyHash: Uint8Array): Promise<void> {
  await db.deleteFrom("idempotency").where("key_hash", "=", keyHash).where("status", "=", UNDER_WAY).execute();
}

/** Returns how many had expired. */
export async function deleteExpiredKeys({ db }: Access, now: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("idempotency").where("expires_at", "<=", now).executeTakeFirst();
  return Number(numDeletedRows);
}
