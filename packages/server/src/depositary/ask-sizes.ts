import type { Policy } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import { askWitness } from "./ask-witness.ts";
import type { Witnessed } from "./trouble.ts";
import { nameWitness } from "./witness-worker.ts";

/** Milliseconds. A start waits for them, so a witness that is silent may not cost much. */
const TIMEOUT = 2_000;

type Deps = {
  readonly store: Store;
  readonly policy: Policy | null;
  readonly clock: () => number;
  readonly seen: (witnessed: Witnessed) => void;
};

/**
 * Asks every witness how much of our log of heads it cosigned, before anything is published: after a restore, database
 * and data folder may both be old, and only they remember. A witness tells its size to whoever asks it from another one
 * (409). One that holds nothing may cosign what it is shown, which was published before; that is asked for again later.
 */
export async function askSizes({ store, policy, clock, seen }: Deps): Promise<void> {
  const published = await readPublication(store.db, HEADS);
  if (policy === null || published === null) return;
  const { checkpoint } = published;
  const { signal } = new AbortController();
  await Promise.all(
    policy.witnesses.map(async (witness) => {
      const options = { url: witness.url ?? "", key: witness.key, timeout: TIMEOUT, signal, clock };
      const answer = await askWitness({ old: 0, proof: [], checkpoint }, options);
      if (answer.kind === "size") seen({ by: nameWitness(witness), size: answer.size });
    }),
  );
}
