import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { formatCueFiles } from "./generate-cues.ts";

test("the module of cues names every language's file: run tools/generate-cues.ts after adding one", () => {
  const importer = path.join(path.dirname(import.meta.dirname), "packages/importer");
  const written = readFileSync(path.join(importer, "src/label/cue-files.ts"), "utf8");
  assert.equal(written, formatCueFiles(path.join(importer, "cues")));
});
