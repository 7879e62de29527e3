import { encodeHex } from "@undersigned/core/bytes.ts";
import type { Engine, Transaction } from "./engine.ts";
import { inBytes } from "./list.ts";

type Access = Pick<Transaction, "db">;

/** @param statementId "" for every statement of this depositary */
export async function insertOptOut(
  tx: Transaction,
  statementId: string,
  mailboxMac: Uint8Array,
  now: number,
): Promise<void> {
  await tx.insertMany("invitation_opt_out", [{ statement_id: statementId, mailbox_mac: mailboxMac, opted_at: now }], {
    onConflict: "ignore",
  });
}

/** Those of these MACs that want no invitation, in hexadecimal. */
export async function listOptedOut(
  { db, engine }: Access & { readonly engine: Engine },
  statementId: string,
  mailboxMacs: readonly Uint8Array[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom("invitation_opt_out")
    .select("mailbox_mac")
    .where("statement_id", "=", statementId)
    .where(inBytes(engine, "mailbox_mac", mailboxMacs))
    .execute();
  return new Set(rows.map((row) => encodeHex(row.mailbox_mac)));
}
