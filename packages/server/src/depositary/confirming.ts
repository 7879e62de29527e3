import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { markInvitedSigned } from "@undersigned/store/invitations.ts";
import type { ObservationTable } from "@undersigned/store/observation-table.ts";
import {
  deleteObservations,
  insertObservations,
  listObservations,
  recordObservations,
} from "@undersigned/store/observations.ts";
import type { PendingState } from "@undersigned/store/pending.ts";
import { countAttempt, markConfirmed, markWaiting, readPendingStates } from "@undersigned/store/pending.ts";
import { findIdentities } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { Outcome } from "./batcher.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { checkMailedCode } from "./mailed-code.ts";
import { findMissing } from "./missing.ts";
import type { Observed } from "./observing.ts";
import { openObserved } from "./observing.ts";
import type { Prepared } from "./preparing.ts";
import type { Recorded } from "./recording.ts";
import { nothingRecorded, recordSignature } from "./recording.ts";
import { refuseOldText } from "./refusals.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { furtherPendingMailId, makeWaitingToken, refuseToken } from "./signing-tokens.ts";
import { WAITING_TIME, waitsUntil } from "./waiting.ts";

/** Confirms a pending signature: by a mailed token (then `code` is null: the id was found by it) or by the mailed code. */
export type ConfirmAct = { kind: "confirm"; pendingId: string; code: string | null; prepared: Prepared | null };

/** Pending signatures in the hands of one batch, and what it writes of them. */
export type PendingBatch = {
  readonly deps: SigningDeps;
  readonly draft: LogDraft;
  readonly rows: ReadonlyMap<string, PendingState>;
  /** Indices of standing signatures by the same mailbox and name, by hexadecimal MAC. */
  readonly standing: Map<string, number>;
  /** By pending id, of those that wait. */
  readonly observed: Map<string, Observed[]>;
  readonly writes: PendingWrites;
};

type PendingWrites = Recorded & {
  readonly waiting: { id: string; confirmedAt: number; expiresAt: number }[];
  /** Ids of pending signatures whose observations are of no use: the same signatory has signed. */
  readonly dropped: string[];
  readonly fresh: Insertable<ObservationTable>[];
};

/** Works out confirmations in order, adding to `draft`, and writes their rows. Null: the signature waits for more. */
export async function confirmAll(
  deps: SigningDeps,
  draft: LogDraft,
  acts: readonly ConfirmAct[],
): Promise<Outcome<Sequenced | null>[]> {
  const ids = acts.map((act) => act.pendingId);
  const batch = await readBatch(deps, draft, ids);
  const outcomes: Outcome<Sequenced | null>[] = [];
  for (const act of acts) {
    const row = batch.rows.get(act.pendingId);
    try {
      if (act.code !== null) await checkCode(deps, draft, row, act.code);
      outcomes.push({ value: settle(batch, row, act.prepared) });
    } catch (error) {
      // Anything else, a statement that failed above all, dooms the transaction: the batch must not go on.
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  await writeBatch(batch);
  return outcomes;
}

export async function readBatch(
  deps: SigningDeps,
  draft: LogDraft,
  pendingIds: readonly string[],
): Promise<PendingBatch> {
  const { tx, statementId } = draft;
  const rows = new Map(
    (await readPendingStates(tx, statementId, [...new Set(pendingIds)])).map((row) => [row.id, row]),
  );
  const open = [...rows.values()].filter((row) => row.confirmed_index === null);
  const macs = open.map((row) => row.identity_mac);
  const standing = await findIdentities(tx.db, tx.engine, statementId, macs);
  const observed = new Map<string, Observed[]>();
  const holders = open.filter((row) => row.confirmed_at !== null).map((row) => row.id);
  for (const row of await listObservations(tx, statementId, holders)) {
    observed.set(row.holder, [...(observed.get(row.holder) ?? []), openObserved(deps.secrets, row)]);
  }
  const writes = { ...nothingRecorded(), waiting: [], dropped: [], fresh: [] };
  return { deps, draft, rows, standing, observed, writes };
}

export async function writeBatch({ draft: { tx, statementId, now }, writes }: PendingBatch): Promise<void> {
  await insertObservations(tx, writes.fresh);
  if (writes.signatures.length > 0) await tx.insertMany("signature", writes.signatures);
  if (writes.mails.length > 0) await tx.insertMany("outbox", writes.mails);
  if (writes.waiting.length > 0) await markWaiting(tx, statementId, writes.waiting);
  await recordObservations(tx, statementId, writes.observations);
  await deleteObservations(tx, statementId, writes.dropped);
  if (writes.confirmed.length === 0) return;
  await markConfirmed(tx, statementId, writes.confirmed);
  // And thereby what an invitation of the same mailbox asked for.
  const ids = writes.confirmed.map(({ id }) => id);
  await markInvitedSigned(tx, statementId, ids, now);
}

/**
 * Records a signature whose mailbox is confirmed, when nothing is missing of what was asked; else it waits from now on, or
 * goes on waiting, and this is null.
 */
export function settle(
  batch: PendingBatch,
  row: PendingState | undefined,
  prepared: Prepared | null,
): Sequenced | null {
  const { deps, draft, standing, writes } = batch;
  if (!row) throw refuseToken();
  if (row.confirmed_index !== null) return { index: row.confirmed_index, repeated: true };
  const identity = encodeHex(row.identity_mac);
  const earlier = standing.get(identity);
  if (earlier !== undefined) {
    row.confirmed_index = earlier;
    writes.confirmed.push({ id: row.id, index: earlier });
    writes.dropped.push(row.id);
    return { index: earlier, repeated: true };
  }
  const ready = checkOpen(draft, row, prepared);
  const observed = batch.observed.get(row.id) ?? [];
  const seen = observed.map(({ observation }) => observation);
  const { level, waitsFor } = findMissing(ready.asks, ready.input, seen, row.admitted_at !== null);
  if (waitsFor.length > 0) {
    if (row.confirmed_at === null) beginWaiting(batch, row, ready);
    return null;
  }
  const index = draft.state.size;
  const appended = recordSignature(deps, draft, row, ready, { level, observed }, writes);
  standing.set(identity, index);
  row.confirmed_index = index;
  return { index, repeated: false, appended };
}

function beginWaiting({ deps, draft, writes }: PendingBatch, row: PendingState, { input }: Prepared): void {
  const { statementId, now, about } = draft;
  const expiresAt = now + WAITING_TIME;
  row.confirmed_at = now;
  row.expires_at = expiresAt;
  writes.waiting.push({ id: row.id, confirmedAt: now, expiresAt });
  const token = makeWaitingToken(deps.secrets.macKey, row.id);
  const until = waitsUntil(expiresAt, draft.state.closes);
  const mail = { template: "waiting" as const, to: input.mailbox, params: { title: about.title, until, token } };
  writes.mails.push(mailRow(deps.secrets, statementId, furtherPendingMailId(row.id), mail, now));
}

/** What was prepared, if it may still be signed. */
export function checkOpen(draft: LogDraft, row: PendingState, prepared: Prepared | null): Prepared {
  if (row.kept === 0 || prepared === null || row.expires_at < draft.now) {
    throw new RefusedError(
      "token_expired",
      `The time to confirm is over, and what was typed is deleted. To sign, begin again at ${draft.about.url}.`,
    );
  }
  if (draft.state.status !== "open" || (draft.state.closes !== null && Date.parse(draft.state.closes) <= draft.now)) {
    throw new RefusedError(
      "wrong_state",
      "This statement is closed: it takes no more signatures. Yours was not counted.",
    );
  }
  if (prepared.input.version !== draft.state.version) {
    throw refuseOldText(draft.about.url);
  }
  return prepared;
}

/** Counts wrong codes on the row too, which the next act of the batch may be about. */
async function checkCode(
  deps: SigningDeps,
  { tx, statementId, now }: LogDraft,
  row: PendingState | undefined,
  code: string,
): Promise<void> {
  await checkMailedCode(deps, row, {
    code,
    now,
    async count() {
      if (row) row.attempts += 1;
      await countAttempt(tx.db, statementId, row?.id ?? "");
    },
    again: {
      late: "To sign, begin again; to see your signature, use the link in your mail.",
      exhausted: "Open the link in the mail instead, or sign again for a new mail.",
    },
  });
}
