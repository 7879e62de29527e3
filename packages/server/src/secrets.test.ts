import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { RefusedError } from "@undersigned/core/errors.ts";
import { createFileOnce, loadSecrets } from "./secrets.ts";

const freshFolder = () => join(mkdtempSync(join(tmpdir(), "secrets-")), "data");

test("generated once, private, and the same from then on", () => {
  const dataDir = freshFolder();
  const first = loadSecrets(dataDir);
  assert.equal(first.signingSeed.length, 32);
  assert.equal(first.sealKey.length, 32);
  assert.equal(first.macKey.length, 32);
  assert.notDeepEqual(first.sealKey, first.macKey);
  assert.equal(statSync(dataDir).mode & 0o777, 0o700);
  assert.equal(statSync(join(dataDir, "secrets.json")).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(dataDir), ["secrets.json"]);
  assert.deepEqual(loadSecrets(dataDir), first);
});

test("a file that was opened to others is closed again", () => {
  const dataDir = freshFolder();
  loadSecrets(dataDir);
  chmodSync(join(dataDir, "secrets.json"), 0o644);
  loadSecrets(dataDir);
  assert.equal(statSync(join(dataDir, "secrets.json")).mode & 0o777, 0o600);
});

test("processes that start at once agree", async () => {
  const dataDir = freshFolder();
  const program = `import { loadSecrets } from ${JSON.stringify(new URL("./secrets.ts", import.meta.url).href)};
    process.stdout.write(Buffer.from(loadSecrets(process.argv[1]).signingSeed).toString("hex"));`;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, dataDir]);
  const seeds = new Set((await Promise.all([run(), run(), run(), run()])).map((result) => result.stdout));
  assert.equal(seeds.size, 1);
  assert.match([...seeds][0] ?? "", /^[0-9a-f]{64}$/);
  assert.deepEqual(readdirSync(dataDir), ["secrets.json"]);
});

test("a damaged file is refused and stays as it is, whatever byte was lost", () => {
  const dataDir = freshFolder();
  loadSecrets(dataDir);
  const file = join(dataDir, "secrets.json");
  const whole = readFileSync(file, "utf8");
  for (const damaged of ["", "{}", whole.slice(0, -20), whole.replace("macKey", "macKez"), whole.replace(/=/, "")]) {
    writeFileSync(file, damaged);
    assert.throws(
      () => loadSecrets(dataDir),
      (error) => error instanceof RefusedError && error.code === "configuration" && /damaged/.test(error.message),
    );
    assert.equal(readFileSync(file, "utf8"), damaged);
  }
});

test("a folder that cannot be made is refused with its name", () => {
  const parent = mkdtempSync(join(tmpdir(), "secrets-"));
  writeFileSync(join(parent, "file"), "");
  assert.throws(
    () => loadSecrets(join(parent, "file", "data")),
    /data folder .* cannot be written \(ENOTDIR\).*DATA_DIR/,
  );
});

test("a folder that cannot hold another is refused, not tried for ever", () => {
  assert.throws(() => loadSecrets("/proc/undersigned/data"), /cannot be written/);
});

test("an existing file is never replaced", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "secrets-"));
  createFileOnce(dataDir, "once", "first");
  createFileOnce(dataDir, "once", "second");
  assert.equal(readFileSync(join(dataDir, "once"), "utf8"), "first");
});
