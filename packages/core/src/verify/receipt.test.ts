import assert from "node:assert/strict";
import { test } from "node:test";
import { buildReceipt, HEAD_TIME, HOST, SEED } from "../../../../tests/bundle-fixture.ts";
import { tellStory } from "../../../../tests/bundle-story.ts";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { makeTestPolicy } from "../../../../tests/witness-fixture.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { formatReceipt, parseReceipt, RECEIPT_LIMIT } from "./receipt.ts";
import { verifyReceipt } from "./verify-receipt.ts";

const story = tellStory();
const trust = { key: makeTestSigner(HOST, SEED).key, source: "given" } as const;
const receipt = await buildReceipt(story, 4);
const bytes = formatReceipt(receipt);

test("every entry of a log can have a receipt", async () => {
  for (const index of story.entries.keys()) {
    const report = verifyReceipt(parseReceipt(formatReceipt(await buildReceipt(story, index))), trust);
    assert.equal(report.verdict, "valid", report.reason ?? "");
    assert.deepEqual(
      { index: report.index, size: report.size, asOf: report.asOf, origin: report.origin },
      { index, size: 18, asOf: "2026-11-20T12:00:00Z", origin: "letters.example/s/readingrooms2345" },
    );
  }
});

test("parse and format", () => {
  assert.deepEqual(parseReceipt(bytes), receipt);
  assert.deepEqual(formatReceipt(parseReceipt(bytes)), bytes);
  assert.throws(() => parseReceipt(new Uint8Array(RECEIPT_LIMIT + 1)), { code: "too_large" });
  assert.throws(() => parseReceipt(encodeUtf8("null")), { code: "malformed" });
  assert.throws(() => parseReceipt(Uint8Array.of(0x22, 0xff, 0x22)), { code: "not_utf8" });
  const twice = decodeUtf8(bytes).replace('"entry":"', '"entry":"A');
  assert.throws(() => parseReceipt(encodeUtf8(twice)), UndersignedError);
});

test("without a key nothing is valid", () => {
  const report = verifyReceipt(receipt, null);
  assert.equal(report.verdict, "inconclusive");
  assert.equal(report.key, null);
  assert.deepEqual(
    report.checks.filter(({ status }) => status !== "ok").map(({ name }) => name),
    ["key"],
  );
});

test("no damage goes unseen", () => {
  const canonical = decodeUtf8(bytes);
  let tried = 0;
  let at = 0;
  for (const mangled of mangle(bytes)) {
    // A prime step, so that each kind of damage has its turn all along.
    if (at++ % 53 !== 0) continue;
    const read = readOrNull(mangled.bytes);
    // White space, and what comes to the same JSON, is no damage.
    if (read === null || decodeUtf8(formatReceipt(read)) === canonical) continue;
    tried += 1;
    assert.notEqual(verifyReceipt(read, trust).verdict, "valid", mangled.what);
  }
  assert.ok(tried > 50, `${tried} damaged receipts could be read`);
});

test("no byte of a cosigned proof changes unseen when its witnesses are asked for", async () => {
  const witnesses = [
    { name: "library", time: HEAD_TIME },
    { name: "partner", time: HEAD_TIME + 1 },
  ];
  const cosigned = await buildReceipt(story, 4, { witnesses });
  const policy = makeTestPolicy({ logs: [trust.key] });
  const asked = { key: null, source: "policy", policy } as const;
  assert.equal(verifyReceipt(cosigned, asked).verdict, "valid");
  const proof = encodeUtf8(cosigned.proofs.heads);
  for (const [at, byte] of proof.entries()) {
    // Every seventh. Bytes of UTF-8 beyond ASCII can only break it, which no string holds.
    if (at % 7 !== 0 || byte > 0x7f) continue;
    const heads = decodeUtf8(proof.with(at, byte ^ 1));
    const { verdict } = verifyReceipt({ ...cosigned, proofs: { ...cosigned.proofs, heads } }, asked);
    assert.notEqual(verdict, "valid", `byte ${at}`);
  }
});

function readOrNull(damaged: Uint8Array) {
  try {
    return parseReceipt(damaged);
  } catch (error) {
    assert.ok(error instanceof UndersignedError);
    return null;
  }
}
