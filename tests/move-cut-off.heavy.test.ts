import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { VerifierKey } from "../packages/core/src/log/note.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { MoveStep } from "../packages/server/src/handover/move.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import { HEADS } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import type { CommitFault } from "./faulty-store.ts";
import { faultyStore } from "./faulty-store.ts";
import { given, keyOf, moveAt, moveWith } from "./handover.ts";
import { openStatement, saveBundle, signAs, verifyFile } from "./statement-story.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`a move that is cut off goes on where it was, on ${engine}`, () => crashSuite(engine));
}

class Crash extends Error {}

function crashSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let first: VerifierKey;
  let hosts = 0;
  let signatures = 0;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    statement = await openStatement(opened);
    await sign();
    first = keyOf(opened);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
  });

  async function sign(): Promise<void> {
    await signAs(opened, statement, `Signatory ${signatures++}`);
  }

  async function checkAll(host: string): Promise<void> {
    opened = await place.open();
    assert.deepEqual([opened.depositary.trouble(), opened.depositary.identity.origin], [null, host]);
    await sign();
    assert.deepEqual(opened.errors, []);
    assert.equal((await opened.depositary.statements.counts(statement.id)).total, signatures);
    const path = join(place.dataDir, "now.zip");
    await saveBundle(opened, statement.id, path);
    for (const key of [first, keyOf(opened)]) assert.equal((await verifyFile(path, given(key))).reason, null);
  }

  for (const step of ["act", "export", "succession", "anchor"] as const) {
    test(`after ${step}: no server starts, no key is replaced, nobody moves elsewhere; begun again, it is done`, async () => {
      await opened.depositary.close();
      const before = opened.depositary.identity.origin;
      const host = `host-${hosts++}.example`;
      const cut = (at: MoveStep) => {
        if (at === step) throw new Crash();
      };
      await assert.rejects(moveAt(place, { to: host, onStep: cut }), Crash);
      const wrong = {
        code: "wrong_state",
        message: new RegExp(`The move of this depositary from ${before} to ${host}`),
      };
      await assert.rejects(place.open(), wrong);
      const store = await place.openStore();
      await assert.rejects(rotate({ store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now }), wrong);
      await store.close();
      await assert.rejects(moveAt(place, { to: "elsewhere.example" }), { code: "invalid_field" });
      const { from, to, resumed } = await moveAt(place, { to: host });
      assert.deepEqual([from, to, resumed], [before, host, true]);
      const left = join(place.dataDir, `moved-${before}`);
      assert.ok(readFileSync(join(left, "log", "checkpoint"), "utf8").startsWith(`${before}\n`));
      await checkAll(host);
    });
  }

  test("after its end: the next start publishes", async () => {
    await opened.depositary.close();
    const host = `host-${hosts++}.example`;
    const cut = (at: MoveStep) => {
      if (at === "end") throw new Crash();
    };
    await assert.rejects(moveAt(place, { to: host, onStep: cut }), Crash);
    await checkAll(host);
  });

  for (const fault of ["refused", "committed unknown", "lost unknown"] as const) {
    for (const [after, lock, what] of [
      [null, () => `log:${HEADS}`, "of the act"],
      ["export", () => `log:${statement.id}`, "of a statement that goes on"],
      ["export", () => `log:${HEADS}`, "of the new log of heads"],
    ] as const) {
      test(`the commit ${what} is ${fault}: begun again, it is done`, async () => {
        await opened.depositary.close();
        const host = `host-${hosts++}.example`;
        const isDone = await moveStruck(host, after, lock(), fault);
        if (!isDone) await moveAt(place, { to: host });
        await checkAll(host);
      });
    }
  }

  /** Strikes the first transaction that takes this lock after a step. */
  async function moveStruck(host: string, after: MoveStep | null, lock: string, fault: CommitFault): Promise<boolean> {
    const { store, faults } = faultyStore(await place.openStore());
    if (after === null) faults.strike(lock, fault);
    try {
      await moveWith(store, place, {
        to: host,
        onStep: (step) => {
          if (step === after) faults.strike(lock, fault);
        },
      });
      return true;
    } catch {
      return false;
    } finally {
      assert.ok(faults.struck());
      await store.close();
    }
  }
}
