import type { Store } from "@undersigned/store/engine.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import type { Publication } from "@undersigned/store/publish.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import { LogMovedError } from "@undersigned/store/sequence.ts";
import type { Anchors } from "./anchor.ts";
import type { PublishRound } from "./publish-round.ts";
import { STATEMENTS_PER_ROUND } from "./publish-round.ts";
import { makePublishWaiters } from "./publish-waiters.ts";
import type { Published } from "./published.ts";
import { readPublished } from "./published.ts";
import { HaltedError } from "./trouble.ts";

export type Publishing = {
  /** There is something new to publish: a round begins as soon as the interval allows. */
  poke(): void;
  /** Resolves once the first `size` entries of the statement's log are published; null when `wait` milliseconds pass first. */
  waitFor(statementId: string, size: number, wait: number): Promise<Published | null>;
  /**
   * What is published of a statement; half a second old at most when other processes publish too.
   * @throws HaltedError while the anchors forbid to serve any checkpoint
   */
  published(statementId: string): Promise<Published | null>;
  /** @throws HaltedError as above */
  publishedHeads(): Promise<Publication | null>;
  /** Begins the rounds. */
  start(): void;
  close(): Promise<void>;
};

type Deps = {
  readonly store: Store;
  readonly round: PublishRound;
  readonly anchors: Pick<Anchors, "cover" | "refuse">;
  /** Milliseconds from the start of one round to the start of the next. */
  readonly interval: number;
  /** Something was published here: the log of heads has grown. */
  readonly onPublished?: () => void;
  readonly onError: (error: unknown) => void;
};

/** Other processes may publish what this one appended, and a crash may have left work: look this often, in milliseconds. */
const LOOK_EVERY = 1_000;
const PUBLISHED_AGE = 500;
const REMEMBERED = 10_000;

/** Schedules publish rounds, one at a time, and remembers what they published. */
export function makePublishing(deps: Deps): Publishing {
  const waiters = makePublishWaiters();
  const remembered = new Map<string, { at: number; value: Promise<Published | null> }>();
  const schedule = makeSchedule(deps.interval, async () => {
    try {
      const count = await deps.round.run();
      if (count > 0) deps.onPublished?.();
      for (const statementId of waiters.statements()) {
        const published = await readCovered(statementId);
        remember(statementId, Promise.resolve(published));
        if (published) waiters.answer(statementId, published);
      }
      return count === STATEMENTS_PER_ROUND || waiters.statements().length > 0;
    } catch (error) {
      if (error instanceof HaltedError) return false;
      if (!(error instanceof LogMovedError)) deps.onError(error);
      return true;
    }
  });

  /** A checkpoint leaves this process only once the anchor is as far. */
  async function readCovered(statementId: string): Promise<Published | null> {
    const published = await readPublished(deps.store, statementId);
    if (published !== null) await deps.anchors.cover(published.heads);
    return published;
  }

  function remember(statementId: string, value: Promise<Published | null>): void {
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(statementId, { at: performance.now(), value });
    value.catch(() => remembered.delete(statementId));
  }

  return {
    poke: schedule.poke,
    start: schedule.poke,
    waitFor(statementId, size, wait) {
      const answer = waiters.add(statementId, size, wait);
      schedule.poke();
      return answer;
    },
    async published(statementId) {
      deps.anchors.refuse();
      const last = remembered.get(statementId);
      if (last && performance.now() - last.at < PUBLISHED_AGE) return await last.value;
      const value = readCovered(statementId);
      remember(statementId, value);
      return await value;
    },
    async publishedHeads() {
      deps.anchors.refuse();
      const heads = await readPublication(deps.store.db, HEADS);
      if (heads !== null) await deps.anchors.cover(heads);
      return heads;
    },
    async close() {
      await schedule.close();
      waiters.giveUp();
    },
  };
}

/**
 * Runs `work` when poked, and every LOOK_EVERY milliseconds; never twice at a time, never sooner than `interval` after
 * the last start. `work` answers whether it wants to run again as soon as that allows.
 */
function makeSchedule(interval: number, work: () => Promise<boolean>): { poke(): void; close(): Promise<void> } {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let due = Number.POSITIVE_INFINITY;
  let again = false;
  let lastStart = Number.NEGATIVE_INFINITY;
  let closed = false;

  function runAt(time: number): void {
    if (closed || running !== null || time >= due) return;
    if (timer !== null) clearTimeout(timer);
    due = time;
    timer = setTimeout(start, Math.max(0, time - performance.now()));
    timer.unref();
  }

  function start(): void {
    timer = null;
    due = Number.POSITIVE_INFINITY;
    lastStart = performance.now();
    again = false;
    running = work()
      .then((wanted) => {
        again ||= wanted;
      })
      .finally(() => {
        running = null;
        runAt(lastStart + (again ? interval : Math.max(interval, LOOK_EVERY)));
      });
  }

  return {
    poke() {
      again = true;
      runAt(lastStart + interval);
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
