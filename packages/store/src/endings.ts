import type { RemovalReason } from "@undersigned/core/signature/entry.ts";
import type { Kysely } from "kysely";
import { forgetAskings } from "./askings.ts";
import { endDisputes, forgetDisputesOf } from "./disputes.ts";
import { lockEndings } from "./ending-lock.ts";
import type { Store, Transaction } from "./engine.ts";
import { forgetInvitation } from "./invitations.ts";
import { inIntegers } from "./list.ts";
import { deleteLogos } from "./logos.ts";
import { deleteObservations } from "./observations.ts";
import { forgetMails } from "./outbox.ts";
import { forgetSubmitter } from "./pending.ts";
import type { Database, SignatureTable } from "./schema.ts";
import { deleteWords } from "./signatory-words.ts";

export type EndedSignature = {
  readonly index: number;
  /** The pending signature that it was confirmed from. */
  readonly pendingId: string;
  readonly status: SignatureTable["status"];
  /** Of a removal. */
  readonly reason: RemovalReason | null;
  /** Index of the act that ended it. */
  readonly endedIndex: number;
  /**
   * What becomes of its openings: destroyed now, so that nobody can say any more who it was; destroyed at a time (in
   * milliseconds since the epoch), and shown to nobody until then; or the private one alone is destroyed.
   */
  readonly forget: "now" | "private" | number;
  /** The name that it showed, for the public history of its dispute. */
  readonly name?: string | null;
};

/**
 * Ends signatures: they no longer bar a new one by the same identity, no search finds them, and their logos are deleted. Forgetting one destroys
 * both openings, its invitation and every mail of its mailbox that belongs to it, and is recorded in `erasure`.
 */
export async function endSignatures(
  tx: Transaction,
  statementId: string,
  ended: readonly EndedSignature[],
  now: number,
): Promise<void> {
  if (ended.length === 0) return;
  await lockEndings(tx, statementId);
  for (const { index, status, reason, endedIndex, forget, name = null } of ended) {
    const asDisputed = reason === "disputed";
    await endDisputes(tx, statementId, { index, entryIndex: endedIndex, asDisputed, name }, now);
    await tx.db
      .updateTable("signature")
      .set({
        status,
        reason,
        ended_index: endedIndex,
        identity_mac: null,
        ...(typeof forget === "number" ? { forget_at: forget } : { private_sealed: null }),
      })
      .where("statement_id", "=", statementId)
      .where("idx", "=", index)
      .execute();
  }
  const indices = ended.map(({ index }) => index);
  await deleteWords(tx, statementId, indices);
  await deleteLogos(tx, statementId, indices);
  for (const { pendingId, forget } of ended) {
    if (forget !== "private") continue;
    await forgetInvitation(tx, statementId, pendingId);
    // Whom it asked to speak for it, or named.
    await forgetAskings(tx, statementId, { pendingId, mailboxMac: new Uint8Array(0) });
  }
  // How it was found out who it is goes with the private opening.
  const closed = ended.filter((one) => typeof one.forget !== "number");
  await deleteObservations(tx, statementId, closed.map(holderOf));
  await forget(
    tx,
    statementId,
    ended.filter((one) => one.forget === "now"),
    now,
  );
}

function holderOf({ index }: { readonly index: number }): string {
  return String(index);
}

type Forgotten = Pick<EndedSignature, "index" | "pendingId" | "endedIndex">;

/** Destroys the openings of signatures, and all else by which the database knows who they were. */
async function forget(
  tx: Transaction,
  statementId: string,
  signatures: readonly Forgotten[],
  now: number,
): Promise<void> {
  await deleteObservations(tx, statementId, signatures.map(holderOf));
  for (const signature of signatures) {
    await tx.db
      .updateTable("signature")
      .set({ public_part: null, public_salt: null, private_sealed: null, identity_mac: null, forget_at: null })
      .where("statement_id", "=", statementId)
      .where("idx", "=", signature.index)
      .execute();
    await forgetMails(tx, statementId, signature);
    await forgetInvitation(tx, statementId, signature.pendingId);
    await forgetDisputesOf(tx, statementId, signature.index);
    await forgetSubmitter(tx, statementId, signature.pendingId);
  }
  await tx.insertMany(
    "erasure",
    signatures.map(({ index, endedIndex }) => ({
      statement_id: statementId,
      entry_index: endedIndex,
      signature_index: index,
      erased_at: now,
      swept: 0,
    })),
    { onConflict: "ignore" },
  );
}

/**
 * Forgets signatures that were forgotten before, in a newer state of this database. Those that it does not have at all are
 * recorded alone, so that whatever comes to stand at their index later is not taken for them.
 */
export async function forgetAgain(
  tx: Transaction,
  statementId: string,
  erased: readonly { readonly index: number; readonly endedIndex: number }[],
  now: number,
): Promise<void> {
  await lockEndings(tx, statementId);
  const indices = erased.map(({ index }) => index);
  const rows = await tx.db
    .selectFrom("signature")
    .select(["idx", "pending_id"])
    .where("statement_id", "=", statementId)
    .where(inIntegers(tx.engine, "idx", indices))
    .execute();
  const pendingIds = new Map(rows.map(({ idx, pending_id }) => [idx, pending_id]));
  await deleteWords(tx, statementId, indices);
  await deleteLogos(tx, statementId, indices);
  await forget(
    tx,
    statementId,
    erased.map((one) => ({ ...one, pendingId: pendingIds.get(one.index) ?? "" })),
    now,
  );
}

/**
 * Forgets the removed signatures whose time to object is over, at most `limit` of them. Returns how many; call it again
 * until it returns less.
 */
export async function forgetRemoved(store: Store, now: number, limit: number): Promise<number> {
  const due = await store.db
    .selectFrom("signature")
    .select("statement_id")
    .distinct()
    .where("forget_at", "<=", now)
    .limit(1)
    .execute();
  const statementId = due[0]?.statement_id;
  if (statementId === undefined) return 0;
  return await store.transaction(
    async (tx) => {
      await lockEndings(tx, statementId);
      const rows = await listDue(tx.db, statementId, now, limit);
      await forget(tx, statementId, rows, now);
      return rows.length;
    },
    { retry: true },
  );
}

async function listDue(
  db: Kysely<Database>,
  statementId: string,
  now: number,
  limit: number,
): Promise<readonly Forgotten[]> {
  const rows = await db
    .selectFrom("signature")
    .select(["idx", "pending_id", "ended_index"])
    .where("statement_id", "=", statementId)
    .where("forget_at", "<=", now)
    .limit(limit)
    .execute();
  return rows.map(({ idx, pending_id, ended_index }) => ({
    index: idx,
    pendingId: pending_id,
    endedIndex: ended_index ?? idx,
  }));
}
