/** What became of one item of a batch. */
export type Outcome<R> = { readonly value: R } | { readonly error: unknown };

export type Batcher<T, R> = {
  /** Joins the next batch of `key`. Settles as `run` says for this item, or rejects when the whole batch failed. */
  add(key: string, item: T): Promise<R>;
  /** Resolves once nothing waits and nothing runs. */
  idle(): Promise<void>;
};

type Waiting<T, R> = { item: T; resolve(value: R): void; reject(error: unknown): void };

/**
 * Lets concurrent requests share one commit. Per key at most one batch runs at a time; while it runs the next one
 * gathers, so batches grow with load by themselves. An idle key waits `gather` milliseconds for company, no more.
 * @param run gets 1 to `maxSize` items and answers one outcome for each, in order
 */
export function makeBatcher<T, R>(options: {
  maxSize: number;
  gather: number;
  run(key: string, items: readonly T[]): Promise<readonly Outcome<R>[]>;
}): Batcher<T, R> {
  const queues = new Map<string, Waiting<T, R>[]>();
  const idleWaiters: (() => void)[] = [];

  async function drain(key: string, queue: Waiting<T, R>[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, options.gather));
    while (queue.length > 0) {
      const batch = queue.splice(0, options.maxSize);
      try {
        const outcomes = await options.run(
          key,
          batch.map((waiting) => waiting.item),
        );
        batch.forEach((waiting, i) => {
          settle(waiting, outcomes[i]);
        });
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    queues.delete(key);
    if (queues.size === 0) for (const wake of idleWaiters.splice(0)) wake();
  }

  return {
    add(key, item) {
      return new Promise<R>((resolve, reject) => {
        const queue = queues.get(key);
        if (queue) {
          queue.push({ item, resolve, reject });
          return;
        }
        const first = [{ item, resolve, reject }];
        queues.set(key, first);
        void drain(key, first);
      });
    },
    async idle() {
      while (queues.size > 0) await new Promise<void>((resolve) => idleWaiters.push(resolve));
    },
  };
}

function settle<T, R>(waiting: Waiting<T, R>, outcome: Outcome<R> | undefined): void {
  if (outcome === undefined) waiting.reject(new Error("invariant: a batch answers for every item"));
  else if ("error" in outcome) waiting.reject(outcome.error);
  else waiting.resolve(outcome.value);
}
