import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { PendingRow } from "@undersigned/store/pending.ts";
import { listWaitingInVain, wipePendingIn } from "@undersigned/store/pending.ts";
import type { WaitingEnd } from "../mail/waiting-mails.ts";
import type { Secrets } from "../secrets.ts";
import { mailRow } from "./mail-row.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { furtherPendingMailId } from "./signing-tokens.ts";
import { openSubmission } from "./submission.ts";

/** Most that are ended in one go. */
const BATCH = 200;

/**
 * Deletes a signature that waited, and tells its mailbox why. False when it was recorded or taken back meanwhile.
 * @param reason of the initiator, in its own words
 */
export async function endWaiting(
  tx: Transaction,
  { secrets, title, now }: { readonly secrets: Secrets; readonly title: string; readonly now: number },
  { statement_id, id, input_sealed }: PendingRow,
  why: WaitingEnd,
  reason: string | null,
): Promise<boolean> {
  if (input_sealed === null) return false;
  const { input } = openSubmission(secrets, statement_id, id, input_sealed);
  if (!(await wipePendingIn(tx, statement_id, id))) return false;
  const mail = { template: "waiting-ended" as const, to: input.mailbox, params: { title, why, reason } };
  await tx.insertMany("outbox", [mailRow(secrets, statement_id, furtherPendingMailId(id), mail, now)]);
  return true;
}

/** Ends those that can never be recorded. Returns how many it looked at; call it again until there are few. */
export async function endWaitingInVain({ store, secrets, clock, describe }: SigningDeps): Promise<number> {
  const now = clock();
  const rows = await listWaitingInVain(store, now, BATCH);
  for (const row of rows) {
    const { title } = await describe(row.statement_id);
    const why = await whyInVain(store, row, now);
    await store.transaction((tx) => endWaiting(tx, { secrets, title, now }, row, why, null));
  }
  return rows.length;
}

async function whyInVain({ db }: Store, row: PendingRow, now: number): Promise<WaitingEnd> {
  if (row.expires_at < now) return "time";
  const statement = await db
    .selectFrom("statement")
    .select("state")
    .where("id", "=", row.statement_id)
    .executeTakeFirst();
  return statement?.state === "closed" ? "closed" : "text";
}
