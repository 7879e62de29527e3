import { equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Edge } from "@undersigned/core/log/append.ts";
import { emptyEdge } from "@undersigned/core/log/append.ts";
import type { StatementEntry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import { emptyStatement } from "@undersigned/core/signature/statement-state.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { LogRow } from "@undersigned/store/log-reading.ts";
import { readEdge, readLog } from "@undersigned/store/log-reading.ts";
import { PendingGoneError } from "@undersigned/store/pending.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import { recordActs } from "@undersigned/store/recorded-acts.ts";
import type { RecordedActTable } from "@undersigned/store/schema.ts";
import { appendEntries, LogMovedError } from "@undersigned/store/sequence.ts";
import { UnknownCommitError } from "@undersigned/store/store-errors.ts";
import type { Anchors } from "./anchor.ts";
import type { AdmitAct, AttestAct, AttestingDeps } from "./attesting.ts";
import { admitAll, attestAll } from "./attesting.ts";
import type { Batcher, Outcome } from "./batcher.ts";
import { makeBatcher } from "./batcher.ts";
import type { ConfirmAct } from "./confirming.ts";
import { confirmAll } from "./confirming.ts";
import type { DisputeAct, UpholdAct } from "./disputing.ts";
import { disputeAll } from "./disputing.ts";
import type { Doer } from "./doer.ts";
import { doerColumns } from "./doer.ts";
import type { EndAct } from "./ending.ts";
import { endAll } from "./ending-signatures.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import type { ResignAct } from "./resigning.ts";
import { resignAll } from "./resigning.ts";
import { StatementHaltedError } from "./trouble.ts";

/**
 * Acts on the statement as a whole; `record` writes what goes with it in the same transaction, or refuses (RefusedError)
 * before it has written anything. It is told the index of the entry.
 */
export type StatementAct = {
  kind: "statement";
  entry: Exclude<StatementEntry, { act: "succeed" }>;
  /** Who does it, for the list of what was done; null where nobody does: its time is over. */
  by: Doer | null;
  record?: (tx: Transaction, index: number) => Promise<void>;
};
/** Acts of which a signature may still wait for more when they are done: then there is nothing in the log yet. */
export type WaitingAct = ConfirmAct | AttestAct | AdmitAct;
export type Act = WaitingAct | EndAct | ResignAct | DisputeAct | UpholdAct | StatementAct;

export type Sequencer = {
  /**
   * Appends the act to the statement's log, durably, once `step` allows it.
   * @throws HaltedError while the anchors forbid to publish: what is appended then might never be
   */
  act(statementId: string, act: Exclude<Act, WaitingAct>): Promise<Sequenced>;
  /** The same; null while the signature waits for more. */
  act(statementId: string, act: WaitingAct): Promise<Sequenced | null>;
  idle(): Promise<void>;
};

type Known = { log: LogRow; edge: Edge; state: StatementState };

const MAX_BATCH = 512;
const MAX_TRIES = 20;

/**
 * The sequencer: at most one batch of a statement's acts at a time in this process, each in one transaction that appends
 * entries, full tiles, size, root and counts. Several processes may sequence one statement: the lock keeps them from
 * wasting work, the compare-and-swap of (size, root) keeps the log one.
 * @param onAppended told after each commit that grew a log
 */
export function makeSequencer(
  deps: AttestingDeps & { readonly anchors: Pick<Anchors, "refuse" | "suspect"> },
  onAppended: (statementId: string, size: number) => void,
): Sequencer {
  const known = new Map<string, Known>();

  async function runOnce(statementId: string, acts: readonly Act[]): Promise<Outcome<Sequenced | null>[]> {
    let after: Known | null = null;
    const about = await deps.describe(statementId);
    const outcomes = await deps.store.transaction(
      async (tx) => {
        await tx.lock(`log:${statementId}`);
        deps.anchors.refuse();
        const before = await recall(tx, statementId, known.get(statementId));
        // No log grows shorter: this is an older database than the one that was here.
        if (before.log.size < (known.get(statementId)?.log.size ?? 0)) {
          deps.anchors.suspect();
          throw new RefusedError("unavailable", "The database lost what it had committed. Try again in a moment.");
        }
        const draft: LogDraft = { statementId, about, tx, now: deps.clock(), state: before.state, entries: [] };
        const results = await workOut(deps, draft, acts);
        after = await commitDraft(draft, before);
        return results;
      },
      // Forgetting deletes rows of many tables, which jobs and senders change in an order of their own.
      { retry: true },
    );
    // Only what is committed may be remembered, or the next batch would build on sand.
    if (after !== null) remember(statementId, after);
    return outcomes;
  }

  function remember(statementId: string, after: Known): void {
    const grown = after.log.size !== known.get(statementId)?.log.size;
    known.set(statementId, after);
    if (grown) onAppended(statementId, after.log.size);
  }

  async function run(statementId: string, acts: readonly Act[]): Promise<Outcome<Sequenced | null>[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await runOnce(statementId, acts);
      } catch (error) {
        known.delete(statementId);
        // Confirming, attesting, admitting, ending, resigning and disputing are idempotent: when nobody knows whether the commit happened, doing them again
        // reads what is there. An act on the whole statement is not: its maker must look.
        const again =
          error instanceof LogMovedError ||
          error instanceof PendingGoneError ||
          (error instanceof UnknownCommitError && acts.every((act) => act.kind !== "statement"));
        if (!again || tries === MAX_TRIES) throw error;
      }
    }
  }

  const batcher: Batcher<Act, Sequenced | null> = makeBatcher({ maxSize: MAX_BATCH, gather: 4, run });
  function act(statementId: string, act: Exclude<Act, WaitingAct>): Promise<Sequenced>;
  function act(statementId: string, act: WaitingAct): Promise<Sequenced | null>;
  function act(statementId: string, act: Act): Promise<Sequenced | null> {
    return batcher.add(statementId, act);
  }
  return { act, idle: () => batcher.idle() };
}

async function recall(
  tx: Transaction,
  statementId: string,
  cached: Known | undefined,
): Promise<Known & { isNew: boolean }> {
  const log = await readLog(tx.db, statementId);
  const isKnown = log !== null && cached?.log.size === log.size && equalBytes(cached.log.root, log.root);
  if (!isKnown) await refuseBehind(tx, statementId, log?.size ?? 0);
  if (log === null) {
    return {
      log: { size: 0, root: new Uint8Array(0), state: "" },
      edge: emptyEdge(),
      state: emptyStatement(),
      isNew: true,
    };
  }
  if (cached && isKnown) return { ...cached, isNew: false };
  const state: StatementState = JSON.parse(log.state);
  return { log, edge: await readEdge(tx.db, statementId, log), state, isNew: false };
}

/** After a restore that could not find everything: what is recorded now would stand where published entries did. */
async function refuseBehind(tx: Transaction, statementId: string, size: number): Promise<void> {
  const published = await readPublication(tx.db, statementId);
  if (published === null || published.size <= size) return;
  throw new StatementHaltedError();
}

/** Works the acts out in order: those of one kind that stand together are read from the database together. */
async function workOut(
  deps: AttestingDeps,
  draft: LogDraft,
  acts: readonly Act[],
): Promise<Outcome<Sequenced | null>[]> {
  const outcomes: Outcome<Sequenced | null>[] = [];
  for (let i = 0; i < acts.length; ) {
    const first = acts[i] as Act;
    if (first.kind === "statement") {
      outcomes.push(await actOnStatement(draft, first));
      i += 1;
      continue;
    }
    const run = takeWhileKind(acts, i, first.kind);
    i += run.length;
    if (first.kind === "confirm") outcomes.push(...(await confirmAll(deps, draft, run as ConfirmAct[])));
    else if (first.kind === "attest") outcomes.push(...(await attestAll(deps, draft, run as AttestAct[])));
    else if (first.kind === "admit") outcomes.push(...(await admitAll(deps, draft, run as AdmitAct[])));
    else if (first.kind === "resign") outcomes.push(...(await resignAll(deps, draft, run as ResignAct[])));
    else if (first.kind === "end") outcomes.push(...(await endAll(deps, draft, run as EndAct[])));
    else outcomes.push(...(await disputeAll(deps, draft, run as (DisputeAct | UpholdAct)[])));
  }
  return outcomes;
}

function takeWhileKind(acts: readonly Act[], start: number, kind: Act["kind"]): Act[] {
  let end = start;
  while (end < acts.length && acts[end]?.kind === kind) end += 1;
  return acts.slice(start, end);
}

async function actOnStatement(draft: LogDraft, { entry, by, record }: StatementAct): Promise<Outcome<Sequenced>> {
  const index = draft.state.size;
  const bytes = formatEntry(entry);
  let state: StatementState;
  try {
    state = step(draft.state, null, entry, index).statement;
  } catch (cause) {
    return { error: new RefusedError("wrong_state", "The statement's log does not allow this now.", { cause }) };
  }
  try {
    await record?.(draft.tx, index);
    if (by !== null) await recordAct(draft, index, entry.act, by);
  } catch (error) {
    // What was refused was not written: the others of the batch, and the log, know nothing of it.
    if (error instanceof RefusedError) return { error };
    throw error;
  }
  draft.state = state;
  draft.entries.push(bytes);
  return { value: { index, repeated: false } };
}

async function recordAct(draft: LogDraft, index: number, act: RecordedActTable["act"], by: Doer): Promise<void> {
  const { tx, statementId, now } = draft;
  const nothing = { signature_index: null, reason: null };
  await recordActs(tx, [
    { statement_id: statementId, entry_index: index, act, ...nothing, ...doerColumns(by), done_at: now },
  ]);
}

async function commitDraft(draft: LogDraft, before: Known & { isNew: boolean }): Promise<Known | null> {
  if (draft.entries.length === 0) return null;
  const state = JSON.stringify(draft.state);
  const { edge, root } = await appendEntries(draft.tx, {
    logId: draft.statementId,
    before: before.isNew ? null : before.log,
    edge: before.edge,
    entries: draft.entries,
    state,
  });
  return { log: { size: edge.size, root, state }, edge, state: draft.state };
}
