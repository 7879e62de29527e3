import { RefusedError } from "@undersigned/core/errors.ts";
import { readPending, wipePending } from "@undersigned/store/pending.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import { answerConfirmed, RECEIPT_WAIT } from "./confirmed.ts";
import type { Ending } from "./ending.ts";
import type { ReceiptMaking } from "./make-receipts.ts";
import { mailManageLinks } from "./manage-links.ts";
import { readPublicHalf } from "./openings.ts";
import {
  checkNotReplaced,
  findOwnSignature,
  readOwnInput,
  readOwnSignature,
  viewOwnStatement,
} from "./own-signature.ts";
import type { Preparing } from "./preparing.ts";
import { refuseOldText } from "./refusals.ts";
import { viewAgain } from "./resigning-view.ts";
import type { Sequencer } from "./sequencer.ts";
import { shownDomain } from "./signature-parts.ts";
import type { Confirmed, ManagedView, PendingView, Signing } from "./signing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { readToken, refuseToken, statementOfPending } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements } from "./statements.ts";
import { openSubmission } from "./submission.ts";
import type { Submitting } from "./submitting.ts";
import { parseCode } from "./tokens.ts";
import { WaitingError } from "./waiting.ts";
import { viewWaiting } from "./waiting-reading.ts";

type CreateDeps = SigningDeps & {
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly sequencer: Sequencer;
  readonly preparing: Preparing;
  readonly submitting: Submitting;
  readonly receipts: ReceiptMaking;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

export function createSigning(deps: CreateDeps): Signing {
  const { store, secrets, sequencer } = deps;

  async function end(token: string, ending: Ending, options: { wait?: number }): Promise<Confirmed> {
    const { statementId, index } = await findOwnSignature(deps, token);
    const done = await sequencer.act(statementId, { kind: "end", index, ending });
    return await answerConfirmed(deps, statementId, index, done, options.wait ?? RECEIPT_WAIT);
  }

  return {
    async submit(statementId, input, from) {
      const result = await deps.submitting.submit(statementId, input, from);
      deps.onMail();
      return result;
    },
    async pending(token) {
      const target = readToken(secrets.macKey, token);
      if (target.kind !== "pending") throw refuseToken();
      return await viewPending(deps, target.statementId, target.pendingId);
    },
    async confirm(by, options = {}) {
      const act = confirmAct(secrets, by);
      const prepared = await deps.preparing.prepare(act.statementId, act.pendingId);
      const done = await sequencer.act(act.statementId, { kind: "confirm", ...act, prepared });
      if (done === null) {
        deps.onMail();
        throw new WaitingError(await viewWaiting(deps, act.statementId, act.pendingId));
      }
      return await answerConfirmed(deps, act.statementId, done.index, done, options.wait ?? RECEIPT_WAIT);
    },
    async decline(token) {
      const target = readToken(secrets.macKey, token);
      if (target.kind !== "pending") throw refuseToken();
      const row = await readPending(store.db, target.statementId, target.pendingId);
      if (!row) return;
      if (row.confirmed_index === null && (await wipePending(store, target.statementId, target.pendingId))) return;
      throw new RefusedError("wrong_state", "This was confirmed already. To take it back, withdraw the signature.");
    },
    managed: (token) => viewManaged(deps, token),
    withdraw: (token, options = {}) => end(token, { act: "withdraw", by: null }, options),
    anonymise: (token, options = {}) => end(token, { act: "anonymise", by: null }, options),
    async sendManageLink(statementId, mailbox) {
      await mailManageLinks(deps, statementId, mailbox);
      deps.onMail();
    },
  };
}

function confirmAct(
  secrets: SigningDeps["secrets"],
  by: { token: string } | { pending: string; code: string },
): { statementId: string; pendingId: string; code: string | null } {
  if ("code" in by) {
    return { statementId: statementOfPending(by.pending), pendingId: by.pending, code: parseCode(by.code) };
  }
  const target = readToken(secrets.macKey, by.token);
  if (target.kind !== "pending") throw refuseToken();
  return { statementId: target.statementId, pendingId: target.pendingId, code: null };
}

async function viewPending(deps: CreateDeps, statementId: string, pendingId: string): Promise<PendingView> {
  const row = await readPending(deps.store.db, statementId, pendingId);
  if (!row) throw refuseToken();
  const statement = await viewOwnStatement(deps, statementId);
  if (row.confirmed_index !== null) {
    await checkNotReplaced(deps.store, statementId, row.confirmed_index, 0);
    const signature = await readSignature(deps.store.db, statementId, row.confirmed_index);
    const input = signature && readOwnInput(deps.secrets, signature);
    if (!input) throw new RefusedError("wrong_state", "This signature was taken back: nothing is kept of it.");
    return { statement, input, expires: row.expires_at, confirmedIndex: row.confirmed_index, waiting: null };
  }
  if (row.input_sealed === null || row.expires_at < deps.clock()) {
    throw new RefusedError(
      "token_expired",
      `The time to confirm is over, and what was typed is deleted. To sign, begin again at ${statement.url}.`,
    );
  }
  const typed = openSubmission(deps.secrets, statementId, pendingId, row.input_sealed).input;
  const { mailbox: _mailbox, consent: _consent, noDomain: _noDomain, ...shown } = typed;
  if (typed.version !== statement.version?.digest) throw refuseOldText(statement.url);
  const input = { ...shown, ...shownDomain(typed) };
  const waiting = row.confirmed_at === null ? null : await viewWaiting(deps, statementId, pendingId);
  return { statement, input, expires: row.expires_at, confirmedIndex: null, waiting };
}

async function viewManaged(deps: CreateDeps, token: string): Promise<ManagedView> {
  const row = await readOwnSignature(deps, token);
  const statement = await viewOwnStatement(deps, row.statement_id);
  const half = readPublicHalf(row);
  const latest = row.ended_index ?? row.consent_index;
  return {
    statement,
    index: row.idx,
    kind: row.kind,
    input: readOwnInput(deps.secrets, row),
    status: row.status,
    reason: row.reason,
    signedDate: "part" in half ? half.part.date : new Date(row.signed_at).toISOString().slice(0, 10),
    again: await viewAgain(deps, row, statement),
    receiptUrl: `${deps.baseUrl}/api/v1/receipts/${row.statement_id}.${latest}?token=${encodeURIComponent(token)}`,
  };
}
