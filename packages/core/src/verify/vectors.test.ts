import assert from "node:assert/strict";
import { test } from "node:test";
import { readerOf } from "../../../../tests/bundle-fixture.ts";
import type { BundleVector, ReceiptVector } from "../../../../tests/bundle-vectors.ts";
import { applyVector, decodeReceipt, readTrust } from "../../../../tests/bundle-vectors.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import type { Check } from "./findings.ts";
import { verifyBundle } from "./verify.ts";
import { verifyReceipt } from "./verify-receipt.ts";

type Found = Pick<BundleVector, "verdict" | "check" | "code" | "where">;

/** What vectors tell of a report: the first check that failed, or else that was not carried out, and its first problem. */
function tellOf({ verdict, checks }: { verdict: BundleVector["verdict"]; checks: readonly Check[] }): Found {
  const at = checks.find(({ status }) => status === "failed") ?? checks.find(({ status }) => status === "not_checked");
  const [problem] = at?.problems ?? [];
  return { verdict, check: at?.name ?? null, code: problem?.code ?? null, where: problem?.where ?? null };
}

const bundles = readVectors<BundleVector>("bundle");
const base = bundles.find(({ name }) => name === "valid")?.vector;
assert.ok(base !== undefined, "vectors/bundle/valid.json is there");

for (const { name, vector } of bundles) {
  test(`bundle ${name}: ${vector.about}`, async () => {
    const files = applyVector(vector, applyVector(base, new Map()));
    const found = tellOf(await verifyBundle(readerOf(files), readTrust(vector.trust)));
    const { verdict, check, code, where } = vector;
    assert.deepEqual(found, { verdict, check, code, where });
  });
}

for (const { name, vector } of readVectors<ReceiptVector>("receipt")) {
  test(`receipt ${name}: ${vector.about}`, () => {
    const receipt = decodeReceipt(vector);
    const { verdict, check, code, where } = vector;
    if ("code" in receipt) assert.deepEqual({ code: receipt.code, check: null }, { code, check });
    else assert.deepEqual(tellOf(verifyReceipt(receipt, readTrust(vector.trust))), { verdict, check, code, where });
  });
}
