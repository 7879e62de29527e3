import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import { listAccounts } from "@undersigned/store/accounts.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import {
  countDisputeAttempt,
  countDisputesBy,
  countOpenedSince,
  listDisputesOf,
  markDisputeWaiting,
  openDispute,
  readDispute,
  upholdSignature,
} from "@undersigned/store/disputes.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import { recordActs } from "@undersigned/store/recorded-acts.ts";
import { insertWords } from "@undersigned/store/signatory-words.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Outcome } from "./batcher.ts";
import { mailCheckers, mailOpened, mailOutcome, mailSignatory, mailUpheld, shownName } from "./dispute-mails.ts";
import type { Doer } from "./doer.ts";
import { doerColumns } from "./doer.ts";
import { stateOf } from "./ending-signatures.ts";
import { wordsOfSignatory } from "./fold-words.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import { checkMailedCode } from "./mailed-code.ts";
import { reachOf } from "./roles.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken, refuseToken } from "./signing-tokens.ts";

/**
 * Opens a dispute: by the mailed token (`code` is null: the id was found by it), by the mailed code, or by a human who looked
 * at one that waits.
 */
export type DisputeAct = {
  readonly kind: "dispute";
  readonly disputeId: string;
  readonly by: { readonly code: string | null } | Doer;
  /** Mailbox of whoever answers for the statement; null where none is known. */
  readonly contact: string | null;
};

/** Settles the open dispute over the signature at `index`: it stands. */
export type UpholdAct = {
  readonly kind: "uphold";
  readonly index: number;
  /** Null where the signatory's own evidence settled it. */
  readonly by: Doer | null;
  /** Why, for both sides. */
  readonly words: string | null;
};

/** Disputes that one mailbox may have open in a statement; what comes beyond waits for a human. */
const OPEN_BY_MAILBOX = 3;
/** Disputes by nothing but a mailbox that are opened in a statement in a day; what comes beyond waits for a human. */
const OPENED_A_DAY = 20;
const DAY = 86_400_000;

/** It is confirmed, and a human looks at it before anything is hidden: an answer, and no refusal. */
export class DisputeWaits extends UndersignedError {
  constructor() {
    super("wrong_state", "This dispute waits for a human before anything is hidden.");
  }
}

/** Works out disputes and their upholding in order, adding to `draft`. */
export async function disputeAll(
  deps: SigningDeps,
  draft: LogDraft,
  acts: readonly (DisputeAct | UpholdAct)[],
): Promise<Outcome<Sequenced>[]> {
  await lockEndings(draft.tx, draft.statementId);
  const outcomes: Outcome<Sequenced>[] = [];
  for (const act of acts) {
    try {
      const value = act.kind === "dispute" ? await openOne(deps, draft, act) : await upholdOne(deps, draft, act);
      outcomes.push({ value });
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  return outcomes;
}

async function openOne(deps: SigningDeps, draft: LogDraft, { disputeId, by, contact }: DisputeAct): Promise<Sequenced> {
  const { tx, statementId, now } = draft;
  const dispute = await readDispute(tx.db, statementId, disputeId);
  if ("code" in by && by.code !== null) await checkCode(deps, draft, dispute, by.code);
  if (dispute === null) throw refuseToken();
  if (dispute.opened_index !== null) return { index: dispute.opened_index, repeated: true };
  const isHuman = !("code" in by);
  if (dispute.state === "waiting" && !isHuman) throw new DisputeWaits();
  if (dispute.state === "declined" || dispute.state === "ended" || dispute.state === "removed") throw refuseSettled();
  if (dispute.state === "unconfirmed" && (isHuman || dispute.expires_at < now)) throw refuseExpired();
  const row = await readSignature(tx.db, statementId, dispute.signature_index);
  refuseDisputing(row);
  const checkers = (await listAccounts(tx)).flatMap(({ role, mailbox }) => (reachOf(role, "dispute") ? [mailbox] : []));
  if (!isHuman && (await isTooMany(draft, dispute))) {
    await markDisputeWaiting(tx, statementId, disputeId);
    await tx.insertMany("outbox", mailCheckers(deps, draft, dispute, { checkers, contact, hidden: false }));
    throw new DisputeWaits();
  }
  const { index, sequenced } = append(deps, draft, row, { act: "dispute", of: row.idx });
  await openDispute(tx, statementId, { id: disputeId, index: row.idx, entryIndex: index, now });
  await tx.insertMany("outbox", [
    ...mailOpened(deps, draft, dispute, row),
    ...mailSignatory(deps, draft, row),
    ...mailCheckers(deps, draft, dispute, { checkers, contact, hidden: true }),
  ]);
  if (isHuman) await record(draft, index, row.idx, "dispute", by);
  return sequenced;
}

/** Whoever shows no more than some mailbox can hide a few names at once, not a list. */
async function isTooMany({ tx, statementId, now }: LogDraft, { level, mailbox_mac }: DisputeRow): Promise<boolean> {
  if (level > 1) return false;
  const { open } = await countDisputesBy(tx, statementId, mailbox_mac, now);
  return open >= OPEN_BY_MAILBOX || (await countOpenedSince(tx, statementId, now - DAY)) >= OPENED_A_DAY;
}

async function upholdOne(deps: SigningDeps, draft: LogDraft, { index: of, by, words }: UpholdAct): Promise<Sequenced> {
  const { tx, statementId, now } = draft;
  const row = await readSignature(tx.db, statementId, of);
  if (row === null)
    throw new RefusedError("not_found", "There is no signature with this number in the statement's log.");
  const latest = (await listDisputesOf(tx, statementId, of)).findLast(({ opened_index }) => opened_index !== null);
  if (row.status === "standing" && latest?.state === "upheld" && latest.settled_index !== null) {
    return { index: latest.settled_index, repeated: true };
  }
  if (row.status !== "disputed") throw refuseNotDisputed();
  const { index, sequenced } = append(deps, draft, row, { act: "uphold", of });
  await upholdSignature(tx, statementId, { index: of, entryIndex: index, now });
  // One that was disputed before the search index came to it was passed by.
  if (row.named === 1 && row.public_part !== null) {
    await insertWords(tx, statementId, [{ index: of, words: wordsOfSignatory(JSON.parse(row.public_part)) }]);
  }
  const told = { name: shownName(row) ?? "", outcome: "upheld", words } as const;
  await tx.insertMany("outbox", [
    ...(latest === undefined ? [] : mailOutcome(deps, draft, latest, told)),
    ...mailUpheld(deps, draft, row, words),
  ]);
  if (by !== null) await record(draft, index, of, "uphold", by);
  return sequenced;
}

function append(
  deps: SigningDeps,
  draft: LogDraft,
  row: SignatureRow,
  entry: Entry,
): { index: number; sequenced: Sequenced } {
  const index = draft.state.size;
  draft.state = step(draft.state, stateOf(row), entry, index).statement;
  const bytes = formatEntry(entry);
  draft.entries.push(bytes);
  const manageToken = makeManageToken(deps.secrets.macKey, draft.statementId, row.idx);
  return { index, sequenced: { index, repeated: false, appended: { entry: bytes, opening: null, manageToken } } };
}

async function record(draft: LogDraft, index: number, signature: number, act: "dispute" | "uphold", by: Doer) {
  const { tx, statementId, now } = draft;
  await recordActs(tx, [
    {
      statement_id: statementId,
      entry_index: index,
      act,
      signature_index: signature,
      reason: null,
      ...doerColumns(by),
      done_at: now,
    },
  ]);
}

/** Makes sure that there is a name to dispute. @throws RefusedError `not_found`, `wrong_state` */
export function refuseDisputing(row: SignatureRow | null): asserts row is SignatureRow {
  // Of a signature without a name nothing is told, not even whether there is one.
  if (row === null || row.named === 0) throw new RefusedError("not_found", "There is no such name in the list.");
  if (row.status === "disputed") {
    throw new RefusedError(
      "wrong_state",
      "This name is disputed already. It is hidden and not counted while that is checked, so nothing more is needed.",
    );
  }
  if (row.status !== "standing") {
    throw new RefusedError("wrong_state", "This name is not in the list any more, so there is nothing to dispute.");
  }
}

export function refuseNotDisputed(): RefusedError {
  return new RefusedError("wrong_state", "No dispute over this signature is open.");
}

function refuseSettled(): RefusedError {
  return new RefusedError("wrong_state", "This dispute is settled: nothing more can be done with it.");
}

export function refuseExpired(): RefusedError {
  return new RefusedError(
    "token_expired",
    "The time to confirm is over, and what was typed is deleted. If the name is still in the list, begin again from there.",
  );
}

async function checkCode(deps: SigningDeps, draft: LogDraft, dispute: DisputeRow | null, code: string): Promise<void> {
  await checkMailedCode(deps, dispute, {
    code,
    now: draft.now,
    count: () => countDisputeAttempt(draft.tx, draft.statementId, dispute?.id ?? ""),
    again: {
      late: "If the name is still in the list, begin again from there.",
      exhausted: "Open the link in the mail instead, or begin again for a new mail.",
    },
  });
}
