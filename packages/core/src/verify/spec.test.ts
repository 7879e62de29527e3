import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { HOST, SEED } from "../../../../tests/bundle-fixture.ts";
import { STATEMENT } from "../../../../tests/bundle-story.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { BUNDLED_ENTRY_LIMIT } from "../log/entry-bundle.ts";
import { HEAD_LIMIT } from "../log/head.ts";
import { formatVerifierKey, NOTE_LIMIT } from "../log/note.ts";
import { LOG_PROOF_LIMIT } from "../log/proof.ts";
import { VERSION_LIMIT } from "../signature/transition.ts";
import { DOCUMENT_LIMIT } from "../statement/document.ts";
import { MANIFEST_LIMIT } from "../statement/manifest.ts";
import { TEXT_LIMIT } from "../statement/text.ts";
import { DESCRIPTION_LIMIT, parseDescription } from "./bundle.ts";
import { COMPARISON_CHECKS } from "./compare-receipt.ts";
import { OBSERVATION_LINE_LIMIT } from "./observation-lines.ts";
import { OPENING_LINE_LIMIT } from "./openings.ts";
import { formatReadme } from "./readme.ts";
import { RECEIPT_LIMIT } from "./receipt.ts";
import { BUNDLE_CHECKS } from "./report.ts";
import { RECEIPT_CHECKS } from "./verify-receipt.ts";
import { CONSENT_NOTICE_LIMIT } from "./versions.ts";

// What the pages in spec/ show and claim is what the code does.

function readPage(name: string): { text: string; examples: string[] } {
  const text = readFileSync(new URL(`../../../../spec/${name}`, import.meta.url), "utf8");
  return { text, examples: [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```$/gm)].map(([, example = ""]) => example) };
}

const bundle = readPage("bundle.md");
const receipt = readPage("receipt.md");
const identity = readPage("identity.md");

test("bundle.md shows README.txt and a bundle.json", () => {
  const [description = "", readme = ""] = bundle.examples;
  assert.equal(readme, decodeUtf8(formatReadme(`${HOST}/s/${STATEMENT}`)));
  const parsed = parseDescription(encodeUtf8(description.trimEnd()));
  assert.equal(parsed.origin, `${HOST}/s/${STATEMENT}`);
});

test("bundle.md and receipt.md name the limits", () => {
  const limits = [DESCRIPTION_LIMIT, MANIFEST_LIMIT, CONSENT_NOTICE_LIMIT, TEXT_LIMIT, NOTE_LIMIT, HEAD_LIMIT];
  for (const limit of [
    ...limits,
    LOG_PROOF_LIMIT,
    BUNDLED_ENTRY_LIMIT + 2,
    OPENING_LINE_LIMIT,
    OBSERVATION_LINE_LIMIT,
    VERSION_LIMIT,
    DOCUMENT_LIMIT,
  ]) {
    assert.ok(bundle.text.includes(limit.toLocaleString("en")), `bundle.md names ${limit}`);
  }
  assert.ok(receipt.text.includes(RECEIPT_LIMIT.toLocaleString("en")));
});

test("both pages have the checks in their order", () => {
  const named = ({ text }: typeof bundle) =>
    [...text.matchAll(/^[0-9]+\. \*\*([a-z]+)\*\*[:,]/gm)].map(([, name]) => name);
  assert.deepEqual(named(bundle), Object.keys(BUNDLE_CHECKS));
  assert.deepEqual(named(receipt), Object.keys(RECEIPT_CHECKS));
});

test("receipt.md names what is looked at beside a bundle", () => {
  const [, beside = ""] = receipt.text.split("## Beside a later bundle");
  const bold = [...beside.matchAll(/\*\*([a-z]+)\*\*/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(bold)], Object.keys(COMPARISON_CHECKS));
});

test("identity.md shows one key under its two names", () => {
  const [keys = ""] = identity.examples;
  const expected = [HOST, `${HOST}/s/${STATEMENT}`].map((name) => formatVerifierKey(makeTestSigner(name, SEED).key));
  assert.deepEqual(keys.trimEnd().split("\n"), expected);
  assert.ok(identity.text.includes(`NewVerifier("${expected[1]}")`));
});
