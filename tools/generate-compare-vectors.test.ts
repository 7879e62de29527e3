import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the vectors of copies are what the tool writes", () => {
  const tool = fileURLToPath(new URL("./generate-compare-vectors.ts", import.meta.url));
  const run = spawnSync(process.execPath, [tool, "--check"], { encoding: "utf8" });
  assert.deepEqual([run.status, run.stderr], [0, ""]);
});
