import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

const PASSES = 'import { test } from "node:test"; test("one", () => {}); test("two", () => {});';
const FAILS = 'import { test } from "node:test"; test("one", () => {}); test("two", () => { throw new Error("no"); });';

/** Runs tools/test.ts in a repository that holds these tests, and returns how it ended. */
function runOn(tests: Record<string, string>, words: readonly string[] = []) {
  const root = mkdtempSync(path.join(tmpdir(), "undersigned-run-"));
  try {
    mkdirSync(path.join(root, "tests"));
    writeFileSync(path.join(root, "package.json"), '{ "type": "module" }');
    for (const [name, source] of Object.entries(tests)) writeFileSync(path.join(root, "tests", name), source);
    mkdirSync(path.join(root, "tools"));
    for (const file of ["test.ts", "test-files.ts", "end-in-time.ts"]) {
      cpSync(path.join(import.meta.dirname, file), path.join(root, "tools", file));
    }
    const totals = path.join(root, "totals");
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    const program = [path.join(root, "tools", "test.ts"), "--totals", totals, ...words];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { env, encoding: "utf8" });
    return { status, stdout, stderr, totals: status === null ? "" : readTotals(totals) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function readTotals(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

test("tests that pass give status 0, node:test's summary and the totals", () => {
  const { status, stdout, totals } = runOn({ "a.test.ts": PASSES, "b.test.ts": PASSES });
  assert.equal(status, 0);
  assert.match(stdout, /tests 4\n.*suites 0\n.*pass 4\n.*fail 0\n/);
  assert.equal(totals, "4 0\n");
});

test("one test that fails gives status 1", () => {
  const { status, stdout, totals } = runOn({ "a.test.ts": PASSES, "b.test.ts": FAILS });
  assert.equal(status, 1);
  assert.match(stdout, /fail 1\n/);
  assert.equal(totals, "3 1\n");
});

test("a file that cannot be loaded gives status 1", () => {
  const { status, totals } = runOn({ "a.test.ts": PASSES, "b.test.ts": 'import "./gone.ts";' });
  assert.equal(status, 1);
  assert.equal(totals, "2 1\n");
});

test("nothing to run gives status 1 and says so", () => {
  const { status, stderr } = runOn({ "a.test.ts": PASSES }, ["nothing-like-it"]);
  assert.equal(status, 1);
  assert.match(stderr, /No test file has nothing-like-it in its path/);
});

test("a name chooses among the tests", () => {
  const { status, totals } = runOn({ "a.test.ts": FAILS }, ["--name", "^one$"]);
  assert.equal(status, 0);
  assert.equal(totals, "1 0\n");
});
