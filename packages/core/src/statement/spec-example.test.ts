import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseManifest } from "./manifest.ts";
import { parseText } from "./text.ts";

/** The first fenced example of a page of the specification. */
function readExample(page: string): string {
  const source = readFileSync(new URL(`../../../../spec/${page}`, import.meta.url), "utf8");
  return /^```\n(.*?)^```$/ms.exec(source)?.[1] ?? assert.fail(`no example in ${page}`);
}

test("the example of a text is a text", () => {
  const kinds = parseText(readExample("text.md")).blocks.map((block) => block.kind);
  assert.deepEqual(kinds, ["paragraph", "heading", "item", "item", "quotation"]);
});

test("the example of a manifest is one, once its line breaks are taken out and its digests written whole", () => {
  const joined = readExample("version.md").replace(/\n */g, "");
  const whole = joined.replace(/([0-9a-f]{6})…/g, (_, start: string) => start.padEnd(64, "0"));
  assert.equal(parseManifest(new TextEncoder().encode(whole)).statement, "peace-now");
});
