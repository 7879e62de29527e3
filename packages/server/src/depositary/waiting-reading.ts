import type { Level } from "@undersigned/core/signature/entry.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listObservations } from "@undersigned/store/observations.ts";
import type { PendingRow } from "@undersigned/store/pending.ts";
import { readPending } from "@undersigned/store/pending.ts";
import type { Secrets } from "../secrets.ts";
import type { WaitsFor } from "./evidence.ts";
import { findMissing } from "./missing.ts";
import type { Observed } from "./observing.ts";
import { openObserved } from "./observing.ts";
import type { SignatureInput } from "./signing.ts";
import { makeWaitingToken, refuseToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import { openSubmission } from "./submission.ts";
import type { Asks, Waiting } from "./waiting.ts";
import { EVIDENCE_PATH } from "./waiting.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly reading: StatementReading;
  readonly baseUrl: string;
};

/** A confirmed signature that waits, with what there is of it and what is missing. */
export type WaitingSignature = {
  readonly input: SignatureInput;
  readonly asks: Asks;
  readonly observed: readonly Observed[];
  readonly level: Level;
  readonly waitsFor: readonly WaitsFor[];
};

/** Opens pending rows that wait. */
export async function readWaiting(
  { store, secrets }: Pick<Deps, "store" | "secrets">,
  statementId: string,
  rows: readonly PendingRow[],
): Promise<{ readonly row: PendingRow; readonly waiting: WaitingSignature }[]> {
  const holders = rows.map((row) => row.id);
  const kept = await listObservations(store, statementId, holders);
  return rows.flatMap((row) => {
    if (row.input_sealed === null) return [];
    const { input, asks } = openSubmission(secrets, statementId, row.id, row.input_sealed);
    const observed = kept.filter((one) => one.holder === row.id).map((one) => openObserved(secrets, one));
    const seen = observed.map(({ observation }) => observation);
    return { row, waiting: { input, asks, observed, ...findMissing(asks, input, seen, row.admitted_at !== null) } };
  });
}

/** What whoever confirmed a signature is told while it waits. */
export async function viewWaiting(deps: Deps, statementId: string, pendingId: string): Promise<Waiting> {
  const row = await readPending(deps.store.db, statementId, pendingId);
  const [read] = row === null ? [] : await readWaiting(deps, statementId, [row]);
  if (!read) throw refuseToken();
  const { input, asks, waitsFor } = read.waiting;
  const closes = (await deps.reading.row(statementId))?.closes_at ?? Number.POSITIVE_INFINITY;
  const token = makeWaitingToken(deps.secrets.macKey, pendingId);
  return {
    statement: statementId,
    kind: input.kind,
    waitsFor,
    vouch: asks.vouch,
    until: Math.min(read.row.expires_at, closes),
    token,
    evidenceUrl: `${deps.baseUrl}${EVIDENCE_PATH}?token=${token}`,
  };
}
