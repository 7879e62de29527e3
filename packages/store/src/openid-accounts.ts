import { sql } from "kysely";
import { lockEndings } from "./ending-lock.ts";
import type { Transaction } from "./engine.ts";

type Claim = { readonly statementId: string; readonly accountMac: Uint8Array; readonly pendingId: string };

/**
 * An account confirms one signature of a statement. Returns the pending id of the signature that it confirms: this one, or
 * one that was first; null, and nothing is kept, when this one was taken back or ended meanwhile.
 */
export async function claimAccount(tx: Transaction, claim: Claim): Promise<string | null> {
  // Whoever is forgotten just now must not leave an account behind.
  await lockEndings(tx, claim.statementId);
  if (!(await holdSignatory(tx, claim))) return null;
  const row = { statement_id: claim.statementId, account_mac: claim.accountMac, pending_id: claim.pendingId };
  await tx.insertMany("openid_account", [row], { onConflict: "ignore" });
  const { pending_id } = await tx.db
    .selectFrom("openid_account")
    .select("pending_id")
    .where("statement_id", "=", claim.statementId)
    .where("account_mac", "=", claim.accountMac)
    .executeTakeFirstOrThrow();
  return pending_id;
}

/** Whether the signature stands or waits, which it then does until the transaction ends. */
async function holdSignatory({ db }: Transaction, { statementId, pendingId }: Claim): Promise<boolean> {
  const pending = await db
    .updateTable("pending")
    .set({ attempts: sql`attempts` })
    .where("statement_id", "=", statementId)
    .where("id", "=", pendingId)
    .returning("confirmed_index")
    .executeTakeFirst();
  if (pending === undefined) return false;
  if (pending.confirmed_index === null) return true;
  const standing = await db
    .selectFrom("signature")
    .select("idx")
    .where("statement_id", "=", statementId)
    .where("idx", "=", pending.confirmed_index)
    .where("status", "in", ["standing", "disputed"])
    .executeTakeFirst();
  return standing !== undefined;
}

/** The account may confirm another signature from now on. */
export async function releaseAccounts(
  { db }: Pick<Transaction, "db">,
  statementId: string,
  pendingId: string,
): Promise<void> {
  await db
    .deleteFrom("openid_account")
    .where("statement_id", "=", statementId)
    .where("pending_id", "=", pendingId)
    .execute();
}
