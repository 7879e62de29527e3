import { invariant, RefusedError } from "@undersigned/core/errors.ts";
import { CompactReplay } from "@undersigned/core/signature/compact-replay.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readEntries } from "@undersigned/store/log-reading.ts";

/** States of statements' logs as they were. */
export type Replays = {
  /**
   * The state of a log when it had `size` entries.
   * @throws RefusedError `rate_limited` when too many wait for theirs
   */
  stateAt(statementId: string, size: number): Promise<StatementState>;
};

/** Entries replayed at once, before others have their turn: some milliseconds. */
const AT_ONCE = 250;
/** Who waits while one log is replayed. */
const QUEUE_LIMIT = 32;
/** Logs whose replay goes on where it stopped, four bytes of memory an entry. */
const KEPT = 4;

/**
 * One log is replayed at a time, however many ask, and with turns for all else. A later day of the same log goes on from the
 * earlier; an earlier day begins anew, and a million entries take seconds then.
 */
export function createReplays(store: Store): Replays {
  const kept = new Map<string, CompactReplay>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function replay(statementId: string, size: number): Promise<StatementState> {
    const known = kept.get(statementId);
    const own = known !== undefined && known.size <= size ? known : new CompactReplay();
    // One that fails on the way is begun anew.
    kept.delete(statementId);
    while (own.size < size) {
      const entries = await readEntries(store.db, statementId, own.size, Math.min(size, own.size + AT_ONCE));
      invariant(entries.length > 0, "a log has every entry that a head of it counts");
      for (const bytes of entries) own.apply(parseEntry(bytes));
      await new Promise((resolve) => setImmediate(resolve));
    }
    kept.set(statementId, own);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return own.statement();
  }

  return {
    async stateAt(statementId, size) {
      if (waiting >= QUEUE_LIMIT) throw refuseBusy();
      waiting += 1;
      const own = last.then(() => replay(statementId, size));
      last = own.catch(() => undefined);
      try {
        return await own;
      } finally {
        waiting -= 1;
      }
    },
  };
}

function refuseBusy(): RefusedError {
  return new RefusedError(
    "rate_limited",
    `Too many days are being counted at this moment: at most ${QUEUE_LIMIT} wait. Please try again in a minute.`,
  );
}
