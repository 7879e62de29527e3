import { setTimeout } from "node:timers/promises";
import { listWitnesses } from "@undersigned/store/witnesses.ts";
import type { Bell } from "../mail/bell.ts";
import { makeBell } from "../mail/bell.ts";
import { nothingWhileHalted } from "./trouble.ts";
import type { Target, TargetDeps, TargetTimes } from "./witness-target.ts";
import { makeTargets, TARGET_TIMES } from "./witness-target.ts";
import type { WitnessWorker, WorkerDeps, WorkerTimes } from "./witness-worker.ts";
import { makeWitnessWorker, WORKER_TIMES } from "./witness-worker.ts";
import { makeWorkLease } from "./work-lease.ts";

export type Witnessing = {
  /** The log of heads has grown. */
  poke(): void;
  start(): void;
  /** Breaks off what is under way, and lets another process go on at once. */
  close(): Promise<void>;
};

/** Milliseconds. */
export type WitnessingTimes = TargetTimes &
  WorkerTimes & {
    /** A process that dies is replaced after this time. */
    readonly lease: number;
    /** Other processes publish too: look this often for what is new. */
    readonly look: number;
  };

export const WITNESSING_TIMES: WitnessingTimes = { ...TARGET_TIMES, ...WORKER_TIMES, lease: 10_000, look: 1_000 };

export type WitnessingDeps = Omit<WorkerDeps, "signal"> &
  Omit<TargetDeps, "times"> & {
    readonly times: WitnessingTimes;
    readonly onError: (error: unknown) => void;
  };

type Worker = WitnessWorker & { readonly bell: Bell };

/**
 * Has the log of heads cosigned by the witnesses of the policy, beside everything else: nobody waits for it. Each witness
 * is asked by a loop of its own, so that one that hangs costs the others nothing. Of several processes on one database
 * one does the work. Were there two for a moment, a witness would answer some requests with 409, and nothing worse.
 */
export function makeWitnessing(deps: WitnessingDeps): Witnessing {
  const { store, policy, times, clock, onError } = deps;
  const stop = new AbortController();
  const lease = makeWorkLease(store, { name: "witnesses", length: times.lease, clock });
  const targets = makeTargets(deps);
  const workers = policy.witnesses.map((witness): Worker => {
    return { ...makeWitnessWorker({ ...deps, signal: stop.signal }, witness), bell: makeBell() };
  });
  const bell = makeBell();
  let running: Promise<unknown> = Promise.resolve();

  /** Keeps the lease and the target. @returns milliseconds after which to look again */
  async function watch(): Promise<number> {
    const held = await lease.hold();
    if (held === "missed") {
      targets.drop();
      return times.look;
    }
    // Another process may have asked them until now.
    if (held === "taken") await recall(deps, workers);
    const wait = await targets.look(waited).catch(nothingWhileHalted);
    if (wait === null) {
      targets.drop();
      return times.look;
    }
    if (wait === 0) for (const worker of workers) worker.bell.ring();
    return wait === 0 ? times.look : Math.min(wait, times.look);
  }

  function waited(target: Target): boolean {
    return workers.some((worker) => !target.cosignedBy.has(worker.vkey) && !worker.isFailing());
  }

  async function ask(worker: Worker, target: Target): Promise<void> {
    const exchange = await worker.ask(target);
    if (exchange === "cosigned") await targets.tidy(target);
    if (exchange === "outgrown" && targets.current() === target) targets.drop();
    bell.ring();
  }

  async function serve(worker: Worker): Promise<void> {
    const target = targets.current();
    if (target === null || !lease.isHeld() || target.cosignedBy.has(worker.vkey)) await worker.bell.wait(times.look);
    // Not at the bell: a new target is no reason to ask sooner.
    else if (worker.pause() > 0) await pause(worker.pause(), stop.signal);
    else await ask(worker, target);
  }

  async function repeat(work: () => Promise<unknown>): Promise<void> {
    while (!stop.signal.aborted) await work().catch(onError);
  }

  return {
    poke: bell.ring,
    start() {
      const watching = repeat(async () => {
        let wait = times.look;
        try {
          wait = await watch();
        } finally {
          await bell.wait(wait);
        }
      });
      running = Promise.all([watching, ...workers.map((worker) => repeat(() => serve(worker)))]);
    },
    async close() {
      stop.abort();
      bell.remove();
      for (const worker of workers) worker.bell.remove();
      await running;
      await lease.release().catch(onError);
    },
  };
}

async function recall({ store }: WitnessingDeps, workers: readonly Worker[]): Promise<void> {
  const rows = await listWitnesses(store);
  for (const worker of workers) {
    const row = rows.find(({ vkey }) => vkey === worker.vkey);
    if (row) worker.know(row);
  }
}

/** Waits, at most until the server stops. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
}
