import type { PendingRow } from "@undersigned/store/pending.ts";
import { readManyPending } from "@undersigned/store/pending.ts";
import type { Outcome } from "./batcher.ts";
import { makeBatcher } from "./batcher.ts";
import type { Commitment } from "./openings.ts";
import { makeCommitment } from "./openings.ts";
import { randomBytes } from "./random.ts";
import type { SignatureInput } from "./signing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { openSubmission } from "./submission.ts";
import type { Asks } from "./waiting.ts";

/** A pending signature with the work done that does not depend on where in the log it will stand. */
export type Prepared = { readonly input: SignatureInput; readonly asks: Asks; readonly commitment: Commitment };

export type Preparing = {
  /** Null when there is nothing to prepare: no such pending signature, or it is confirmed or wiped. */
  prepare(statementId: string, pendingId: string): Promise<Prepared | null>;
};

/** Short, since a batch is worked out in one go and everything else waits for it. */
const MAX_BATCH = 64;

/**
 * Unsealing, committing and sealing, before the sequencer's transaction begins: so that this work is done while the
 * database is busy with the batch before, and not while it waits.
 */
export function makePreparing(deps: SigningDeps): Preparing {
  async function run(statementId: string, ids: readonly string[]): Promise<Outcome<Prepared | null>[]> {
    const rows = await readManyPending(deps.store, statementId, [...new Set(ids)]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      try {
        return { value: prepareRow(deps, found.get(id)) };
      } catch (error) {
        // One that cannot be read must not stop the others.
        return { error };
      }
    });
  }
  const batcher = makeBatcher({ maxSize: MAX_BATCH, gather: 1, run });
  return { prepare: (statementId, pendingId) => batcher.add(statementId, pendingId) };
}

function prepareRow({ secrets, clock }: SigningDeps, row: PendingRow | undefined): Prepared | null {
  // Empty where nothing was typed that could be signed: by whoever was not invited.
  if (!row?.input_sealed?.length || row.confirmed_index !== null) return null;
  const submission = openSubmission(secrets, row.statement_id, row.id, row.input_sealed);
  const place = { sealKey: secrets.sealKey, statementId: row.statement_id, pendingId: row.id };
  return {
    input: submission.input,
    asks: submission.asks,
    // Of one that waited, its consent is of the day on which its mailbox confirmed.
    commitment: makeCommitment(submission, place, { now: row.confirmed_at ?? clock(), salts: randomBytes(64) }),
  };
}
