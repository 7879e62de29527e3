import type { Published } from "./published.ts";

type Waiter = { readonly size: number; resolve(published: Published | null): void; readonly timer: NodeJS.Timeout };

export type PublishWaiters = {
  /** Resolves at the first answer that covers `size` entries; null after `wait` milliseconds. */
  add(statementId: string, size: number, wait: number): Promise<Published | null>;
  /** Statements that somebody waits for. */
  statements(): string[];
  answer(statementId: string, published: Published): void;
  /** Answers null to everybody. */
  giveUp(): void;
};

/** Those who wait for a publish round: confirmations that want their receipt. */
export function makePublishWaiters(): PublishWaiters {
  const waiting = new Map<string, Set<Waiter>>();

  function settle(statementId: string, waiter: Waiter, published: Published | null): void {
    clearTimeout(waiter.timer);
    const set = waiting.get(statementId);
    set?.delete(waiter);
    if (set?.size === 0) waiting.delete(statementId);
    waiter.resolve(published);
  }

  return {
    add(statementId, size, wait) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(statementId, waiter, null), wait);
        const waiter: Waiter = { size, resolve, timer };
        const set = waiting.get(statementId) ?? new Set();
        waiting.set(statementId, set.add(waiter));
      });
    },
    statements: () => [...waiting.keys()],
    answer(statementId, published) {
      for (const waiter of [...(waiting.get(statementId) ?? [])]) {
        if (waiter.size <= published.statement.size) settle(statementId, waiter, published);
      }
    },
    giveUp() {
      for (const [statementId, set] of [...waiting]) for (const waiter of [...set]) settle(statementId, waiter, null);
    },
  };
}
