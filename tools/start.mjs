// @ts-check
/**
 * Starts a TypeScript file of this repository on a runtime that can run it, and installs what is missing first.
 * It runs before anything is installed and on the machine's own Node (18.19 or newer), so it depends on nothing.
 *
 *   node tools/start.mjs [--dev] [--islands] FILE [ARGUMENT...]
 *
 * --dev      install what tests, checks and builds need too
 * --islands  build the browser islands when their sources are newer than the last build
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./start/failure.mjs";
import { ensurePackages } from "./start/install.mjs";
import { ensureIslands } from "./start/islands.mjs";
import { findRuntime, runFile } from "./start/runtime.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @param {readonly string[]} words */
function parseWords(words) {
  const options = { dev: false, islands: false };
  let at = 0;
  for (; words[at]?.startsWith("--"); at++) {
    if (words[at] === "--dev") options.dev = true;
    else if (words[at] === "--islands") options.islands = true;
    else throw new Failure(`tools/start.mjs does not know the option ${words[at]}.`);
  }
  const file = words[at];
  if (file === undefined) throw new Failure("usage: node tools/start.mjs [--dev] [--islands] FILE [ARGUMENT...]");
  return { ...options, file: path.resolve(root, file), rest: words.slice(at + 1) };
}

try {
  const { dev, islands, file, rest } = parseWords(process.argv.slice(2));
  await ensurePackages(root, dev);
  const runtime = findRuntime(root);
  if (islands) await ensureIslands(root, runtime);
  await runFile(root, runtime, file, rest);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
