import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import { checkWords } from "@undersigned/core/statement/repertoire.ts";
import type { AnonymisingRow } from "@undersigned/store/anonymising.ts";
import { findAnonymising, orderAnonymising } from "@undersigned/store/anonymising.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listRecordedActs } from "@undersigned/store/recorded-acts.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Secrets } from "../secrets.ts";
import type { Acted, Acts, Anonymising, Removal } from "./acts.ts";
import { EXPLANATION_LIMIT } from "./acts.ts";
import type { Doer } from "./doer.ts";
import { doerColumns, readDoer } from "./doer.ts";
import type { Ending } from "./ending.ts";
import type { Sequencer } from "./sequencer.ts";
import { refuseCursor } from "./signatories.ts";
import { findSignatureView, listSignatureViews } from "./signature-views.ts";
import type { StatementReading } from "./statement-reading.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "macKey">;
  readonly reading: StatementReading;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;

export function createActs(deps: Deps): Acts {
  const { store, clock } = deps;

  async function end(idOrSlug: string, index: number, ending: Ending): Promise<Acted> {
    const { id } = await findOpened(deps, idOrSlug);
    const done = await deps.sequencer.act(id, { kind: "end", index, ending });
    deps.onMail();
    return { statement: id, signature: index, index: done.index, repeated: done.repeated };
  }

  return {
    remove: async (id, index, removal, by) => await end(id, index, removalBy(removal, by)),
    erase: (id, index, by) => end(id, index, { act: "erase", by }),
    anonymise: (id, index, by) => end(id, index, { act: "anonymise", by }),
    async anonymisePeople(idOrSlug, by) {
      const row = await findOpened(deps, idOrSlug);
      if (row.state !== "closed") {
        throw new RefusedError(
          "wrong_state",
          "People are forgotten and still counted only once the statement is closed. Close it first.",
        );
      }
      await orderAnonymising(store, row.id, doerColumns(by), clock());
      return viewAnonymising((await findAnonymising(store, row.id)) as AnonymisingRow);
    },
    async anonymising(idOrSlug) {
      const { id } = await findOpened(deps, idOrSlug);
      const row = await findAnonymising(store, id);
      return row && viewAnonymising(row);
    },
    async signatures(idOrSlug, query) {
      return await listSignatureViews(deps, await findOpened(deps, idOrSlug), query);
    },
    async signature(idOrSlug, index) {
      return await findSignatureView(deps, await findOpened(deps, idOrSlug), index);
    },
    async recorded(idOrSlug, { cursor, limit = DEFAULT_LIMIT }) {
      const { id } = await findOpened(deps, idOrSlug);
      const asked = Math.min(Math.max(1, limit), GREATEST_LIMIT);
      const before = cursor === undefined ? null : readIndex(cursor);
      const rows = await listRecordedActs(store, id, { before, limit: asked + 1 });
      const items = rows.slice(0, asked).map((row) => ({
        index: row.entry_index,
        act: row.act,
        signature: row.signature_index,
        reason: row.reason,
        entry: parseEntry(row.bytes),
        by: readDoer(row),
        at: row.done_at,
      }));
      return { items, next: rows.length > asked ? String(items.at(-1)?.index) : null };
    },
  };
}

async function findOpened({ reading }: Deps, idOrSlug: string): Promise<StatementRow> {
  const row = await reading.row(idOrSlug);
  if (!row || row.state === "draft") throw new RefusedError("not_found", "There is no such statement here.");
  return row;
}

function removalBy({ reason, explanation = "", tell = true }: Removal, by: Doer): Ending {
  if (reason === "disputed") {
    throw new RefusedError(
      "invalid_field",
      "A signature is removed as disputed only where a dispute over it is open and was checked: settle that instead. Where nobody of that name signed, the reason is forged.",
      { field: "reason" },
    );
  }
  if (!tell && reason !== "legal") {
    throw new RefusedError(
      "invalid_field",
      "Whoever’s signature is removed is told so. Only where a law or a court demands the removal may it also forbid to tell.",
      { field: "tell" },
    );
  }
  const words = explanation.trim();
  if (words !== "") checkExplanation(words);
  return { act: "remove", by, reason, explanation: words === "" ? null : words, tell };
}

/** What stands in a mail is held to the same characters as a name: none that hide or turn others around. */
function checkExplanation(words: string): void {
  try {
    checkWords(words, EXPLANATION_LIMIT, "explanation");
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const message = `This cannot be sent as it was typed: ${cause.message}.`;
    throw new RefusedError("invalid_field", message, { cause, field: "explanation" });
  }
}

function viewAnonymising(row: AnonymisingRow): Anonymising {
  return { by: readDoer(row), orderedAt: row.ordered_at, doneAt: row.done_at };
}

function readIndex(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw refuseCursor();
  return Number(cursor);
}
