import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { copyAssets, findFonts } from "./assets.ts";
import { formatLicences, packageFolder } from "./licences.ts";

test("fonts are found in sheets, each once", () => {
  const sheet = 'src: url("@f/a/files/x.woff2") format("woff2"); src: url("@f/a/files/x.woff2"); b: url("y.svg");';
  assert.deepEqual(findFonts(sheet), ["@f/a/files/x.woff2"]);
});

test("the server's sheets and their fonts are copied into one folder, and the fonts' licences told", () => {
  const root = path.dirname(path.dirname(import.meta.dirname));
  const out = mkdtempSync(path.join(tmpdir(), "undersigned-assets-"));
  try {
    const fonts = copyAssets(root, out);
    const copied = readdirSync(out);
    assert.ok(copied.includes("base.css"), copied.join());
    assert.ok(fonts.length > 0);
    assert.ok(copied.includes("index_bg.wasm"), copied.join());
    for (const font of fonts) assert.ok(copied.includes(path.basename(font)), font);
    assert.match(formatLicences(fonts), /source-serif-4 \d+\.\d+\.\d+, OFL-1\.1/);
    assert.throws(() => copyAssets(root, out), /two assets are named/);
  } finally {
    rmSync(out, { recursive: true });
  }
});

test("the package of a file is the innermost one", () => {
  assert.equal(packageFolder("/r/node_modules/a/lib/x.js"), "/r/node_modules/a");
  assert.equal(packageFolder("/r/node_modules/@s/a/lib/x.js"), "/r/node_modules/@s/a");
  assert.equal(packageFolder("/r/node_modules/a/node_modules/b/x.js"), "/r/node_modules/a/node_modules/b");
});
