import { parentPort, workerData } from "node:worker_threads";
import { judge } from "./judge.ts";
import { makeAltered, makeTypographic } from "./make-copy.ts";
import { readOriginals } from "./texts.ts";

/** Judges the copies of a stretch of seeds, and posts what it found in portions. */
export type Work = { readonly altered: boolean; readonly from: number; readonly to: number; readonly step: number };

const { altered, from, to, step } = workerData as Work;
const originals = readOriginals();
let portion = [];
for (let seed = from; seed < to; seed += step) {
  portion.push(await judge(await (altered ? makeAltered : makeTypographic)(seed, originals)));
  if (portion.length < 200) continue;
  parentPort?.postMessage(portion);
  portion = [];
}
parentPort?.postMessage(portion);
