import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

/**
 * Test vectors that others publish lie beside the repository, in `../shared/vectors`, and are read from there: they are
 * not ours to copy. Where the folder is absent the tests say so loudly instead of passing in silence.
 */
const FOLDER = fileURLToPath(new URL("../../shared/vectors/", import.meta.url));

/** One file of outside vectors. */
export type OutsideVector = { readonly name: string; readonly bytes: Uint8Array };

/**
 * All files under one folder of the outside vectors, in the order of their names, with paths relative to that folder.
 * None, with a diagnostic that says so, when the folder is absent. Report the number run with `reportRun`.
 */
export function readOutsideVectors(t: TestContext, folder: string): OutsideVector[] {
  const root = join(FOLDER, folder);
  if (!existsSync(root)) {
    t.diagnostic(`OUTSIDE VECTORS LEFT OUT: 0 run of ${folder}, because ../shared/vectors/${folder} is not there`);
    return [];
  }
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: path.slice(root.length + 1), bytes: readFileSync(path) }));
}

/** Says how many outside vectors a test has run. */
export function reportRun(t: TestContext, folder: string, count: number): void {
  if (count > 0) t.diagnostic(`outside vectors: ${count} run of ${folder}`);
}
