import { RefusedError } from "@undersigned/core/errors.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import type { AskingChange, AskingRow } from "@undersigned/store/askings.ts";
import { changeAsking, countAskingAttempt, readAsking } from "@undersigned/store/askings.ts";
import { listPendingOf } from "@undersigned/store/pending.ts";
import { openAsking } from "./asking-content.ts";
import type { AskingsDeps } from "./asking-deps.ts";
import { checkSecondRole, checkVouchWords, holds, speaksForOthers, vouchingOf } from "./asking-rules.ts";
import type { AskedBy, AskedView, AskingAnswer } from "./askings.ts";
import { mailboxMac } from "./identity-mac.ts";
import { mailRow } from "./mail-row.ts";
import { viewOwnStatement } from "./own-signature.ts";
import type { Signer } from "./signer.ts";
import { findLoggedSigner, findSigner } from "./signer.ts";
import { codeOf, makeManageToken, readToken, refuseToken } from "./signing-tokens.ts";
import { equalTokens, parseCode } from "./tokens.ts";

/** What becomes of a question when it is answered. */
export type Answering = {
  find(by: AskedBy): Promise<AskedView>;
  answer(by: AskedBy, answer: AskingAnswer): Promise<AskedView>;
  /** Of a naming that was agreed to: adds it to the signature of its mailbox, if there is one by now. */
  grantNaming(row: AskingRow): Promise<void>;
  /** What was granted no longer holds. */
  takeBack(row: AskingRow): Promise<void>;
};

/** Wrong codes that may be typed for a mailbox. */
const ATTEMPTS = 5;

export function makeAnswering(deps: AskingsDeps): Answering {
  const { store, clock } = deps;

  async function say(row: AskingRow, signer: Signer, yes: boolean, text: AskingAnswer): Promise<void> {
    if (row.state === "asked") {
      if (!yes) return await decline(deps, row, signer);
      if (row.kind === "approval") return await grant(deps, row, signer, approvalOf(signer, text.role));
      if (row.kind === "vouch") return await grant(deps, row, signer, await vouchOf(deps, row, text.words ?? ""));
      return await agree(row);
    }
    if (yes && row.state === "agreed") return await grantNaming(deps, row);
    if (yes && row.state === "granted") return await complete(row, signer, text);
    if (!yes && (row.state === "declined" || row.state === "taken-back")) return;
    if (!yes && row.state === "agreed") {
      await changeAsking(store, row, { state: "declined", answered_at: clock() });
      return;
    }
    if (!yes && row.kind !== "approval") return await takeBack(deps, row);
    throw new RefusedError("wrong_state", overWords(row));
  }

  /** Said again: where we were stopped between writing the answer down and adding it to the evidence, it is added now. */
  async function complete(row: AskingRow, signer: Signer, text: AskingAnswer): Promise<void> {
    if (row.kind === "naming") return await grantNaming(deps, row);
    if (holds(signer.view, row.kind)) return;
    const seen = row.kind === "approval" ? approvalOf(signer, text.role) : await vouchOf(deps, row, text.words ?? "");
    await deps.evidence.add(signer.view.holder, seen);
  }

  /** A person may agree before signing: it is then added as soon as they sign. */
  async function agree(row: AskingRow): Promise<void> {
    await findPerson(deps, row);
    if (!(await changeAsking(store, row, { state: "agreed", answered_at: clock() }))) return;
    await grantNaming(deps, { ...row, state: "agreed" });
  }

  return {
    async find(by) {
      const row = await locate(deps, by);
      return await viewAsked(deps, row, await readAsker(deps, row));
    },
    async answer(by, answer) {
      const row = await locate(deps, by);
      const signer = await readAsker(deps, row);
      await say(row, signer, answer.yes, answer);
      const after = await readAsking(store, row.statement_id, row.id);
      return await viewAsked(deps, after ?? row, signer);
    },
    grantNaming: (row) => grantNaming(deps, row),
    takeBack: (row) => takeBack(deps, row),
  };
}

/** By the link, or by mailbox and code, whose wrong ones are counted before they are compared. */
async function locate({ store, secrets, clock }: AskingsDeps, by: AskedBy): Promise<AskingRow> {
  let row: AskingRow | null | undefined;
  if ("token" in by) {
    const target = readToken(secrets.macKey, by.token);
    if (target.kind !== "pending") throw refuseToken();
    row = await readAsking(store, target.statementId, target.pendingId);
  } else {
    const code = parseCode(by.code);
    const asked = await countAskingAttempt(store, by.statement, mailboxMac(secrets, by.statement, by.mailbox));
    const open = asked.filter(({ attempts }) => attempts <= ATTEMPTS);
    row = open.find(({ id }) => equalTokens(codeOf(secrets.macKey, id), code));
    if (!row) throw refuseCode();
    await changeAsking(store, row, { attempts: 0 });
  }
  if (!row) throw refuseToken();
  if (row.state === "asked" && row.expires_at <= clock()) {
    throw new RefusedError(
      "token_expired",
      "The time to answer is over. If it is still wanted, let them ask you again.",
    );
  }
  return row;
}

async function readAsker(deps: AskingsDeps, row: AskingRow): Promise<Signer> {
  const signer = await findSigner(deps, row.statement_id, row.asked_by);
  if (signer) return signer;
  throw new RefusedError(
    "wrong_state",
    "Whoever asked this has taken the signature back since: there is nothing to answer.",
  );
}

async function viewAsked(deps: AskingsDeps, row: AskingRow, { view, input }: Signer): Promise<AskedView> {
  return {
    kind: row.kind,
    state: row.state,
    statement: await viewOwnStatement(deps, row.statement_id),
    input,
    domain: view.domain,
    of: openAsking(deps.secrets, row).of ?? null,
    expires: row.expires_at,
  };
}

function approvalOf({ view }: Signer, typed: string | undefined): Seen {
  const role = typed?.trim() ? checkSecondRole(typed) : undefined;
  return { kind: "approval", domain: view.domain ?? "", ...(role === undefined ? {} : { role }) };
}

/** As the organisation stands when it says so, and only while its own domain still does. */
async function vouchOf(deps: AskingsDeps, row: AskingRow, typed: string): Promise<Seen> {
  const words = checkVouchWords(typed);
  const { of } = openAsking(deps.secrets, row);
  const voucher = of?.index === undefined ? null : await findLoggedSigner(deps, row.statement_id, of.index);
  if (voucher && speaksForOthers(voucher)) return { kind: "vouch", by: vouchingOf(voucher), words };
  throw new RefusedError(
    "wrong_state",
    "Your organisation’s own signature does not stand any more, or its domain no longer says so: so it cannot vouch for others here.",
  );
}

/**
 * The answer is written down first: of two at once one adds to the evidence. Where that fails the answer is undone, so that
 * it can be given again. Returns whether it was the first.
 */
async function answerThen(
  { store }: AskingsDeps,
  row: AskingRow,
  change: AskingChange & Pick<AskingRow, "state">,
  addEvidence: () => Promise<unknown>,
): Promise<boolean> {
  if (!(await changeAsking(store, row, change))) return false;
  try {
    await addEvidence();
    return true;
  } catch (error) {
    const { state, answered_at, about } = row;
    await changeAsking(store, { ...row, state: change.state }, { state, answered_at, about });
    throw error;
  }
}

async function grant(deps: AskingsDeps, row: AskingRow, signer: Signer, seen: Seen): Promise<void> {
  const change = { state: "granted", answered_at: deps.clock() } as const;
  try {
    if (!(await answerThen(deps, row, change, () => deps.evidence.add(signer.view.holder, seen)))) return;
  } catch (error) {
    throw isOldText(error) ? refuseTheirOldText(signer) : error;
  }
  await tell(deps, row, true);
}

function isOldText(error: unknown): boolean {
  return error instanceof RefusedError && error.code === "wrong_version";
}

/** To whoever was asked, who did not sign it: what is told to the signatory would be no use to them. */
function refuseTheirOldText({ input }: Signer): RefusedError {
  return new RefusedError(
    "wrong_version",
    `The text changed after ${input.name} asked to sign it, so there is nothing to answer. If they sign the new text, let them ask you again.`,
  );
}

async function decline(deps: AskingsDeps, row: AskingRow, signer: Signer): Promise<void> {
  if (!(await changeAsking(deps.store, row, { state: "declined", answered_at: deps.clock() }))) return;
  if (signer.mailbox !== null) await tell(deps, row, false);
}

/** The signature of a person by this mailbox; null when there is none yet. @throws RefusedError when there are several */
async function findPerson(deps: AskingsDeps, row: AskingRow): Promise<Signer | null> {
  const found = new Map<string, Signer>();
  for (const { id } of await listPendingOf(deps.store, row.statement_id, row.mailbox_mac)) {
    const signer = await findSigner(deps, row.statement_id, id);
    if (signer?.view.kind === "person") found.set(signer.pendingId, signer);
  }
  if (found.size <= 1) return [...found.values()][0] ?? null;
  throw new RefusedError(
    "wrong_state",
    "More than one person signed with this mailbox, so nobody can say which of them is meant. A person is named by a mailbox of their own.",
  );
}

async function grantNaming(deps: AskingsDeps, row: AskingRow): Promise<void> {
  const person = await findPerson(deps, row);
  if (person === null) return;
  const asker = await findSigner(deps, row.statement_id, row.asked_by);
  if (!asker || !speaksForOthers(asker)) return;
  const by = vouchingOf(asker);
  await answerThen(deps, row, { state: "granted", about: person.pendingId }, async () => {
    if (!holds(person.view, "named", by.domain)) await deps.evidence.add(person.view.holder, { kind: "named", by });
  });
}

async function takeBack(deps: AskingsDeps, row: AskingRow): Promise<void> {
  await answerThen(deps, row, { state: "taken-back", answered_at: deps.clock() }, async () => {
    const signer = await findSigner(deps, row.statement_id, row.about);
    if (!signer) return;
    const kind = row.kind === "vouch" ? "vouch" : "named";
    const domain = await domainThatSaid(deps, row);
    if (domain === null || !holds(signer.view, kind, domain)) return;
    await deps.evidence.add(signer.view.holder, { kind: "gone", domain, of: kind, resolvers: [] });
  });
}

async function domainThatSaid(deps: AskingsDeps, row: AskingRow): Promise<string | null> {
  if (row.kind === "vouch") return openAsking(deps.secrets, row).of?.domain ?? null;
  return (await findSigner(deps, row.statement_id, row.asked_by))?.view.domain ?? null;
}

/** Tells whoever asked what was answered. */
async function tell(deps: AskingsDeps, row: AskingRow, yes: boolean): Promise<void> {
  const { store, secrets, clock } = deps;
  // Read again: a signature that waited may be in the log by now.
  const signer = await findSigner(deps, row.statement_id, row.asked_by);
  if (!signer?.mailbox) return;
  const { title } = await viewOwnStatement(deps, row.statement_id);
  const { mailbox, of } = openAsking(secrets, row);
  const { holder } = signer.view;
  const token = "index" in holder ? makeManageToken(secrets.macKey, row.statement_id, holder.index) : null;
  const params = { kind: row.kind, title, who: of?.name ?? mailbox ?? "", yes, linked: token !== null, token };
  const mail = { template: "answered" as const, to: signer.mailbox, params };
  const id = `${row.id}~${yes ? "yes" : "no"}`;
  await store.transaction((tx) =>
    tx.insertMany("outbox", [mailRow(secrets, row.statement_id, id, mail, clock())], { onConflict: "ignore" }),
  );
  deps.onMail();
}

function overWords({ state, kind }: AskingRow): string {
  if (state === "granted" && kind === "approval") {
    return "You have approved already, and that is recorded. If it was a mistake, tell your colleague: the signature itself can be taken back.";
  }
  return "This question is over: it was answered with no, or taken back. If it is still wanted, let them ask you again.";
}

/** The same of a mailbox that was asked, of one that was not, and of one for which too many were typed: who is asked is nobody else's to find out. */
function refuseCode(): RefusedError {
  return new RefusedError(
    "code_invalid",
    `No mail to this address about this statement has this code; or a code was typed wrong ${ATTEMPTS} times for it, and then codes no longer work. The link in the mail still does.`,
    { field: "code" },
  );
}
