import { MalformedError } from "@undersigned/core/errors.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { PendingRow } from "@undersigned/store/pending.ts";
import { listWaitingInVain, wipePending, wipePendingIn } from "@undersigned/store/pending.ts";
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

/** Ends those that can never be recorded. Returns how many; call it again until there are none. */
export async function endWaitingInVain({ store, secrets, clock, describe }: SigningDeps): Promise<number> {
  const now = clock();
  let ended = 0;
  for (const row of await listWaitingInVain(store, now, BATCH)) {
    const { title } = await describe(row.statement_id);
    try {
      const why = whyInVain(row, now);
      if (await store.transaction((tx) => endWaiting(tx, { secrets, title, now }, row, why, null))) ended += 1;
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      // What does not open names nobody to tell, and was promised to be deleted all the same.
      if (await wipePending(store, row.statement_id, row.id)) ended += 1;
    }
  }
  return ended;
}

function whyInVain(row: PendingRow & { readonly state: string }, now: number): WaitingEnd {
  if (row.expires_at < now) return "time";
  return row.state === "closed" ? "closed" : "text";
}
