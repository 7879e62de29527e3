import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readVectors } from "../../../../tests/vectors.ts";
import type { CosignatureVector, PolicyVector, WitnessRequestVector } from "../../../../tests/witness-vectors.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { formatPolicy, parsePolicy } from "./policy.ts";

function readPage(name: string): string {
  return readFileSync(new URL(`../../../../spec/${name}.md`, import.meta.url), "utf8");
}

function find<V>(folder: string, name: string): V {
  const found = readVectors<V>(folder).find((file) => file.name === name);
  assert.ok(found !== undefined, `vectors/${folder}/${name}.json is there`);
  return found.vector;
}

test("spec/witness.md: its examples are those of the vectors", () => {
  const page = readPage("witness");
  const cosigned = find<CosignatureVector>("cosignature", "valid_two_witnesses");
  const request = find<WitnessRequestVector>("witness-request", "valid").request;
  assert.ok("checkpoint" in cosigned && "text" in request);
  assert.ok(page.includes(`\`\`\`\n${cosigned.checkpoint}\`\`\`\n`));
  assert.ok(cosigned.keys.some((key) => page.includes(`\`\`\`\n${key}\n\`\`\`\n`)));
  assert.ok(page.includes(`\`\`\`\n${request.text}\`\`\`\n`));
});

test("spec/policy.md: its example is the policy of a vector", () => {
  const [, example = ""] = readPage("policy").split("```\n");
  const { written } = find<PolicyVector>("policy", "valid");
  assert.equal(decodeUtf8(formatPolicy(parsePolicy(encodeUtf8(example)))), written);
});
