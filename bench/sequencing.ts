import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "./load.ts";
import type { Engine } from "./signing.ts";

export type Rate = { readonly perSecond: number; readonly perProcessorSecond: number };
export type SequencingRun = {
  /** The sequencer alone, what it appends prepared beforehand. */
  readonly alone: Rate;
  /** Unsealing, committing and sealing as well. */
  readonly together: Rate;
};

const ROUNDS = 3;
const COUNT = 24_000;
const PROGRAM = fileURLToPath(new URL("./sequencer-process.ts", import.meta.url));
const TASKSET = "/usr/bin/taskset";

/** Whether a process can be kept on one core here; where it cannot, its threads take what they get. */
export const ONE_CORE: boolean = process.platform === "linux" && existsSync(TASKSET);

/** Entries that the sequencer commits in a second (sequencer-process.ts), all its threads on one core. */
export async function measureSequencing(engine: Engine): Promise<SequencingRun> {
  const runs: SequencingRun[] = [];
  for (let round = 0; round < ROUNDS; round++) runs.push(await runOnce(engine));
  const middle = (of: (run: SequencingRun) => Rate): Rate => ({
    perSecond: median(runs.map((run) => of(run).perSecond)),
    perProcessorSecond: median(runs.map((run) => of(run).perProcessorSecond)),
  });
  return { alone: middle(({ alone }) => alone), together: middle(({ together }) => together) };
}

async function runOnce(engine: Engine): Promise<SequencingRun> {
  const words = ONE_CORE ? ["-c", "0", process.execPath, PROGRAM] : [PROGRAM];
  const child = spawn(ONE_CORE ? TASKSET : process.execPath, words, {
    env: { ...process.env, SEQUENCER_ENGINE: engine, SEQUENCER_COUNT: String(COUNT) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const [first] = await Promise.race([once(child, "message"), ended]);
  await ended;
  if (typeof first !== "object" || first === null)
    throw new Error(`the sequencer of the bench ended with status ${first}`);
  return first;
}
