import { equalBytes } from "@undersigned/core/bytes.ts";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";

type Access = Pick<Transaction, "db">;

/** What became of a typed code. */
export type CodeOutcome = "right" | "wrong" | "exhausted" | "expired";

/** The code that an account was mailed; an earlier one no longer counts, nor do the attempts at it. */
export async function putSignInCode(
  { db }: Access,
  code: { readonly accountId: string; readonly codeMac: Uint8Array; readonly expiresAt: number },
): Promise<void> {
  const values = { code_mac: code.codeMac, attempts: 0, expires_at: code.expiresAt };
  await db
    .insertInto("sign_in_code")
    .values({ account_id: code.accountId, ...values })
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet(values))
    .execute();
}

/**
 * Tries a code. The attempt is counted, and committed, before the code is compared, so that guesses sent at once cannot
 * get more than `limit` tries. A right code is used up. The codes are compared as MACs under a key of the depositary's
 * own: how long that takes says nothing about the code.
 */
export async function trySignInCode(
  { db }: Access,
  attempt: {
    readonly accountId: string;
    readonly codeMac: Uint8Array;
    readonly limit: number;
    readonly now: number;
  },
): Promise<CodeOutcome> {
  const { accountId, codeMac, limit, now } = attempt;
  const counted = await db
    .updateTable("sign_in_code")
    .set({ attempts: sql`attempts + 1` })
    .where("account_id", "=", accountId)
    .where("expires_at", ">", now)
    .returning(["code_mac", "attempts"])
    .executeTakeFirst();
  if (counted === undefined) return "expired";
  if (counted.attempts > limit) return "exhausted";
  if (!equalBytes(counted.code_mac, codeMac)) return "wrong";
  const { numDeletedRows } = await db
    .deleteFrom("sign_in_code")
    .where("account_id", "=", accountId)
    .where("code_mac", "=", codeMac)
    .executeTakeFirst();
  // Of two requests with the right code, one uses it up.
  return numDeletedRows > 0n ? "right" : "expired";
}
