import type { Store, Transaction } from "@undersigned/store/engine.ts";

/** What is to be written down of one mail. */
export type Mark = (tx: Transaction, now: number) => Promise<void>;

export type Marking = {
  add(mark: Mark): void;
  /** Resolves once everything added is written down, or was given up because of `giveUp`. */
  idle(): Promise<void>;
  /** From now on what fails is not tried again. */
  giveUp(): void;
};

/** Milliseconds to wait when the database does not answer. */
const PAUSE = 2_000;

/**
 * Writes marks down, those that come while a commit is under way together in the next one. Until then the mail is leased:
 * should that last too long, it is sent a second time.
 */
export function makeMarking(options: {
  store: Store;
  clock: () => number;
  onError: (error: unknown, what: string) => void;
}): Marking {
  const { store, clock, onError } = options;
  let waiting: Mark[] = [];
  let writing: Promise<void> | null = null;
  let given = false;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const marks = waiting;
      waiting = [];
      try {
        await store.transaction(
          async (tx) => {
            for (const mark of marks) await mark(tx, clock());
          },
          // Withdrawals delete mails in an order of their own; marking twice is marking once.
          { retry: true },
        );
      } catch (error) {
        onError(error, "writing down what was sent");
        if (given) return;
        waiting = [...marks, ...waiting];
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  return {
    add(mark) {
      waiting.push(mark);
      writing ??= writeAll().finally(() => {
        writing = null;
      });
    },
    async idle() {
      await writing;
    },
    giveUp() {
      given = true;
    },
  };
}
