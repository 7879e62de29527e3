import assert from "node:assert/strict";
import { test } from "node:test";
import { readerOf } from "../../../../tests/bundle-fixture.ts";
import type { BundleVector } from "../../../../tests/bundle-vectors.ts";
import { applyVector, readTrust, tellOf } from "../../../../tests/bundle-vectors.ts";
import { readVectors } from "../../../../tests/vectors.ts";

// As in a browser without vectors, or a page whose policy forbids WebAssembly. Nothing of the kernel is loaded before.
Reflect.deleteProperty(globalThis, "WebAssembly");
const { findKernel } = await import("../wasm/kernel.ts");
const { verifyBundle } = await import("./verify.ts");

test("where there is no WebAssembly, every bundle is judged alike", async () => {
  assert.equal(findKernel(), null);
  const bundles = readVectors<BundleVector>("bundle");
  const base = bundles.find(({ name }) => name === "valid")?.vector;
  assert.ok(base !== undefined);
  for (const { name, vector } of bundles) {
    const files = applyVector(vector, applyVector(base, new Map()));
    const { verdict, check, code, where } = vector;
    const options = { freshness: vector.freshness ?? null };
    const found = tellOf(await verifyBundle(readerOf(files), readTrust(vector), options));
    assert.deepEqual(found, { verdict, check, code, where }, name);
  }
});
