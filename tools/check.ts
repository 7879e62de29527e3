import { spawn } from "node:child_process";
import { appendFileSync, globSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkContainers } from "./check-containers.ts";
import { checkImports } from "./check-imports.ts";
import { checkLinks } from "./check-links.ts";

const USAGE = `npm run check -- [OPTION...]

Checks everything that needs no test to run. One line for each check; what is wrong stands under it.

  --fix           first format the files and mend what Biome can mend safely
  --totals FILE   add a line "0 FAILED" to FILE at the end`;

type Verdict = { ok: boolean; summary: string; details: string };
type Check = { name: string; run(root: string): Verdict | Promise<Verdict> };
type Finding = { file: string; line: number; message: string };

/** Each tsconfig with a pattern of what it checks: the compiler refuses a project without any file. */
const TYPE_PROJECTS = [
  { project: ".", sources: "packages/*/src/**/*.ts" },
  { project: "packages/core", sources: "packages/core/src/**/*.ts" },
  { project: "packages/islands", sources: "packages/islands/src/**/*.{ts,tsx}" },
  { project: "packages/islands/tsconfig.test.json", sources: "packages/islands/src/**/*.test.ts" },
];

const CHECKS: readonly Check[] = [
  {
    name: "format",
    run: (root) => runTool(root, "biome", ["check", "--linter-enabled=false", "--max-diagnostics=100"]),
  },
  { name: "lint", run: (root) => runTool(root, "biome", ["lint", "--error-on-warnings", "--max-diagnostics=100"]) },
  { name: "types", run: checkTypes },
  { name: "imports", run: (root) => tell(checkImports(root)) },
  { name: "schema", run: checkSchema },
  { name: "links", run: (root) => tell(checkLinks(root)) },
  { name: "containers", run: (root) => tell(checkContainers(root)) },
];

function tell({ files, problems }: { files: number; problems: readonly Finding[] }): Verdict {
  const details = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join("\n");
  return { ok: problems.length === 0, summary: `${files} files, ${problems.length} problems`, details };
}

/** Runs a program that npm installed; its last line that says anything is the summary. */
async function runTool(root: string, name: string, words: readonly string[]): Promise<Verdict> {
  const { status, output } = await run(root, path.join(root, "node_modules", ".bin", name), words);
  const summary = /Checked \d+ files/.exec(output)?.[0].toLowerCase() ?? "";
  return { ok: status === 0, summary, details: output };
}

async function checkTypes(root: string): Promise<Verdict> {
  const projects = TYPE_PROJECTS.filter(({ sources }) => globSync(sources, { cwd: root }).length > 0);
  const outcomes = await Promise.all(projects.map(({ project }) => runTool(root, "tsc", ["--noEmit", "-p", project])));
  const details = outcomes.filter(({ ok }) => !ok).map((outcome) => outcome.details);
  return { ok: details.length === 0, summary: `${projects.length} projects`, details: details.join("\n") };
}

/** The committed dump of the schema must be what the migrations make. */
async function checkSchema(root: string): Promise<Verdict> {
  const script = path.join(root, "tools/dump-schema.ts");
  const { status, output } = await run(root, process.execPath, [script, "--check"]);
  return { ok: status === 0, summary: status === 0 ? "the dump is current" : "", details: output };
}

function run(
  root: string,
  program: string,
  words: readonly string[],
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (part) => (output += part));
    child.stderr.on("data", (part) => (output += part));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { fix: { type: "boolean", default: false }, totals: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(USAGE);
  const root = path.dirname(import.meta.dirname);
  if (values.fix) await runTool(root, "biome", ["check", "--write"]);
  let failed = 0;
  const running = CHECKS.map(async (check) => {
    const started = performance.now();
    const verdict = await check.run(root);
    return { ...verdict, name: check.name, seconds: (performance.now() - started) / 1000 };
  });
  for (const outcome of running) {
    const { name, ok, summary, details, seconds } = await outcome;
    console.log(`${ok ? "✔" : "✖"} ${name.padEnd(10)} ${`${seconds.toFixed(1)} s`.padStart(6)}  ${summary}`.trimEnd());
    if (!ok) console.log(`${details.trim()}\n`);
    if (!ok) failed += 1;
  }
  console.log(failed === 0 ? "Everything is right." : `${failed} of ${CHECKS.length} checks failed.`);
  if (values.totals !== undefined) appendFileSync(values.totals, `0 ${failed}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
