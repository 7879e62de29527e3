import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the vectors of observations, signature notes and disputes are those that their generator writes", () => {
  const generator = fileURLToPath(new URL("./generate-evidence-vectors.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [generator, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});
