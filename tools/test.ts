import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { findTests } from "./test-files.ts";

const USAGE = `npm test -- [OPTION...] [PART-OF-A-PATH...]

Runs the test files whose path contains one of the parts; all of them when none is given.

  --heavy          the suites that take minutes (*.heavy.test.ts) instead of the others
  --name PATTERN   only tests whose name matches this regular expression
  --totals FILE    add a line "PASSED FAILED" to FILE at the end`;

/** Files whose time is told at the end. */
const SLOWEST = 15;

type Totals = { passed: number; failed: number };

/** Runs the files, each in a process of its own, with node:test's own report and summary on standard output. */
async function runTests(files: readonly string[], options: { heavy: boolean; name?: string }): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0 };
  const times: { file: string; seconds: number }[] = [];
  const events = run({
    files: [...files],
    // Heavy suites measure and load: beside each other they would only disturb.
    concurrency: options.heavy ? 1 : Math.max(2, availableParallelism() - 1),
    execArgv: ["--import", pathToFileURL(path.join(import.meta.dirname, "end-in-time.ts")).href],
    ...(options.name === undefined ? {} : { testNamePatterns: [new RegExp(options.name)] }),
  });
  events.on("test:summary", (summary) => {
    if (summary.file !== undefined) {
      times.push({ file: summary.file, seconds: summary.duration_ms / 1000 });
      return;
    }
    totals.passed = summary.counts.passed;
    totals.failed = summary.counts.tests - summary.counts.passed - summary.counts.skipped - summary.counts.todo;
    if (!summary.success) totals.failed = Math.max(1, totals.failed);
  });
  await pipeline(events, new spec(), process.stdout, { end: false });
  times.sort((a, b) => b.seconds - a.seconds);
  console.log(`ℹ slowest: ${times.slice(0, SLOWEST).map(describeTime).join(", ")}`);
  return totals;
}

function describeTime({ file, seconds }: { file: string; seconds: number }): string {
  return `${path.basename(file)} ${seconds.toFixed(0)} s`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      heavy: { type: "boolean", default: false },
      name: { type: "string" },
      totals: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const root = path.dirname(import.meta.dirname);
  const files = findTests(root, positionals, values.heavy);
  if (files.length === 0) {
    console.error(`No ${values.heavy ? "heavy " : ""}test file has ${positionals.join(" or ")} in its path.`);
    process.exitCode = 1;
    return;
  }
  const { totals: file, ...options } = values;
  const { passed, failed } = await runTests(
    files.map((name) => path.join(root, name)),
    options,
  );
  if (file !== undefined) appendFileSync(file, `${passed} ${failed}\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

await main();
