import { RefusedError } from "@undersigned/core/errors.ts";
import type { AnonymisingRow } from "@undersigned/store/anonymising.ts";
import { advanceAnonymising, listAnonymising, walkPeople } from "@undersigned/store/anonymising.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readDoer } from "../depositary/doer.ts";
import type { Sequencer } from "../depositary/sequencer.ts";
import type { RecurringJob } from "./runner.ts";

type Deps = {
  readonly store: Store;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
  readonly onMail: () => void;
};

/** Signatures that share a transaction: few enough that nobody waits long behind it. */
const BATCH = 200;

/**
 * Anonymises the people of closed statements where that was ordered, a batch at a time. How far it came is kept, so it goes
 * on after a stop; a batch done twice is done once.
 */
export function anonymisingJob(deps: Deps): RecurringJob {
  return {
    kind: "anonymise-people",
    every: 2_000,
    async run(isStopping) {
      for (const order of await listAnonymising(deps.store)) await anonymisePeople(deps, order, isStopping);
    },
  };
}

async function anonymisePeople(deps: Deps, order: AnonymisingRow, isStopping: () => boolean): Promise<void> {
  const { store, sequencer, clock } = deps;
  const ending = { act: "anonymise", by: readDoer(order) } as const;
  let start = order.next_index;
  while (!isStopping()) {
    const { indices, next } = await walkPeople(store, order.statement_id, start, BATCH);
    const outcomes = await Promise.allSettled(
      indices.map((index) => sequencer.act(order.statement_id, { kind: "end", index, ending, recorded: false })),
    );
    for (const outcome of outcomes) if (outcome.status === "rejected") ignoreEnded(outcome.reason);
    deps.onMail();
    await advanceAnonymising(store, order.statement_id, next ?? start, next === null ? clock() : null);
    if (next === null) return;
    start = next;
  }
}

/** Its signatory, or somebody else, was first. */
function ignoreEnded(reason: unknown): void {
  if (!(reason instanceof RefusedError && reason.code === "wrong_state")) throw reason;
}
