import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { checkCosignatures } from "../packages/core/src/log/cosignature.ts";
import { parseNote, parseVerifierKey } from "../packages/core/src/log/note.ts";
import type { Policy } from "../packages/core/src/log/policy.ts";
import { parsePolicy } from "../packages/core/src/log/policy.ts";
import { move } from "../packages/server/src/handover/move.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import { HEADS } from "../packages/store/src/log-reading.ts";
import type { Store } from "../packages/store/src/store.ts";
import { findFreePort } from "../tools/live/server-process.ts";
import type { OpenPlace } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { openStatement, saveBundle, signAs, verifyFile } from "./statement-story.ts";
import { waitUntil } from "./wait-until.ts";
import { QUICK } from "./watched-place.ts";
import { startWitness } from "./witness-process.ts";

/* A witness as its operator runs it, while the depositary's key and host are handed over. */

/** Size and root of the log of heads as it is served, and who cosigned that. */
async function served({ depositary }: OpenPlace, { witnesses }: Policy): Promise<{ size: number; by: string[] }> {
  const note = parseNote((await depositary.logs.checkpoint(HEADS)) ?? new Uint8Array(0));
  const keys = witnesses.map(({ key }) => key);
  return { size: parseCheckpoint(note.text).size, by: checkCosignatures(note, keys).map(({ key }) => key.name) };
}

test("it cosigns what both keys signed, then nothing until it knows the new key; so too when the host moves", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-witness-handover-"));
  const place = await makePlace("sqlite");
  let opened = await place.open();
  t.after(async () => {
    await opened.depositary.close();
    await place.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const statement = await openStatement(opened);
  await signAs(opened, statement, "Ada Winter");
  const first = opened.depositary.identity.vkey;
  await opened.depositary.close();

  const file = join(folder, "witness.db");
  const port = await findFreePort();
  let witness = await startWitness(t, [file, "--name", "partner.example", "--log", first], port);
  const policy = parsePolicy(new TextEncoder().encode(`${witness.policy}\nquorum partner.example\n`));
  const options = { witnessPolicy: policy, witnessingTimes: QUICK };
  const isCosigned = async () => (await served(opened, policy)).by.length === 1;
  const conditionOf = async () => (await opened.depositary.witnesses.states())[0]?.condition;

  async function handOver(work: (store: Store) => Promise<unknown>): Promise<void> {
    await opened.depositary.close();
    const store = await place.openStore();
    await work(store);
    await store.close();
    opened = await place.open(options);
  }

  async function learn(vkey: string): Promise<void> {
    assert.equal(await witness.stop(), 0);
    witness = await startWitness(t, [file, "--log", vkey], port);
  }

  async function checkBundle(): Promise<void> {
    const path = join(folder, "now.zip");
    await saveBundle(opened, statement.id, path);
    const report = await verifyFile(path, { key: parseVerifierKey(first), source: "given", policy });
    assert.deepEqual([report.reason, report.witnessed?.met], [null, true]);
  }

  opened = await place.open(options);
  await waitUntil(isCosigned);
  const deps = { dataDir: place.dataDir, witnessPolicy: policy, clock: Date.now };

  await handOver((store) => rotate({ ...deps, store }));
  await waitUntil(isCosigned);
  await checkBundle();
  await signAs(opened, statement, "Bo Nilsson");
  await waitUntil(async () => (await conditionOf()) === "wrong_key");
  assert.deepEqual((await served(opened, policy)).by, []);
  await learn(opened.depositary.identity.vkey);
  await waitUntil(isCosigned);
  await checkBundle();

  await handOver((store) =>
    move({ ...deps, store, to: "sign.letters.example", exportTo: null, onNotice: () => undefined }),
  );
  await signAs(opened, statement, "Cem Öz");
  await waitUntil(async () => (await conditionOf()) === "unknown_log");
  await learn(opened.depositary.identity.vkey);
  await waitUntil(isCosigned);
  await checkBundle();
  assert.deepEqual(opened.errors, []);
  assert.equal(await witness.stop(), 0);
});
