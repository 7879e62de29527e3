import assert from "node:assert/strict";
import { test } from "node:test";
import { readerOf } from "../../../../tests/bundle-fixture.ts";
import type { BundleVector, ReceiptVector } from "../../../../tests/bundle-vectors.ts";
import {
  applyVector,
  compareVector,
  readTrust,
  reportOnVector,
  tellOf,
  tellStandingOf,
} from "../../../../tests/bundle-vectors.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { verifyBundle } from "./verify.ts";

const bundles = readVectors<BundleVector>("bundle");
const base = bundles.find(({ name }) => name === "valid")?.vector;
assert.ok(base !== undefined, "vectors/bundle/valid.json is there");

for (const { name, vector } of bundles) {
  test(`bundle ${name}: ${vector.about}`, async () => {
    const files = applyVector(vector, applyVector(base, new Map()));
    const options = { freshness: vector.freshness ?? null };
    const found = tellOf(await verifyBundle(readerOf(files), readTrust(vector), options));
    const { verdict, check, code, where } = vector;
    assert.deepEqual(found, { verdict, check, code, where });
  });
}

for (const { name, vector } of readVectors<ReceiptVector>("receipt")) {
  test(`receipt ${name}: ${vector.about}`, async () => {
    const { verdict, check, code, where, against } = vector;
    if (against === undefined) {
      assert.deepEqual(tellOf(reportOnVector(vector)), { verdict, check, code, where });
      return;
    }
    const comparison = await compareVector(vector, applyVector(against, applyVector(base, new Map())));
    assert.deepEqual(tellOf(comparison), { verdict, check, code, where });
    assert.deepEqual(tellStandingOf(comparison), vector.standing);
  });
}
