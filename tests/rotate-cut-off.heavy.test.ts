import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parseCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { checkIdentityChain } from "../packages/core/src/log/identity-chain.ts";
import type { VerifierKey } from "../packages/core/src/log/note.ts";
import { parseNote } from "../packages/core/src/log/note.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { RotateStep } from "../packages/server/src/handover/rotate.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import { HEADS } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import type { CommitFault } from "./faulty-store.ts";
import { faultyStore } from "./faulty-store.ts";
import { given, keyOf, rotateAt } from "./handover.ts";
import { openStatement, saveBundle, signAs, verifyFile } from "./statement-story.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`a rotation that is cut off is done, or has not begun, on ${engine}`, () => crashSuite(engine));
}

class Crash extends Error {}

function crashSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let old: VerifierKey;
  let signatures = 0;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    statement = await openStatement(opened);
    await sign();
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
  });

  async function sign(): Promise<void> {
    await signAs(opened, statement, `Signatory ${signatures++}`);
  }

  /** Stops the server, lets a rotation be cut off, and tells whether the old key still holds at the next start. */
  async function cutOff(work: () => Promise<unknown>): Promise<"not begun" | "done"> {
    old = keyOf(opened);
    await opened.depositary.close();
    await assert.rejects(work());
    opened = await place.open();
    assert.equal(opened.depositary.trouble(), null);
    return keyOf(opened).publicKey.every((byte, at) => byte === old.publicKey[at]) ? "not begun" : "done";
  }

  async function cutAfter(step: RotateStep): Promise<"not begun" | "done"> {
    return await cutOff(() =>
      rotateAt(place, (at) => {
        if (at === step) throw new Crash();
      }),
    );
  }

  async function checkAll(): Promise<void> {
    await sign();
    assert.deepEqual(opened.errors, []);
    const first = checkIdentityChain(opened.depositary.identity.chain)[0]?.from ?? old;
    const path = join(place.dataDir, "now.zip");
    await saveBundle(opened, statement.id, path);
    assert.equal((await verifyFile(path, given(first))).reason, null);
    assert.equal((await verifyFile(path, given(keyOf(opened)))).reason, null);
  }

  test("after the new key was written: nothing has happened, and the next attempt uses that key", async () => {
    assert.equal(await cutAfter("key"), "not begun");
    assert.match(opened.notices.join(), /A rotation of the key was begun and cut off before anything was signed/);
    await checkAll();
    const prepared = readFileSync(join(place.dataDir, "secrets.next.json"), "utf8");
    await opened.depositary.close();
    const { resumed } = await rotateAt(place);
    assert.equal(resumed, false);
    assert.equal(readFileSync(join(place.dataDir, "secrets.json"), "utf8"), prepared);
    opened = await place.open();
    await checkAll();
  });

  for (const step of ["act", "secrets", "anchor"] as const) {
    test(`after ${step}: the new key holds, and the start finishes it`, async () => {
      assert.equal(await cutAfter(step), "done");
      assert.equal(/It is finished now/.test(opened.notices.join()), step === "act");
      await checkAll();
    });
  }

  test("after the act, and begun again instead of started: it is finished, and not done twice", async () => {
    const links = opened.depositary.identity.chain.length;
    await opened.depositary.close();
    await assert.rejects(
      rotateAt(place, (at) => {
        if (at === "act") throw new Crash();
      }),
      Crash,
    );
    const { resumed } = await rotateAt(place);
    assert.equal(resumed, true);
    opened = await place.open();
    assert.equal(opened.depositary.identity.chain.length, links + 1);
    await checkAll();
  });

  for (const fault of ["refused", "committed unknown", "lost unknown"] as const) {
    test(`the commit is ${fault}`, async () => {
      old = keyOf(opened);
      const links = opened.depositary.identity.chain.length;
      await opened.depositary.close();
      const done = await rotateStruck(fault);
      assert.equal(done, fault === "committed unknown");
      opened = await place.open();
      assert.equal(opened.depositary.identity.chain.length, links + (done ? 1 : 0));
      await checkAll();
    });
  }

  async function rotateStruck(fault: CommitFault): Promise<boolean> {
    const { store, faults } = faultyStore(await place.openStore());
    faults.strike(`log:${HEADS}`, fault);
    try {
      await rotate({ store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now });
      return true;
    } catch {
      return false;
    } finally {
      assert.ok(faults.struck());
      await store.close();
    }
  }

  test("the anchor is of what was published last, whoever signed it", async () => {
    const names = readdirSync(join(place.dataDir, "anchor"));
    const note = (await opened.depositary.logs.checkpoint(HEADS)) ?? new Uint8Array(0);
    assert.deepEqual(names, [String(parseCheckpoint(parseNote(note).text).size)]);
  });
}
