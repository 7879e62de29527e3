// @ts-check
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { capture, isWritable } from "./install.mjs";
import { withLock } from "./lock.mjs";

/** What the islands are built from; they may import core. */
const SOURCES = [
  "packages/islands/src",
  "packages/islands/build.ts",
  "packages/islands/build-verifier.ts",
  "packages/islands/package.json",
  "packages/core/src",
];
const MANIFEST = "packages/islands/dist/manifest.json";

/**
 * Builds the browser islands when a source is newer than the last build.
 * @param {string} root
 * @param {import("./runtime.mjs").Runtime} runtime
 */
export async function ensureIslands(root, runtime) {
  if (!isStale(root)) return;
  if (existsSync(path.join(root, MANIFEST)) && !isWritable(path.join(root, "packages/islands"))) {
    console.error(
      "The browser islands are older than their sources, and this user may not build them: the old ones are used.",
    );
    return;
  }
  await withLock(root, "Another start is building the browser islands; waiting for it ...", async (setChild) => {
    if (!isStale(root)) return;
    console.error("Building the browser islands ...");
    const command = [runtime.path, path.join(root, "packages/islands/build.ts")];
    const { status, output } = await capture(root, command, setChild);
    if (status === "0") return;
    throw new Failure(`${output.trimEnd()}\n\nThe browser islands could not be built (status ${status}); see above.`);
  });
}

/** @param {string} root */
function isStale(root) {
  const built = statSync(path.join(root, MANIFEST), { throwIfNoEntry: false });
  return built === undefined || SOURCES.some((source) => newest(path.join(root, source)) > built.mtimeMs);
}

/**
 * Time of the last change below `where`, in milliseconds since the epoch. A folder counts too: it changes when a file goes.
 * @param {string} where
 * @returns {number}
 */
function newest(where) {
  const found = statSync(where, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return where.endsWith(".test.ts") ? 0 : found.mtimeMs;
  return readdirSync(where).reduce((latest, name) => Math.max(latest, newest(path.join(where, name))), found.mtimeMs);
}
