import { Worker } from "node:worker_threads";
import type { Judged } from "./judge.ts";
import type { Tally } from "./tally.ts";
import { describe, tally } from "./tally.ts";
import type { Work } from "./worker.ts";

/**
 * Judges so many copies with two threads: altered ones, or such that are only set otherwise.
 * @param first the first seed
 */
export async function measureCopies(altered: boolean, count: number, first: number): Promise<Tally> {
  const judged: Judged[] = [];
  let told = 0;
  const threads = [0, 1].map((thread) =>
    run({ altered, from: first + thread, to: first + count, step: 2 }, (portion) => {
      judged.push(...portion);
      for (const one of portion) if (one.wrong && told++ < 40) console.error(`  wrong: ${describe(one)}`);
      if (judged.length % 5_000 < portion.length)
        console.error(`  ${judged.length.toLocaleString("en")} copies judged`);
    }),
  );
  await Promise.all(threads);
  return tally(judged);
}

async function run(work: Work, take: (portion: readonly Judged[]) => void): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: work });
  worker.on("message", take);
  await new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}
