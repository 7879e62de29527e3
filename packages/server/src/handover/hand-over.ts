import { RefusedError } from "@undersigned/core/errors.ts";
import { emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import type { HandOver } from "@undersigned/core/log/identity-act.ts";
import { formatIdentityAct } from "@undersigned/core/log/identity-act.ts";
import { IDENTITY_LINK_LIMIT } from "@undersigned/core/log/identity-chain.ts";
import { signNote } from "@undersigned/core/log/note.ts";
import { formatLogProof } from "@undersigned/core/log/proof.ts";
import { proveInclusion } from "@undersigned/core/log/prove.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { insertIdentityAct, listIdentityActs } from "@undersigned/store/identity-acts.ts";
import type { LogRow } from "@undersigned/store/log-reading.ts";
import { HEADS, readEdge } from "@undersigned/store/log-reading.ts";
import { readPublication, recordPublications } from "@undersigned/store/publish.ts";
import { appendEntries } from "@undersigned/store/sequence.ts";
import { readInTurn } from "../depositary/anchor-check.ts";
import type { Tenure } from "../depositary/tenure.ts";

/**
 * Appends the act to the log of heads and publishes that, signed by both keys; keeps the act with its proof, as it goes into
 * receipts and bundles from then on. Within the transaction of whoever holds the lock of the log of heads.
 * @param log of heads, as read in this transaction
 * @param now milliseconds since the epoch
 * @throws RefusedError `wrong_state` when the chain is full
 */
export async function recordHandOver(
  tx: Transaction,
  kind: HandOver["act"],
  from: Tenure,
  to: Tenure,
  log: LogRow,
  now: number,
): Promise<void> {
  const number = (await listIdentityActs(tx)).length + 1;
  if (number > IDENTITY_LINK_LIMIT) {
    throw new RefusedError(
      "wrong_state",
      `Keys and hosts were handed over ${IDENTITY_LINK_LIMIT} times already, and verifiers read no longer chain.`,
    );
  }
  const [old, next] = [from, to].map(({ key, origin }) => ({
    key: key.verifierKey(origin()),
    signer: key.signer(origin()),
  })) as [Signing, Signing];
  // Time never goes back in the log of heads, even where the clock does.
  const at = Math.max(now, (await readPublication(tx.db, HEADS))?.publishedAt ?? 0);
  const act: HandOver = { act: kind, from: old.key, key: next.key, time: Math.floor(at / 1000) };
  const entry = formatIdentityAct(act);
  const edge = log.size === 0 ? emptyEdge() : await readEdge(tx.db, HEADS, log);
  const appended = await appendEntries(tx, { logId: HEADS, before: log, edge, entries: [entry], state: "" });
  const { root } = appended;
  const { size } = appended.edge;
  const text = formatCheckpoint({ origin: from.origin(), size, root, extensions: [] });
  const checkpoint = signNote(text, [old.signer, next.signer]);
  await recordPublications(tx, [{ logId: HEADS, size, root, checkpoint, headIndex: null }], at);
  const index = size - 1;
  const proof = formatLogProof({ index, hashes: await proveInclusion(index, size, readInTurn(tx.db)), checkpoint });
  await insertIdentityAct(tx, { number, entry, proof });
}

type Signing = {
  readonly key: ReturnType<Tenure["key"]["verifierKey"]>;
  readonly signer: ReturnType<Tenure["key"]["signer"]>;
};
