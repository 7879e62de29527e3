import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { bundle } from "./bundle.ts";

/** Bundles `main.ts` of a folder that holds these files; returns what the bundle prints and what npm files are in it. */
async function run(files: Record<string, string>) {
  const root = mkdtempSync(path.join(tmpdir(), "undersigned-bundle-"));
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    }
    const out = path.join(root, "elsewhere", "out.mjs");
    const modules = await bundle(path.join(root, "main.ts"), out);
    rmSync(path.join(root, "node_modules"), { recursive: true, force: true });
    const { stdout, stderr } = spawnSync(process.execPath, [out], { encoding: "utf8" });
    return { stdout, stderr, modules: modules.map((file) => path.relative(root, file)) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const library = {
  "node_modules/a/package.json": '{ "name": "a", "version": "1.0.0", "main": "a.cjs" }',
  "node_modules/a/a.cjs": 'const { sep } = require("path"); exports.a = () => sep;',
};

test("what is bundled runs without its packages, dynamic imports included", async () => {
  const { stdout, stderr, modules } = await run({
    ...library,
    "main.ts": 'import { a } from "a"; const { b } = await import("./b.ts"); console.log(a(), b as number);',
    "b.ts": "export const b: number = 2;",
  });
  assert.equal(stdout, `${path.sep} 2\n`, stderr);
  assert.deepEqual(modules, ["node_modules/a/a.cjs"]);
});

test("a file that a module asks for beside itself stops the build: the bundle has none beside it", async () => {
  const code = `import { createRequire } from "node:module";
const own = createRequire(import.meta.url)("./data.json");
console.log(own);`;
  await assert.rejects(run({ "main.ts": 'import "./asks.mjs";', "asks.mjs": code, "data.json": "1" }), /would ask for/);
});

test("an import that is not there stops the build", async () => {
  await assert.rejects(run({ "main.ts": 'import { gone } from "gone"; console.log(gone);' }), /gone/);
  await assert.rejects(run({ "main.ts": 'import { gone } from "./gone.ts"; console.log(gone);' }), /gone/);
});
