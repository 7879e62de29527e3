import { RefusedError } from "@undersigned/core/errors.ts";
import { readPending, wipePending } from "@undersigned/store/pending.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Ending } from "./ending.ts";
import type { Sequenced } from "./log-draft.ts";
import type { ReceiptMaking } from "./make-receipts.ts";
import { mailManageLinks } from "./manage-links.ts";
import { openPrivateHalf, readPublicHalf } from "./openings.ts";
import type { Preparing } from "./preparing.ts";
import type { Sequencer } from "./sequencer.ts";
import { shownDomain } from "./signature-parts.ts";
import type { Confirmed, ManagedView, PendingView, SignedInput, Signing } from "./signing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken, readToken, refuseToken, statementOfPending } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements, StatementView } from "./statements.ts";
import { openSubmission } from "./submission.ts";
import type { Submitting } from "./submitting.ts";
import { parseCode } from "./tokens.ts";

/** Milliseconds for which confirming waits for its receipt. */
const RECEIPT_WAIT = 3_000;

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
  const { store, secrets, sequencer, receipts } = deps;

  async function confirmed(statementId: string, signIndex: number, act: Sequenced, wait: number): Promise<Confirmed> {
    deps.onMail();
    const token = act.appended?.manageToken ?? makeManageToken(secrets.macKey, statementId, signIndex);
    return {
      statement: statementId,
      index: act.index,
      receipt: await receipts.make(statementId, act.index, wait, act.appended),
      receiptUrl: `${deps.baseUrl}/api/v1/receipts/${statementId}.${act.index}?token=${token}`,
      manageUrl: `${deps.baseUrl}/manage?token=${token}`,
    };
  }

  async function end(token: string, ending: Ending, options: { wait?: number }): Promise<Confirmed> {
    const { statementId, index } = await signatureOf(deps, token);
    const done = await sequencer.act(statementId, { kind: "end", index, ending });
    return await confirmed(statementId, index, done, options.wait ?? RECEIPT_WAIT);
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
      return await confirmed(act.statementId, done.index, done, options.wait ?? RECEIPT_WAIT);
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
    const signature = await readSignature(deps.store.db, statementId, row.confirmed_index);
    const input = signature && readInput(deps.secrets, signature);
    if (!input) throw new RefusedError("wrong_state", "This signature was taken back: nothing is kept of it.");
    return { statement, input, expires: row.expires_at, confirmedIndex: row.confirmed_index };
  }
  if (row.input_sealed === null || row.expires_at < deps.clock()) {
    throw new RefusedError(
      "token_expired",
      `The time to confirm is over, and what was typed is deleted. To sign, begin again at ${statement.url}.`,
    );
  }
  const typed = openSubmission(deps.secrets, statementId, pendingId, row.input_sealed).input;
  const { mailbox: _mailbox, consent: _consent, ...shown } = typed;
  const input = { ...shown, ...shownDomain(typed) };
  return { statement, input, expires: row.expires_at, confirmedIndex: null };
}

/** Whoever holds a mailed token may see the statement it is about, link-only or not. */
async function viewOwnStatement(deps: CreateDeps, statementId: string): Promise<StatementView> {
  const statement = await deps.statements.find(statementId, { administrator: true });
  if (!statement) throw refuseToken();
  return statement;
}

/** The signature that a token manages: a manage token's own, or that which a confirmation token confirmed. */
async function signatureOf(deps: CreateDeps, token: string): Promise<{ statementId: string; index: number }> {
  const target = readToken(deps.secrets.macKey, token);
  if (target.kind === "manage") return target;
  const row = await readPending(deps.store.db, target.statementId, target.pendingId);
  if (!row) throw refuseToken();
  if (row.confirmed_index === null) {
    throw new RefusedError(
      "wrong_state",
      "This signature is not confirmed yet, so there is nothing to manage or take back.",
    );
  }
  return { statementId: target.statementId, index: row.confirmed_index };
}

async function viewManaged(deps: CreateDeps, token: string): Promise<ManagedView> {
  const { statementId, index } = await signatureOf(deps, token);
  const row = await readSignature(deps.store.db, statementId, index);
  if (!row) throw refuseToken();
  return {
    statement: await viewOwnStatement(deps, statementId),
    index,
    kind: row.kind,
    input: readInput(deps.secrets, row),
    status: row.status,
    reason: row.reason,
    signedDate: new Date(row.signed_at).toISOString().slice(0, 10),
    receiptUrl: `${deps.baseUrl}/api/v1/receipts/${statementId}.${row.ended_index ?? index}?token=${encodeURIComponent(token)}`,
  };
}

/** What a stored signature shows, to its signatory; null once its openings are destroyed. */
function readInput(secrets: SigningDeps["secrets"], row: SignatureRow): SignedInput | null {
  const half = readPublicHalf(row);
  if (!("part" in half)) return null;
  const identity = row.named === 1 ? half.part : openPrivateHalf(secrets, row)?.part;
  const { name = "", organisation, role, place } = identity ?? {};
  const { lang, reservation, domain } = half.part;
  return {
    kind: row.kind,
    capacity: row.capacity,
    named: row.named === 1,
    name,
    organisation,
    role,
    place,
    domain,
    lang,
    reservation,
    version: row.version,
  };
}
