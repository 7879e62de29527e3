import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { SignEntry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import { markInvitedSigned } from "@undersigned/store/invitations.ts";
import type { PendingState } from "@undersigned/store/pending.ts";
import { countAttempt, markConfirmed, readPendingStates } from "@undersigned/store/pending.ts";
import type { OutboxTable, SignatureTable } from "@undersigned/store/schema.ts";
import { findIdentities } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { Outcome } from "./batcher.ts";
import { levelOf } from "./level-of.ts";
import type { Appended, LogDraft, Sequenced } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { RECEIPT_DELAY } from "./mailed-receipts.ts";
import type { Prepared } from "./preparing.ts";
import { refuseOldText } from "./refusals.ts";
import { domainOf } from "./signature-parts.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { codeOf, makeManageToken, refuseToken } from "./signing-tokens.ts";
import { equalTokens } from "./tokens.ts";

/** Confirms a pending signature: by a mailed token (then `code` is null: the id was found by it) or by the mailed code. */
export type ConfirmAct = { kind: "confirm"; pendingId: string; code: string | null; prepared: Prepared | null };

export const CODE_ATTEMPTS = 5;

/** What a batch of confirmations writes beside the entries. */
type Writes = {
  signatures: Insertable<SignatureTable>[];
  mails: Insertable<OutboxTable>[];
  confirmed: { id: string; index: number }[];
};

/** Works out confirmations in order, adding to `draft`, and writes their rows. */
export async function confirmAll(
  deps: SigningDeps,
  draft: LogDraft,
  acts: readonly ConfirmAct[],
): Promise<Outcome<Sequenced>[]> {
  const ids = [...new Set(acts.map((act) => act.pendingId))];
  const rows = new Map((await readPendingStates(draft.tx, draft.statementId, ids)).map((row) => [row.id, row]));
  const waiting = [...rows.values()].filter((row) => row.confirmed_index === null);
  const standing = await findIdentities(
    draft.tx.db,
    draft.tx.engine,
    draft.statementId,
    waiting.map((row) => row.identity_mac),
  );
  const writes: Writes = { signatures: [], mails: [], confirmed: [] };
  const outcomes: Outcome<Sequenced>[] = [];
  for (const act of acts) {
    const row = rows.get(act.pendingId);
    try {
      if (act.code !== null) await checkCode(deps, draft, row, act.code);
      outcomes.push({ value: confirmOne(deps, draft, row, act.prepared, standing, writes) });
    } catch (error) {
      // Anything else, a statement that failed above all, dooms the transaction: the batch must not go on.
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  if (writes.signatures.length > 0) await draft.tx.insertMany("signature", writes.signatures);
  if (writes.mails.length > 0) await draft.tx.insertMany("outbox", writes.mails);
  if (writes.confirmed.length > 0) await noteConfirmed(draft, writes.confirmed);
  return outcomes;
}

/** Confirmed, and thereby what an invitation of the same mailbox asked for. */
async function noteConfirmed(draft: LogDraft, confirmed: Writes["confirmed"]): Promise<void> {
  await markConfirmed(draft.tx, draft.statementId, confirmed);
  const ids = confirmed.map(({ id }) => id);
  await markInvitedSigned(draft.tx, draft.statementId, ids, draft.now);
}

function confirmOne(
  deps: SigningDeps,
  draft: LogDraft,
  row: PendingState | undefined,
  prepared: Prepared | null,
  standing: Map<string, number>,
  writes: Writes,
): Sequenced {
  if (!row) throw refuseToken();
  if (row.confirmed_index !== null) return { index: row.confirmed_index, repeated: true };
  const identity = Buffer.from(row.identity_mac).toString("hex");
  const earlier = standing.get(identity);
  const index = earlier ?? draft.state.size;
  const appended = earlier === undefined ? sign(deps, draft, row, prepared, writes) : null;
  standing.set(identity, index);
  row.confirmed_index = index;
  writes.confirmed.push({ id: row.id, index });
  return appended === null ? { index, repeated: true } : { index, repeated: false, appended };
}

/** Appends the `sign` entry of a pending signature. */
function sign(
  deps: SigningDeps,
  draft: LogDraft,
  row: PendingState,
  prepared: Prepared | null,
  writes: Writes,
): Appended {
  const { input, commitment } = checkOpen(draft, row, prepared);
  const index = draft.state.size;
  const level = levelOf(input.kind, domainOf(input), []);
  const entry: SignEntry = {
    act: "sign",
    version: input.version,
    kind: input.kind,
    capacity: input.capacity,
    level,
    named: input.named,
    commitment: encodeHex(commitment.commitment),
  };
  draft.state = step(draft.state, null, entry, index).statement;
  const bytes = formatEntry(entry);
  draft.entries.push(bytes);
  writes.signatures.push({
    statement_id: draft.statementId,
    idx: index,
    consent_index: index,
    kind: input.kind,
    capacity: input.capacity,
    named: input.named ? 1 : 0,
    level,
    version: input.version,
    status: "standing",
    reason: null,
    identity_mac: row.identity_mac,
    pending_id: row.id,
    ended_index: null,
    signed_at: draft.now,
    ...commitment.columns,
  });
  const token = makeManageToken(deps.secrets.macKey, draft.statementId, index);
  const mail = {
    template: "signed" as const,
    to: input.mailbox,
    params: { title: draft.about.title, statementUrl: draft.about.url, pending: row.id, index, token },
  };
  const id = `${draft.statementId}.${index}`;
  writes.mails.push(mailRow(deps.secrets, draft.statementId, id, mail, draft.now, draft.now + RECEIPT_DELAY));
  return { entry: bytes, opening: commitment.opening, manageToken: token };
}

/** What was prepared, if it may still be signed. */
function checkOpen(draft: LogDraft, row: PendingState, prepared: Prepared | null): Prepared {
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

/**
 * Counts wrong codes in the same transaction, so that guessing in parallel gains nothing. Once its time is over, a pending
 * signature that was confirmed answers like one that was deleted: who asked for it must not learn which.
 */
async function checkCode(
  deps: SigningDeps,
  draft: LogDraft,
  row: PendingState | undefined,
  code: string,
): Promise<void> {
  if (row === undefined || row.expires_at < draft.now) {
    throw new RefusedError(
      "token_expired",
      "The time for this code is over, or what was typed is deleted. To sign, begin again; to see your signature, use the link in your mail.",
      { field: "code" },
    );
  }
  if (row.attempts >= CODE_ATTEMPTS) {
    throw new RefusedError(
      "attempts_exhausted",
      `${CODE_ATTEMPTS} wrong codes were typed. Open the link in the mail instead, or sign again for a new mail.`,
      { field: "code" },
    );
  }
  if (equalTokens(code, codeOf(deps.secrets.macKey, row.id))) return;
  row.attempts += 1;
  await countAttempt(draft.tx.db, draft.statementId, row.id);
  const left = CODE_ATTEMPTS - row.attempts;
  throw new RefusedError(
    "code_invalid",
    `That is not the code in the mail. ${left === 0 ? "No attempt is left: open the link in the mail instead." : `${left} more ${left === 1 ? "attempt" : "attempts"}.`}`,
    { field: "code" },
  );
}
