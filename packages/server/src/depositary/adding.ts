import { RefusedError } from "@undersigned/core/errors.ts";
import { insertAddition, listAdditions } from "@undersigned/store/additions.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { AdditionTable } from "@undersigned/store/schema.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Insertable } from "kysely";
import type { AdditionsView } from "./addition-views.ts";
import { viewAdditions } from "./addition-views.ts";
import { ADDITION_LIMIT } from "./additions.ts";
import type { ReadDocument } from "./given-document.ts";
import type { Sequencer } from "./sequencer.ts";
import type { StatementReading } from "./statement-reading.ts";

/** What it takes to add something to a statement. */
export type AddingDeps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
};

/** @throws RefusedError `not_found`, also for a draft */
export async function findOpened({ reading }: AddingDeps, idOrSlug: string): Promise<StatementRow> {
  const row = await reading.row(idOrSlug);
  if (!row || row.state === "draft") throw new RefusedError("not_found", "There is no such statement here.");
  return row;
}

export async function readAdditions({ store }: AddingDeps, id: string): Promise<AdditionsView> {
  return viewAdditions(await listAdditions(store, id));
}

/** Keeps an addition with its document, in the transaction that appends its entry. */
export async function keepAddition(
  tx: Transaction,
  addition: Insertable<AdditionTable>,
  document: ReadDocument | null,
): Promise<void> {
  const { statement_id } = addition;
  if ((await listAdditions(tx, statement_id)).length >= ADDITION_LIMIT) {
    const message = `At most ${ADDITION_LIMIT} answers, corrections and translations are added to one statement.`;
    throw new RefusedError("wrong_state", message);
  }
  await insertAddition(tx, addition, document && { ...document, statement_id, size: document.bytes.length });
}
