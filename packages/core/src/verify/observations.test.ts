import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBundle, HOST, readerOf, SEED } from "../../../../tests/bundle-fixture.ts";
import { Teller, tellStory } from "../../../../tests/bundle-story.ts";
import type { BundleVector } from "../../../../tests/bundle-vectors.ts";
import { applyVector } from "../../../../tests/bundle-vectors.ts";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import type { Report } from "./report.ts";
import { tellSignatures } from "./tell.ts";
import { verifyBundle } from "./verify.ts";

const vectors = readVectors<BundleVector>("bundle");
const base = await buildBundle(tellStory());
const trust = { key: makeTestSigner(HOST, SEED).key, source: "given", policy: null } as const;

function filesOf(name: string): Map<string, Uint8Array> {
  const found = vectors.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return applyVector(found.vector, base);
}

function verify(files: ReadonlyMap<string, Uint8Array>): Promise<Report> {
  return verifyBundle(readerOf(files), trust);
}

test("what was seen of organisations is counted, and told in sentences", async () => {
  const report = await verify(filesOf("observations_valid"));
  assert.equal(report.verdict, "valid", report.reason ?? "");
  const seen = { dns: 1, "well-known": 0, "web-page": 0, approval: 0, vouch: 1, key: 1 };
  assert.deepEqual(report.evidence, { organisations: 2, seen, signatures: 1 });
  assert.deepEqual(tellSignatures(report).slice(-2), [
    "The depositary tells what it saw of 2 organisations beyond a mailbox, of some more than one thing: 1 by a record in the DNS of their domain, 1 by the word of another organisation.",
    "1 of them signed with a key of their own, which the depositary saw their domain name. These signatures hold, whatever the depositary says.",
  ]);
  assert.ok(report.trusted.some((line) => line.includes("may speak for the organisation")));
});

test("a bundle without observations does not speak of them", async () => {
  const report = await verify(base);
  assert.equal(report.evidence, null);
  assert.ok(!report.checks.some(({ name }) => name === "observations"));
  assert.ok(!tellSignatures(report).some((line) => line.includes("beyond a mailbox")));
});

test("what was found gone is not counted any more", async () => {
  const report = await verify(filesOf("observations_valid_gone"));
  assert.equal(report.evidence?.seen.dns, 0);
  assert.match(
    tellSignatures(report).at(-1) ?? "",
    /1 organisation beyond a mailbox; it has found all of it gone since\.$/,
  );
});

test("no damaged byte of observations, or of a note, makes a valid bundle", async () => {
  const files = filesOf("observations_valid");
  for (const name of [...files.keys()].filter((one) => /^(?:observations|signatures)\//.test(one))) {
    // A bundle takes milliseconds: of all damages every 997th, which comes by every kind of them.
    for (const [i, { what, bytes }] of [...mangle(files.get(name) ?? new Uint8Array())].entries()) {
      if (i % 997 !== 0) continue;
      const report = await verify(new Map(files).set(name, bytes));
      assert.notEqual(report.verdict, "valid", `${name}: ${what}`);
    }
  }
});

test("where the entries cannot be replayed nothing is said of what was seen", async () => {
  const teller = new Teller(tellStory());
  // She had withdrawn already.
  teller.add({ act: "withdraw", of: 3 });
  const resolvers = [{ resolver: "192.0.2.53:53", records: [] }];
  teller.observe(1, 2, { kind: "gone", domain: "library.example", of: "dns", resolvers });
  const report = await verify(await buildBundle(teller.story));
  const check = report.checks.find(({ name }) => name === "observations");
  assert.equal(check?.status, "not_checked");
  assert.equal(report.evidence, null);
});
