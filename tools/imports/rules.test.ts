import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { checkImports } from "../check-imports.ts";
import type { Manifest } from "./rules.ts";
import { checkSource, findCircles } from "./rules.ts";
import { parseSource } from "./source.ts";

const manifests: Manifest[] = [
  { folder: "", name: "workspace", dependencies: ["commander"], devDependencies: ["fast-check", "yaml"] },
  { folder: "packages/core", name: "@undersigned/core", dependencies: ["canonicalize"], devDependencies: [] },
  {
    folder: "packages/store",
    name: "@undersigned/store",
    dependencies: ["@undersigned/core", "pg"],
    devDependencies: [],
  },
  { folder: "packages/server", name: "@undersigned/server", dependencies: ["@undersigned/core"], devDependencies: [] },
];

/** Messages for one file that holds these imports. */
function check(file: string, ...specifiers: readonly string[]): string[] {
  const code = specifiers.map((specifier) => `import "${specifier}";`).join("\n");
  return checkSource(parseSource(file, code), manifests).map(({ line, message }) => `${line}: ${message}`);
}

test("what the design allows is allowed", () => {
  assert.deepEqual(check("packages/store/src/a.ts", "@undersigned/core/bytes.ts", "pg", "node:fs", "./b.ts"), []);
  assert.deepEqual(check("packages/core/src/verify/a.ts", "../log/b.ts", "../signature/c.ts", "../bytes.ts"), []);
  assert.deepEqual(
    check("packages/core/src/log/a.test.ts", "node:test", "fast-check", "../../../../tests/mangle.ts"),
    [],
  );
  assert.deepEqual(check("tests/a.test.ts", "@undersigned/store/b.ts", "pg", "yaml"), []);
});

test("packages import one way", () => {
  assert.deepEqual(check("packages/core/src/a.ts", "@undersigned/store/b.ts"), [
    "1: core may not import store; it may import none of our packages",
  ]);
  assert.deepEqual(check("packages/store/src/a.ts", "pg", "@undersigned/server/b.ts"), [
    "2: store may not import server; it may import core",
  ]);
});

test("a package is imported by its name, and itself by a path", () => {
  assert.deepEqual(check("packages/store/src/a.ts", "../../core/src/bytes.ts"), [
    "1: import @undersigned/core by its name, not by the path ../../core/src/bytes.ts",
  ]);
  assert.deepEqual(check("packages/core/src/a.ts", "@undersigned/core/bytes.ts"), [
    "1: @undersigned/core/bytes.ts is this package itself: import it by a relative path",
  ]);
  assert.deepEqual(check("packages/store/src/a.ts", "../../../tools/x.ts"), [
    "1: ../../../tools/x.ts leaves the package store",
  ]);
});

test("the folders of core have an order", () => {
  assert.deepEqual(check("packages/core/src/log/a.ts", "../signature/b.ts"), [
    "1: core/src/log may not import core/src/signature; it may import wasm",
  ]);
  assert.deepEqual(check("packages/core/src/wasm/a.ts", "../log/b.ts"), [
    "1: core/src/wasm may not import core/src/log; it may import only the files right under core/src",
  ]);
  assert.deepEqual(check("packages/core/src/signature/a.ts", "../verify/b.ts"), [
    "1: core/src/signature may not import core/src/verify; it may import log, statement, wasm",
  ]);
  assert.deepEqual(check("packages/core/src/a.ts", "./log/b.ts"), [
    "1: the files right under core/src may not import core/src/log",
  ]);
  assert.deepEqual(check("packages/core/src/new/a.ts", "../log/b.ts"), [
    "1: core/src/new has no place in the order of core's folders: tools/imports/rules.ts",
  ]);
});

test("core runs in browsers", () => {
  assert.deepEqual(check("packages/core/src/a.ts", "node:crypto"), [
    "1: core runs in browsers too, where there is no node:crypto",
  ]);
  const source = parseSource("packages/core/src/a.ts", 'export const a = Buffer.from("");');
  assert.deepEqual(checkSource(source, manifests), [
    { file: "packages/core/src/a.ts", line: 1, message: "core runs in browsers too, where there is no Buffer" },
  ]);
});

test("what is imported is declared", () => {
  assert.deepEqual(check("packages/core/src/a.ts", "canonicalize", "pg/lib/x.js", "@noble/hashes/sha2.js"), [
    "2: pg is not among the dependencies in packages/core/package.json",
    "3: @noble/hashes is not among the dependencies in packages/core/package.json",
  ]);
  assert.deepEqual(check("packages/core/src/a.ts", "fast-check"), [
    "1: fast-check is not among the dependencies in packages/core/package.json",
  ]);
  assert.deepEqual(check("tools/a.ts", "chalk"), ["1: chalk is in no package.json that this file may rely on"]);
});

test("what is shipped leans on no test", () => {
  assert.deepEqual(check("packages/core/src/a.ts", "./b.test.ts"), [
    "1: ./b.test.ts is for tests; what is shipped may not import it",
  ]);
  assert.deepEqual(check("packages/core/src/a.ts", "../../../tests/mangle.ts"), [
    "1: ../../../tests/mangle.ts is for tests; what is shipped may not import it",
  ]);
});

test("a name says what a file holds", () => {
  for (const name of ["utils.ts", "types.ts", "index.ts", "helpers.test.ts"]) {
    assert.match(check(`packages/core/src/${name}`).join(), /name it after what it holds/);
  }
});

test("circles are found, through packages and of types alone too", () => {
  const sources = [
    parseSource("packages/core/src/a.ts", 'import type { B } from "./b.ts";'),
    parseSource("packages/core/src/b.ts", 'import "./c.ts";'),
    parseSource("packages/core/src/c.ts", 'export * from "./a.ts";'),
    parseSource("packages/core/src/d.ts", 'import "./a.ts"; import "./b.ts";'),
    parseSource("packages/store/src/e.ts", 'import "@undersigned/core/d.ts";'),
  ];
  assert.deepEqual(
    findCircles(sources).map(({ message }) => message.replaceAll("packages/core/src/", "")),
    ["imports go in a circle: a.ts -> b.ts -> c.ts -> a.ts"],
  );
  assert.deepEqual(findCircles(sources.filter(({ file }) => !file.endsWith("c.ts"))), []);
});

test("files that all reach each other are told once", () => {
  const sources = [
    parseSource("packages/core/src/a.ts", 'import "./b.ts"; import "./c.ts";'),
    parseSource("packages/core/src/b.ts", 'import "./a.ts";'),
    parseSource("packages/core/src/c.ts", 'import "./a.ts"; import "./d.ts";'),
    parseSource("packages/core/src/d.ts", 'import "./d.ts";'),
  ];
  assert.deepEqual(
    findCircles(sources).map(({ message }) => message.replaceAll("packages/core/src/", "")),
    ["imports go in a circle (3 files reach each other): a.ts -> b.ts -> a.ts", "imports go in a circle: d.ts -> d.ts"],
  );
});

test("the repository itself is read", () => {
  const { files } = checkImports(path.dirname(path.dirname(import.meta.dirname)));
  assert.ok(files > 20, `only ${files} files were found`);
});
