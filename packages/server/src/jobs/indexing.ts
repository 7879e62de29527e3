import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { insertWords } from "@undersigned/store/signatory-words.ts";
import { listForIndex } from "@undersigned/store/signatures.ts";
import { advanceIndexed, listOpenedIds } from "@undersigned/store/statements.ts";
import { wordsOfSignatory } from "../depositary/fold-words.ts";

export type Indexing = {
  /** This statement has new signatures. */
  touch(statementId: string): void;
  start(): Promise<void>;
  close(): Promise<void>;
};

const BATCH = 500;
/** Milliseconds after a signature, and after a failure. */
const DELAY = 500;
const PAUSE = 2_000;

/**
 * Brings the search index of signatories up to date, a moment after they signed: names need not be found within the
 * second, and so confirming does not pay for it. Where it stands is kept per statement, so a crash loses nothing.
 */
export function makeIndexing(store: Store, onError: (error: unknown) => void): Indexing {
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let closed = false;

  async function index(statementId: string): Promise<void> {
    touched.delete(statementId);
    try {
      while (!closed && (await indexBatch(store, statementId))) await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      onError(error);
      touched.add(statementId);
      schedule(PAUSE);
    }
  }

  async function work(): Promise<void> {
    for (const statementId of [...touched]) await index(statementId);
  }

  function schedule(delay = DELAY): void {
    if (closed || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      running = running.then(work);
    }, delay);
    timer.unref();
  }

  return {
    touch(statementId) {
      touched.add(statementId);
      schedule();
    },
    async start() {
      for (const id of await listOpenedIds(store)) touched.add(id);
      schedule();
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** Returns whether there may be more. */
async function indexBatch(store: Store, statementId: string): Promise<boolean> {
  return await store.transaction(async (tx) => {
    // Whose words they are is read under the lock, so that a withdrawal meanwhile cannot leave words behind.
    await lockEndings(tx, statementId);
    const statement = await tx.db
      .selectFrom("statement")
      .select("indexed_to")
      .where("id", "=", statementId)
      .executeTakeFirst();
    if (!statement) return false;
    const rows = await listForIndex(tx.db, statementId, statement.indexed_to, BATCH);
    const last = rows.at(-1);
    if (!last || !(await advanceIndexed(tx, statementId, statement.indexed_to, last.idx + 1))) return false;
    const listed = rows.filter((row) => row.named === 1 && row.status === "standing" && row.public_part !== null);
    await insertWords(
      tx,
      statementId,
      listed.map((row) => ({ index: row.idx, words: wordsOfSignatory(JSON.parse(row.public_part ?? "{}")) })),
    );
    return rows.length === BATCH;
  });
}
