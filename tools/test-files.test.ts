import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { findTests } from "./test-files.ts";

const files = [
  "node_modules/x/src/x.test.ts",
  "packages/a/dist/b.test.ts",
  "packages/a/node_modules/x/x.test.ts",
  "packages/a/src/b.test.ts",
  "packages/a/src/b.ts",
  "packages/a/src/deep/c.property.test.ts",
  "packages/b/d.test.ts",
  "tests/e.heavy.test.ts",
  "tests/f.test.ts",
  "tools/g.test.ts",
];
let root = "";

before(() => {
  root = mkdtempSync(path.join(tmpdir(), "undersigned-find-"));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), "");
  }
});
after(() => rmSync(root, { recursive: true }));

test("all tests but the heavy ones, and none of what is installed or built", () => {
  assert.deepEqual(findTests(root, [], false), [
    "packages/a/src/b.test.ts",
    "packages/a/src/deep/c.property.test.ts",
    "packages/b/d.test.ts",
    "tests/f.test.ts",
    "tools/g.test.ts",
  ]);
});

test("the heavy ones alone", () => {
  assert.deepEqual(findTests(root, [], true), ["tests/e.heavy.test.ts"]);
});

test("parts of a path choose", () => {
  assert.deepEqual(findTests(root, ["packages/a"], false), [
    "packages/a/src/b.test.ts",
    "packages/a/src/deep/c.property.test.ts",
  ]);
  assert.deepEqual(findTests(root, ["property", "./tools/g.test.ts"], false), [
    "packages/a/src/deep/c.property.test.ts",
    "tools/g.test.ts",
  ]);
  assert.deepEqual(findTests(root, ["nothing-like-it"], false), []);
});

test("a heavy file named in full needs no option", () => {
  assert.deepEqual(findTests(root, ["tests/e.heavy.test.ts"], false), ["tests/e.heavy.test.ts"]);
});
