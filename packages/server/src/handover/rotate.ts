import { invariant, RefusedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { HEADS, readLog } from "@undersigned/store/log-reading.ts";
import { getSetting, setSetting } from "@undersigned/store/settings.ts";
import { UnknownCommitError } from "@undersigned/store/store-errors.ts";
import { deleteAllCosigned } from "@undersigned/store/witnesses.ts";
import type { Anchors } from "../depositary/anchor.ts";
import { makeSigningKey } from "../depositary/keys.ts";
import { refuseOtherKey } from "../depositary/origin.ts";
import { readOwnChain } from "../depositary/own-chain.ts";
import type { Tenure } from "../depositary/tenure.ts";
import { encodePublicKey, KEY_SETTING, ORIGIN_SETTING, refuseMoving } from "../depositary/tenure.ts";
import type { Secrets } from "../secrets.ts";
import { loadSecrets, prepareNextSecrets, promoteNextSecrets, readNextSecrets } from "../secrets.ts";
import type { AnchorsDeps } from "./agreed-anchors.ts";
import { openAgreedAnchors } from "./agreed-anchors.ts";
import { recordHandOver } from "./hand-over.ts";
import { holds } from "./settle-secrets.ts";
import { signAgain } from "./sign-again.ts";

export type RotateReport = {
  readonly origin: string;
  /** Verifier keys of the log of heads. */
  readonly from: string;
  readonly to: string;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** Entries of the log of heads, the act included. */
  readonly size: number;
  /** Whether an earlier attempt had been cut off after the new key had taken over. */
  readonly resumed: boolean;
};

/** What is durable by then: a rotation that is cut off after it goes on from there. */
export type RotateStep = "key" | "act" | "secrets" | "anchor";

export type RotateDeps = AnchorsDeps & {
  readonly onStep?: (step: RotateStep) => void;
};

/**
 * Replaces the signing key: a new one takes over by an act in the log of heads (spec/identity.md). No server should be
 * running; one that is notices, and signs nothing more. Cut off at any point, it is begun again: either nothing has happened
 * but that a key was made, or the new key holds and is put in its place.
 * @throws RefusedError `wrong_state` when nothing was published yet, or the database does not hold all that was;
 * `configuration` when the database belongs to another key
 */
export async function rotate(deps: RotateDeps): Promise<RotateReport> {
  const { store, dataDir, onStep = () => undefined } = deps;
  await refuseMoving(store);
  const host = await getSetting(store, ORIGIN_SETTING);
  if (host === null || (await readLog(store.db, HEADS)) === null) {
    throw new RefusedError(
      "wrong_state",
      "Nothing was published yet, so there is no key to replace. To begin with another key, begin with an empty data folder.",
    );
  }
  const secrets = loadSecrets(dataDir);
  const prepared = readNextSecrets(dataDir);
  if (prepared !== null && (await holds(store, prepared))) return await finish(deps, host, prepared, true);
  if (!(await holds(store, secrets))) throw refuseOtherKey();
  const from = makeTenure(secrets, host);
  const anchors = await openAgreedAnchors(deps, from);
  const next = prepareNextSecrets(dataDir, secrets);
  onStep("key");
  try {
    await store.transaction((tx) => handOver(tx, anchors, from, makeTenure(next, host), deps.clock()));
  } catch (error) {
    // Whether it happened is in the database.
    if (!(error instanceof UnknownCommitError) || !(await holds(store, next))) throw error;
  }
  onStep("act");
  return await finish(deps, host, next, false);
}

/** The new key holds, as the database says: it takes the place of the old one in the data folder too, and the anchor follows. */
async function finish(deps: RotateDeps, host: string, next: Secrets, resumed: boolean): Promise<RotateReport> {
  const { store, dataDir, onStep = () => undefined } = deps;
  promoteNextSecrets(dataDir);
  onStep("secrets");
  await openAgreedAnchors(deps, makeTenure(next, host));
  onStep("anchor");
  const last = (await readOwnChain(store)).handOvers.at(-1);
  invariant(last !== undefined, "a key that took over did so by an act");
  const { from, key, time, checkpoint } = last;
  const keys = { from: formatVerifierKey(from), to: formatVerifierKey(key) };
  return { origin: host, ...keys, time, size: checkpoint.size, resumed };
}

function makeTenure(secrets: Secrets, host: string): Tenure {
  return { key: makeSigningKey(secrets), origin: () => host };
}

async function handOver(tx: Transaction, anchors: Anchors, from: Tenure, to: Tenure, now: number): Promise<void> {
  await tx.lock(`log:${HEADS}`);
  const log = await readLog(tx.db, HEADS);
  if (log === null) throw new Error("invariant: a log does not vanish");
  // Also that the key from which it is taken still holds.
  await anchors.check(tx, log);
  await recordHandOver(tx, "rotate", from, to, log, now);
  await signAgain(tx, to);
  // Witnesses saw the same trees, but under the old key: they are asked anew from the next round on.
  await deleteAllCosigned(tx);
  await setSetting(tx, KEY_SETTING, encodePublicKey(to.key));
}
