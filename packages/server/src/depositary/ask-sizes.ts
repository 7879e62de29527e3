import { EMPTY_ROOT } from "@undersigned/core/log/merkle.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import { askWitness } from "./ask-witness.ts";
import type { SigningKey } from "./keys.ts";
import { signCheckpoint } from "./publish-round.ts";
import type { Witnessed } from "./trouble.ts";
import { nameWitness } from "./witness-worker.ts";

/** Milliseconds. A start waits for them, so a witness that is silent may not cost much. */
const TIMEOUT = 2_000;

type Deps = {
  readonly store: Store;
  readonly policy: Policy | null;
  readonly clock: () => number;
  readonly seen: (witnessed: Witnessed) => void;
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
};

/**
 * Asks every witness how much of our log of heads it cosigned, before anything is published: after a restore, database
 * and data folder may both be old, and only they remember. A witness tells its size to whoever asks it from another one
 * (409). What it is shown is the log as it was when it was empty, which every history begins with: what the database holds
 * may be another history than the one that was published, and shown to a witness it would be proof against us.
 */
export async function askSizes({ store, policy, clock, seen, key, origin }: Deps): Promise<void> {
  // Before the first publication nobody can know more, and our name is not settled.
  if (policy === null || (await readPublication(store.db, HEADS)) === null) return;
  const checkpoint = signCheckpoint(key, origin(), 0, EMPTY_ROOT);
  const { signal } = new AbortController();
  await Promise.all(
    policy.witnesses.map(async (witness) => {
      const options = { url: witness.url ?? "", key: witness.key, timeout: TIMEOUT, signal, clock };
      const answer = await askWitness({ old: 0, proof: [], checkpoint }, options);
      if (answer.kind === "size") seen({ by: nameWitness(witness), size: answer.size });
    }),
  );
}
