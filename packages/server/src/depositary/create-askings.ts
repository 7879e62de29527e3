import { RefusedError } from "@undersigned/core/errors.ts";
import type { Vouching } from "@undersigned/core/signature/observation.ts";
import type { AskingRow } from "@undersigned/store/askings.ts";
import { changeAsking, insertAsking, listAgreedOf, listAskedBy, readAsking } from "@undersigned/store/askings.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import { findOfDomain } from "@undersigned/store/organisations.ts";
import { deleteMailsOf } from "@undersigned/store/outbox.ts";
import { listNamed } from "@undersigned/store/signatures.ts";
import type { Answering } from "./answering.ts";
import { makeAnswering } from "./answering.ts";
import { openAsking, sealAsking } from "./asking-content.ts";
import type { AskingsDeps } from "./asking-deps.ts";
import { checkAskingLimits } from "./asking-limits.ts";
import {
  checkAskedMailbox,
  checkColleague,
  holds,
  refuseField,
  SPEAKS_FOR_OTHERS,
  speaksForOthers,
  vouchingOf,
} from "./asking-rules.ts";
import type { AskingDesk, AskingKind, Askings, AskingView } from "./askings.ts";
import { makeBatcher } from "./batcher.ts";
import { mailboxMac } from "./identity-mac.ts";
import { mailRow } from "./mail-row.ts";
import { viewOwnStatement } from "./own-signature.ts";
import type { Signer } from "./signer.ts";
import { findLoggedSigner, readOwnSigner } from "./signer.ts";
import { codeOf, makePendingToken } from "./signing-tokens.ts";

const DAY = 86_400_000;
/** How long a question can be answered, in milliseconds. People answer when they come to it; colleagues sooner. */
const OPEN: Readonly<Record<AskingKind, number>> = { approval: 14 * DAY, vouch: 14 * DAY, naming: 30 * DAY };
/** So many organisations are offered as vouchers; any other is found by its domain. */
const MOST_VOUCHERS = 2_000;

export function createAskings(deps: AskingsDeps): Askings {
  const answering = makeAnswering(deps);
  return {
    desk: (token) => viewDesk(deps, token),
    async askApproval(token, typed) {
      const signer = await readOrganisation(deps, token);
      const mailbox = checkAskedMailbox("mailbox", typed);
      checkColleague(signer, mailbox);
      if (holds(signer.view, "approval")) {
        throw new RefusedError("wrong_state", "A second representative has approved already.", { field: "mailbox" });
      }
      await ask(deps, signer, { kind: "approval", field: "mailbox", mailbox });
    },
    async askVouch(token, voucher) {
      const signer = await readOrganisation(deps, token);
      if (signer.view.domain !== null) {
        throw refuseField("voucher", "Your organisation confirms from its own domain: nobody has to vouch for it.");
      }
      const { of, mailbox } = await findVoucher(deps, signer, voucher);
      await ask(deps, signer, { kind: "vouch", field: "voucher", mailbox, of });
    },
    async askNaming(token, typed) {
      const signer = await readOrganisation(deps, token);
      if (!speaksForOthers(signer)) {
        throw refuseField(
          "person",
          "First your organisation’s own domain has to say that it signs: then it can name its people.",
        );
      }
      const mailbox = checkAskedMailbox("person", typed);
      await ask(deps, signer, { kind: "naming", field: "person", mailbox });
    },
    cancel: (token, id) => cancel(deps, answering, token, id),
    find: (by) => answering.find(by),
    answer: (by, answer) => answering.answer(by, answer),
    settle: makeSettling(deps, answering),
  };
}

async function readOrganisation(deps: AskingsDeps, token: string): Promise<Signer> {
  const signer = await readOwnSigner(deps, token);
  if (signer.view.kind === "organisation") return signer;
  throw new RefusedError("not_allowed", "Only an organisation asks others to speak for it.");
}

type Question = {
  readonly kind: AskingKind;
  /** Where the form says who is asked. */
  readonly field: string;
  readonly mailbox: string;
  readonly of?: Vouching;
};

/** Keeps the question, and the mail that puts it; one of its kind to the same mailbox, or for one approval, is replaced. */
async function ask(deps: AskingsDeps, signer: Signer, { kind, field, mailbox, of }: Question): Promise<void> {
  const { store, secrets, clock } = deps;
  const { statementId } = signer.view.holder;
  const statement = await viewOwnStatement(deps, statementId);
  const now = clock();
  const { token, pendingId: id } = makePendingToken(secrets.macKey, statementId, now);
  const row: AskingRow = {
    statement_id: statementId,
    id,
    kind,
    asked_by: signer.pendingId,
    about: kind === "naming" ? "" : signer.pendingId,
    mailbox_mac: mailboxMac(secrets, statementId, mailbox),
    asking_sealed: sealAsking(secrets, statementId, id, { mailbox, ...(of ? { of } : {}) }),
    state: "asked",
    attempts: 0,
    asked_at: now,
    answered_at: null,
    expires_at: now + OPEN[kind],
  };
  const { title } = statement;
  const organisation = signer.input.name;
  const code = codeOf(secrets.macKey, id);
  const params = {
    kind,
    title,
    organisation,
    of: of?.name ?? null,
    slug: statement.slug,
    token,
    code,
    expires: row.expires_at,
  };
  const mail = mailRow(secrets, statementId, id, { template: "asked", to: mailbox, params }, now);
  await store.transaction(async (tx) => {
    // Whoever is forgotten just now must not leave a question behind.
    await lockEndings(tx, statementId);
    await checkAskingLimits(tx, row, field, now);
    for (const other of await listAskedBy(tx, statementId, signer.pendingId)) {
      const isSame = Buffer.from(other.mailbox_mac).equals(row.mailbox_mac);
      if (other.kind !== kind || (kind !== "approval" && !isSame)) continue;
      if (other.state === "granted" || other.state === "agreed") {
        throw new RefusedError("wrong_state", "They have agreed already.", { field });
      }
      if (other.state === "asked") await changeAsking(tx, other, { state: "taken-back", answered_at: now });
    }
    await insertAsking(tx, row, mail);
  });
  deps.onMail();
}

/** Organisations under this statement whose domain says who they are, the first of them, but for the one that asks. */
async function listVouchers({ store }: AskingsDeps, { view }: Signer): Promise<Vouching[]> {
  const { statementId } = view.holder;
  const query = { kind: "organisation", leastLevel: SPEAKS_FOR_OTHERS, after: -1, limit: MOST_VOUCHERS } as const;
  const rows = await listNamed(store.db, statementId, query);
  return rows.flatMap(({ idx, public_part }) => {
    const { name, domain } = JSON.parse(public_part ?? "{}");
    if (!name || !domain) return [];
    return "index" in view.holder && view.holder.index === idx ? [] : [{ name, domain, index: idx }];
  });
}

/** @param typed its index in the log, or its domain */
async function findVoucher(
  deps: AskingsDeps,
  { view: { holder } }: Signer,
  typed: string,
): Promise<{ of: Vouching; mailbox: string }> {
  const { statementId } = holder;
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") throw refuseField("voucher", "Choose the organisation that is to vouch for yours.");
  const index = /^\d{1,15}$/.test(wanted)
    ? Number(wanted)
    : await findOfDomain(deps.store, statementId, { domain: wanted, leastLevel: SPEAKS_FOR_OTHERS });
  const isSelf = "index" in holder && holder.index === index;
  const voucher = index === null || isSelf ? null : await findLoggedSigner(deps, statementId, index);
  if (!voucher || !speaksForOthers(voucher)) {
    throw refuseField(
      "voucher",
      `No organisation that signed here, and that was confirmed from its own domain, is “${typed.trim().slice(0, 80)}”. Choose one from the list, or give its domain as it stands beside its name.`,
    );
  }
  if (!voucher.mailbox) {
    throw refuseField("voucher", `${voucher.input.name} cannot be asked any more: its e-mail address is deleted.`);
  }
  return { of: vouchingOf(voucher), mailbox: voucher.mailbox };
}

async function cancel(deps: AskingsDeps, answering: Answering, token: string, id: string): Promise<void> {
  const signer = await readOwnSigner(deps, token);
  const row = await readAsking(deps.store, signer.view.holder.statementId, id);
  if (row?.asked_by !== signer.pendingId) return;
  if (row.state === "asked" || row.state === "agreed") {
    // What is kept is that somebody was asked, or asking and taking back in turns would send anybody any number of mails.
    const { of } = openAsking(deps.secrets, row);
    const sealed = sealAsking(deps.secrets, row.statement_id, row.id, { mailbox: null, ...(of ? { of } : {}) });
    const over = { state: "taken-back", answered_at: deps.clock(), asking_sealed: sealed } as const;
    await deps.store.transaction(async (tx) => {
      if (await changeAsking(tx, row, over)) await deleteMailsOf(tx, row.statement_id, row.id);
    });
  } else if (row.state === "granted" && row.kind !== "approval") await answering.takeBack(row);
}

/** What its mailbox agreed to before it signed. Those who confirm at once are looked up together. */
function makeSettling({ store }: AskingsDeps, answering: Answering): Askings["settle"] {
  const batcher = makeBatcher<string, AskingRow[]>({
    maxSize: 512,
    gather: 1,
    async run(statementId, pendingIds) {
      const agreed = await listAgreedOf(store, statementId, pendingIds);
      return pendingIds.map((id) => ({ value: agreed.get(id) ?? [] }));
    },
  });
  return async (statementId, pendingId) => {
    const agreed = await batcher.add(statementId, pendingId);
    for (const row of agreed) {
      try {
        await answering.grantNaming(row);
      } catch (error) {
        // The signature counts without it: two people of one mailbox, say, of whom nobody knows who is meant.
        if (!(error instanceof RefusedError)) throw error;
      }
    }
    return agreed.length > 0;
  };
}

async function viewDesk(deps: AskingsDeps, token: string): Promise<AskingDesk> {
  const signer = await readOwnSigner(deps, token);
  const { view, input, pendingId } = signer;
  const { statementId } = view.holder;
  const rows = await listAskedBy(deps.store, statementId, pendingId);
  const may = possibleQuestions(signer);
  return {
    statement: await viewOwnStatement(deps, statementId),
    kind: view.kind,
    name: input.name,
    named: input.named,
    domain: view.domain,
    may,
    askings: rows.map((row) => viewAsking(deps, row)),
    vouchers: may.includes("vouch") ? await listVouchers(deps, signer) : [],
    accounts:
      view.kind === "person"
        ? deps.providers.map(({ id, name, issuer, isOrcid }) => {
            const confirmed = view.observations.some(
              ({ observation: o }) => o.kind === "openid" && o.issuer === issuer,
            );
            return { id, name, issuer, isOrcid, confirmed };
          })
        : [],
  };
}

function possibleQuestions(signer: Signer): AskingKind[] {
  const { view } = signer;
  if (view.kind !== "organisation") return [];
  if (view.domain === null) return ["vouch"];
  const may: AskingKind[] = holds(view, "approval") ? [] : ["approval"];
  return speaksForOthers(signer) ? [...may, "naming"] : may;
}

function viewAsking({ secrets, clock }: AskingsDeps, row: AskingRow): AskingView {
  const { mailbox, of = null } = openAsking(secrets, row);
  const isLate = row.state === "asked" && row.expires_at <= clock();
  return {
    id: row.id,
    kind: row.kind,
    state: isLate ? "taken-back" : row.state,
    mailbox,
    of,
    askedAt: row.asked_at,
    answeredAt: row.answered_at,
    expires: row.expires_at,
  };
}
