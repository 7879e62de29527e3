import type { PolicyWitness } from "@undersigned/core/log/policy.ts";
import { proveConsistency } from "@undersigned/core/log/prove.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import type { WitnessAnswer } from "./ask-witness.ts";
import { askWitness } from "./ask-witness.ts";
import type { TileReading } from "./tile-reading.ts";
import type { PauseTimes, Standing, StandingDeps } from "./witness-standing.ts";
import { makeStanding } from "./witness-standing.ts";
import type { Target } from "./witness-target.ts";

/** Milliseconds. */
export type WorkerTimes = PauseTimes & {
  /** For one exchange. */
  readonly timeout: number;
};

export const WORKER_TIMES: WorkerTimes = { timeout: 10_000, firstPause: 1_000, longestPause: 60_000 };

export type WorkerDeps = Omit<StandingDeps, "times"> & {
  readonly tiles: TileReading;
  readonly times: WorkerTimes;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  /** A witness has cosigned more of our log than there is: we are behind our own past. */
  readonly onAhead: (seen: { by: string; size: number }) => void;
};

/**
 * `again`: it told which size it holds, and can be asked at once. `outgrown`: it holds more than the target, which has to
 * be replaced.
 */
export type Exchange = "cosigned" | "failed" | "again" | "outgrown";

/** Asks one witness. */
export type WitnessWorker = Pick<Standing, "vkey" | "know" | "isFailing" | "pause"> & {
  /** One exchange about this target; one at a time. Throws what is our own fault, such as a database that is gone. */
  ask(target: Target): Promise<Exchange>;
};

/** Sizes that a witness may tell, one after the other, before it is given a rest: it makes fun of us. */
const SIZES_TOLD = 3;

export function makeWitnessWorker(deps: WorkerDeps, witness: PolicyWitness): WitnessWorker {
  const { tiles, times, signal, clock } = deps;
  const standing = makeStanding(deps, witness);
  let told = 0;

  async function judge(answer: WitnessAnswer, target: Target, old: number): Promise<Exchange> {
    if (answer.kind === "size" && told < SIZES_TOLD) {
      const exchange = await judgeSize(deps, witness, standing, { target, old, size: answer.size });
      told = exchange === "failed" ? 0 : told + 1;
      return exchange;
    }
    told = 0;
    if (answer.kind === "cosigned") {
      await standing.succeed(target, answer.signature);
      return "cosigned";
    }
    if (answer.kind === "size") await standing.fail("bad_answer", "it tells another size each time");
    // What was broken off when the server stops says nothing of the witness.
    else if (!signal.aborted) await standing.fail(answer.kind, "detail" in answer ? answer.detail : null);
    return "failed";
  }

  return {
    vkey: standing.vkey,
    know: standing.know,
    isFailing: standing.isFailing,
    pause: standing.pause,
    async ask(target) {
      try {
        // It is said to hold more than there is: from 0 it will tell what it does hold.
        const old = standing.confirmed() > target.size ? 0 : standing.confirmed();
        const proof = await prove(tiles, old, target.size);
        const options = { url: witness.url ?? "", key: witness.key, timeout: times.timeout, signal, clock };
        return await judge(await askWitness({ old, proof, checkpoint: target.checkpoint }, options), target, old);
      } catch (error) {
        standing.rest();
        throw error;
      }
    },
  };
}

/** How a witness is called among the anchors. */
export function nameWitness({ name }: PolicyWitness): string {
  return `the witness ${name}`;
}

/** A witness told the size that it holds (409), when asked from size `old`. */
async function judgeSize(
  { store, onAhead, onChange }: WorkerDeps,
  witness: PolicyWitness,
  standing: Standing,
  { target, old, size }: { readonly target: Target; readonly old: number; readonly size: number },
): Promise<Exchange> {
  if (size === old) {
    if (size === target.size) await standing.fail("other_root", `size ${size}`);
    else await standing.fail("bad_answer", `HTTP status 409 with ${size}, the size that it was asked from`);
    return "failed";
  }
  const published = (await readPublication(store.db, HEADS))?.size ?? 0;
  if (size > published) {
    onAhead({ by: nameWitness(witness), size });
    await standing.fail("ahead", `it cosigned ${size} heads, and there are ${published}`);
    return "failed";
  }
  if (size < old) {
    onChange({ witness: witness.name, condition: "went_back", detail: `from ${old} heads to ${size}` });
  }
  standing.learn(size);
  return size > target.size ? "outgrown" : "again";
}

async function prove(tiles: TileReading, old: number, size: number): Promise<Uint8Array[]> {
  if (old === 0) return [];
  return await proveConsistency(old, size, (level, index, width) => tiles.nodes(HEADS, level, index, width));
}
