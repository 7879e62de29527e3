import { globSync } from "node:fs";
import path from "node:path";

/** Where tests stand: beside what they test, and those of the whole system in tests/. */
const PATTERNS = ["packages/*/src/**/*.test.ts", "packages/*/*.test.ts", "tests/**/*.test.ts", "tools/**/*.test.ts"];

/**
 * The test files of the repository at `root`, as sorted paths from there.
 * @param filters parts of a path: a file is taken when it contains any of them; none takes all
 * @param heavy the suites that take minutes (`*.heavy.test.ts`) instead of the others; a filter that is the whole path of a
 *   file takes that file in either case
 */
export function findTests(root: string, filters: readonly string[], heavy: boolean): string[] {
  const files = globSync(PATTERNS, { cwd: root, exclude: (name) => name === "node_modules" || name === "dist" });
  const wanted = filters.map((filter) => path.normalize(filter).split(path.sep).join("/"));
  return files
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => wanted.includes(file) || (isHeavy(file) === heavy && isWanted(file, wanted)))
    .sort();
}

function isHeavy(file: string): boolean {
  return file.endsWith(".heavy.test.ts");
}

function isWanted(file: string, filters: readonly string[]): boolean {
  return filters.length === 0 || filters.some((filter) => file.includes(filter));
}
