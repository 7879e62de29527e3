import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import {
  answerDispute,
  declineDispute,
  listDisputes,
  listDisputesOf,
  listOpenedDisputes,
  readDispute,
} from "@undersigned/store/disputes.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import type { Acted } from "./acts.ts";
import { checkAnswer, checkReason } from "./dispute-fields.ts";
import { shownName } from "./dispute-mails.ts";
import { viewChecked, viewName, viewOwn, viewPublic } from "./dispute-views.ts";
import { openAnswer, openSaid, sealAnswer } from "./disputed-words.ts";
import type { Disputes } from "./disputes.ts";
import { DisputeWaits, refuseDisputing, refuseNotDisputed } from "./disputing.ts";
import type { Sequenced } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { parseMailbox } from "./mailbox.ts";
import { findOwnSignature } from "./own-signature.ts";
import type { Sequencer } from "./sequencer.ts";
import { asDisputed, removeByDomain, upholdByDomain } from "./settling-disputes.ts";
import { refuseCursor } from "./signatories.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { readToken, refuseToken, statementOfPending } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements } from "./statements.ts";
import { findOpened, findSignature, submitDispute } from "./submitting-disputes.ts";
import { parseCode } from "./tokens.ts";

type Deps = SigningDeps & {
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly sequencer: Sequencer;
  readonly rateLimit: boolean;
  /** By which domains are asked. */
  readonly guard: Guard;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;
/** So many disputes of a statement are listed for administrators; those that need somebody come first. */
const CHECKED_LIMIT = 200;

export function createDisputes(deps: Deps): Disputes {
  return { ...forDisputers(deps), ...forSignatories(deps), ...forReaders(deps), ...forCheckers(deps) };
}

function forReaders(deps: Deps): Pick<Disputes, "target" | "history"> {
  const { store } = deps;
  return {
    async target(idOrSlug, index) {
      const { id } = await findOpened(deps, idOrSlug, { administrator: true });
      const row = await findSignature(deps, id, index);
      refuseDisputing(row);
      return viewName(row);
    },
    async history(idOrSlug, { cursor, limit = DEFAULT_LIMIT }) {
      const { id } = await findOpened(deps, idOrSlug, { administrator: true });
      const asked = Math.min(Math.max(1, limit), GREATEST_LIMIT);
      const before = cursor === undefined ? null : readCursor(cursor);
      const rows = await listOpenedDisputes(store, id, { before, limit: asked + 1 });
      const items = await viewPublic(deps, id, rows.slice(0, asked));
      return { items, next: rows.length > asked ? String(rows[asked - 1]?.opened_index) : null };
    },
  };
}

function forDisputers(deps: Deps): Pick<Disputes, "submit" | "own" | "confirm" | "settle"> {
  const { sequencer } = deps;
  return {
    async submit(idOrSlug, input, from) {
      const result = await submitDispute(deps, idOrSlug, input, from);
      deps.onMail();
      return result;
    },
    async own(token) {
      const { statementId, pendingId } = readDisputeToken(deps, token);
      return await viewOwn(deps, statementId, pendingId);
    },
    async confirm(by) {
      const { statementId, pendingId, code } =
        "code" in by
          ? { statementId: statementOfPending(by.dispute), pendingId: by.dispute, code: parseCode(by.code) }
          : { ...readDisputeToken(deps, by.token), code: null };
      const contact = await findContact(deps, statementId);
      try {
        await sequencer.act(statementId, { kind: "dispute", disputeId: pendingId, by: { code }, contact });
      } catch (error) {
        if (!(error instanceof DisputeWaits)) throw error;
      }
      deps.onMail();
      return await viewOwn(deps, statementId, pendingId);
    },
    async settle(token, note) {
      const { statementId, pendingId } = readDisputeToken(deps, token);
      const problem = await removeByDomain(deps, statementId, await viewOwn(deps, statementId, pendingId), note);
      return { own: await viewOwn(deps, statementId, pendingId), problem };
    },
  };
}

function forSignatories(deps: Deps): Pick<Disputes, "overOwn" | "answer"> {
  const { store, secrets, clock } = deps;
  return {
    async overOwn(token) {
      const { statementId, index } = await findOwnSignature(deps, token);
      const open = await findOpen(deps, statementId, index);
      if (open === null || open.opened_at === null) return null;
      return { openedAt: open.opened_at, answer: openAnswer(secrets, open) };
    },
    async answer(token, typed) {
      const words = checkAnswer(typed);
      const { statementId, index } = await findOwnSignature(deps, token);
      const open = await findOpen(deps, statementId, index);
      if (open === null) throw refuseNotDisputed();
      const sealed = sealAnswer(secrets, open, { words, at: clock() });
      await store.transaction((tx) => answerDispute(tx, statementId, open.id, sealed));
      return (await upholdByDomain(deps, statementId, index)) ? "upheld" : "noted";
    },
  };
}

function forCheckers(deps: Deps): Pick<Disputes, "list" | "over" | "hide" | "decline" | "uphold" | "remove"> {
  const { store, sequencer } = deps;

  async function act(idOrSlug: string, index: number, run: (id: string) => Promise<Sequenced>): Promise<Acted> {
    const { id } = await findOpened(deps, idOrSlug, { administrator: true });
    const done = await run(id);
    deps.onMail();
    return { statement: id, signature: index, index: done.index, repeated: done.repeated };
  }

  return {
    async list(idOrSlug) {
      const { id } = await findOpened(deps, idOrSlug, { administrator: true });
      const urgent = await listDisputes(store, id, ["waiting", "open"], CHECKED_LIMIT);
      const settled = await listDisputes(store, id, ["upheld", "removed", "ended", "declined"], CHECKED_LIMIT);
      return await viewChecked(deps, id, [...urgent, ...settled]);
    },
    async over(idOrSlug, index) {
      const { id } = await findOpened(deps, idOrSlug, { administrator: true });
      const rows = (await listDisputesOf(store, id, index)).filter(({ state }) => state !== "unconfirmed");
      return await viewChecked(deps, id, rows.reverse());
    },
    async hide(idOrSlug, disputeId, by) {
      const { id } = await findOpened(deps, idOrSlug, { administrator: true });
      const row = await readDispute(store.db, id, disputeId);
      if (row === null) throw refuseUnknown();
      const contact = await findContact(deps, id);
      return await act(id, row.signature_index, () => sequencer.act(id, { kind: "dispute", disputeId, by, contact }));
    },
    async decline(idOrSlug, disputeId, typed) {
      const words = checkReason(typed);
      const { id } = await findOpened(deps, idOrSlug, { administrator: true });
      await decline(deps, id, disputeId, words);
      deps.onMail();
    },
    async uphold(idOrSlug, index, typed, by) {
      const words = checkReason(typed);
      return await act(idOrSlug, index, (id) => sequencer.act(id, { kind: "uphold", index, by, words }));
    },
    async remove(idOrSlug, index, typed, by) {
      const explanation = checkReason(typed);
      return await act(idOrSlug, index, (id) =>
        sequencer.act(id, { kind: "end", index, ending: asDisputed(by, explanation) }),
      );
    },
  };
}

async function findOpen({ store }: Deps, statementId: string, index: number): Promise<DisputeRow | null> {
  return (await listDisputesOf(store, statementId, index)).find(({ state }) => state === "open") ?? null;
}

function readDisputeToken({ secrets }: Deps, token: string): { statementId: string; pendingId: string } {
  const target = readToken(secrets.macKey, token);
  if (target.kind !== "pending") throw refuseToken();
  return target;
}

function refuseUnknown(): RefusedError {
  return new RefusedError("not_found", "There is no such dispute in this statement.");
}

async function decline(deps: Deps, statementId: string, disputeId: string, words: string): Promise<void> {
  const { store, secrets, clock } = deps;
  const row = await readDispute(store.db, statementId, disputeId);
  if (row === null) throw refuseUnknown();
  const { title } = await deps.describe(statementId);
  const said = openSaid(secrets, row);
  const signature = await readSignature(store.db, statementId, row.signature_index);
  const name = (signature && shownName(signature)) ?? "";
  const params = { title, name, side: "disputing", outcome: "declined", words } as const;
  await store.transaction(async (tx) => {
    if (!(await declineDispute(tx, statementId, disputeId, clock()))) {
      throw new RefusedError("wrong_state", "This dispute does not wait any more.");
    }
    if (said === null) return;
    const mail = { template: "dispute-outcome", to: said.mailbox, params } as const;
    await tx.insertMany("outbox", [mailRow(secrets, statementId, `${disputeId}~outcome`, mail, clock())]);
  });
}

/** Mailbox of whoever answers for the data of a statement; null where its terms give another way to reach them. */
async function findContact({ reading }: Deps, statementId: string): Promise<string | null> {
  const statement = await reading.row(statementId);
  const frozen = statement && (await reading.frozen(statementId, statement.version));
  const contact = frozen?.manifest.terms.controller.contact ?? "";
  try {
    return parseMailbox(contact).address;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return null;
  }
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw refuseCursor();
  return Number(cursor);
}
