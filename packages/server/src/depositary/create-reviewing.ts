import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { checkWords } from "@undersigned/core/statement/repertoire.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { PendingRow } from "@undersigned/store/pending.ts";
import { listWaiting, readPending } from "@undersigned/store/pending.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Secrets } from "../secrets.ts";
import { recordAccountAct } from "./account-acts.ts";
import { endWaiting } from "./ending-waiting.ts";
import { viewObserved } from "./observing.ts";
import type { Preparing } from "./preparing.ts";
import type { Reviewing, WaitingSignatureView } from "./reviewing.ts";
import { REASON_LIMIT } from "./reviewing.ts";
import type { Sequencer } from "./sequencer.ts";
import { refuseCursor } from "./signatories.ts";
import { shownDomain } from "./signature-parts.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { WaitingSignature } from "./waiting-reading.ts";
import { readWaiting } from "./waiting-reading.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly reading: StatementReading;
  readonly sequencer: Sequencer;
  readonly preparing: Preparing;
  readonly clock: () => number;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;

export function createReviewing(deps: Deps): Reviewing {
  const { store, secrets, clock } = deps;
  return {
    async waiting(idOrSlug, { cursor, limit = DEFAULT_LIMIT }) {
      const statement = await findOpened(deps, idOrSlug);
      const asked = Math.min(Math.max(1, limit), GREATEST_LIMIT);
      const after = cursor === undefined ? null : readCursor(cursor);
      const rows = await listWaiting(store.db, statement.id, { after, limit: asked + 1 });
      const page = rows.slice(0, asked);
      const read = await readWaiting(deps, statement.id, page);
      const last = rows.length > asked ? page.at(-1) : undefined;
      return {
        items: read.map(({ row, waiting }) => viewWaiting(statement, row, waiting)),
        next: last === undefined ? null : `${last.confirmed_at}~${last.id}`,
      };
    },
    async findWaiting(idOrSlug, id) {
      const statement = await findOpened(deps, idOrSlug);
      const found = await findRow(deps, statement, id);
      return found && viewWaiting(statement, found.row, found.waiting);
    },
    async admit(idOrSlug, id, by) {
      const statement = await findOpened(deps, idOrSlug);
      await readReviewed(deps, statement, id);
      const prepared = await deps.preparing.prepare(statement.id, id);
      const done = await deps.sequencer.act(statement.id, { kind: "admit", pendingId: id, prepared, by });
      deps.onMail();
      return { index: done?.index ?? null };
    },
    async refuse(idOrSlug, id, reason, by) {
      const statement = await findOpened(deps, idOrSlug);
      const words = checkReason(reason);
      const { row } = await readReviewed(deps, statement, id);
      const now = clock();
      await store.transaction(async (tx) => {
        const told = { secrets, title: statement.title, now };
        if (!(await endWaiting(tx, told, row, "refused", words))) throw refuseGone();
        await recordAccountAct(tx, "name-refused", { by, subject: statement.title }, now);
      });
      deps.onMail();
    },
  };
}

async function findOpened({ reading }: Deps, idOrSlug: string): Promise<StatementRow> {
  const row = await reading.row(idOrSlug);
  if (!row || row.state === "draft") throw new RefusedError("not_found", "There is no such statement here.");
  return row;
}

type Found = { readonly row: PendingRow; readonly waiting: WaitingSignature };

async function findRow(deps: Deps, statement: StatementRow, id: string): Promise<Found | null> {
  const row = await readPending(deps.store.db, statement.id, id);
  if (row === null || row.confirmed_at === null || row.confirmed_index !== null) return null;
  return (await readWaiting(deps, statement.id, [row]))[0] ?? null;
}

/** @throws RefusedError `wrong_state` unless it waits to be looked at */
async function readReviewed(deps: Deps, statement: StatementRow, id: string): Promise<Found> {
  const found = await findRow(deps, statement, id);
  if (!found?.waiting.waitsFor.includes("review")) throw refuseGone();
  return found;
}

function refuseGone(): RefusedError {
  return new RefusedError(
    "wrong_state",
    "This signature does not wait to be looked at any more: it was admitted, refused or taken back meanwhile.",
  );
}

/** What stands in a mail is held to the same characters as a name. */
function checkReason(reason: string): string {
  const words = reason.trim();
  try {
    checkWords(words, REASON_LIMIT, "reason");
    return words;
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const message =
      words === ""
        ? "Say why, in a sentence: it is mailed to whoever signed."
        : `This cannot be sent as it was typed: ${cause.message}.`;
    throw new RefusedError("invalid_field", message, { cause, field: "reason" });
  }
}

function viewWaiting(
  statement: StatementRow,
  row: PendingRow,
  { input, asks, observed, waitsFor }: WaitingSignature,
): WaitingSignatureView {
  const { organisation, role, place, reservation } = input;
  const shown = {
    ...(organisation ? { organisation } : {}),
    ...(role ? { role } : {}),
    ...(place ? { place } : {}),
    ...(reservation ? { reservation } : {}),
    ...shownDomain(input),
  };
  return {
    id: row.id,
    kind: input.kind,
    capacity: input.capacity,
    name: input.named ? input.name : null,
    ...(input.named ? shown : {}),
    waitsFor,
    vouch: asks.vouch,
    observations: input.named
      ? observed.map((one) => {
          const { observation, index, seenAgain } = viewObserved(one);
          return { observation, index, seenAgain };
        })
      : [],
    since: row.confirmed_at ?? row.created_at,
    until: Math.min(row.expires_at, statement.closes_at ?? row.expires_at),
  };
}

function readCursor(cursor: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})~([a-z2-7.]{1,60})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw refuseCursor();
  return { at: Number(at), id };
}
