import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { checkIdentityChain } from "../packages/core/src/log/identity-chain.ts";
import type { VerifierKey } from "../packages/core/src/log/note.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { makeSigningKey } from "../packages/server/src/depositary/keys.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { encodePublicKey, KEY_SETTING, ORIGIN_SETTING } from "../packages/server/src/depositary/tenure.ts";
import { move } from "../packages/server/src/handover/move.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import type { RestoreReport } from "../packages/server/src/restore/restore.ts";
import { restore } from "../packages/server/src/restore/restore.ts";
import { setSetting } from "../packages/store/src/settings.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { mirrorOf } from "./mirror-of.ts";
import type { OlderDatabase } from "./older-database.ts";
import { copyDatabase } from "./older-database.ts";
import { openStatement, saveBundle, signAs, verifyFile } from "./statement-story.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`a copy of before the key was replaced is brought back, on ${engine}`, () => suite(engine));
}

function suite(engine: Engine): void {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-restore-handover-"));
  const mirror = join(folder, "mirror");
  let place: Place;
  let opened: OpenPlace;
  let busy: StatementView;
  let quiet: StatementView;
  let first: VerifierKey;
  let older: OlderDatabase;
  let firstSetting: string;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    busy = await openStatement(opened);
    quiet = await openStatement(opened, { slug: "quiet" });
    await signAs(opened, busy, "Ada Winter");
    await signAs(opened, quiet, "Bo Nilsson");
    first = parseVerifierKey(opened.depositary.identity.vkey);
    firstSetting = encodePublicKey(makeSigningKey(opened.secrets));
    older = await copyDatabase(opened.store);
    await opened.depositary.close();
    await withStore((store) => rotate({ store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now }));
    opened = await place.open();
    await signAs(opened, busy, "Cem Öz");
    await mirrorOf(opened.depositary, mirror, [busy.id, quiet.id]);
    await opened.depositary.close();
  });

  after(async () => {
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  async function withStore<T>(work: (store: Awaited<ReturnType<Place["openStore"]>>) => Promise<T>): Promise<T> {
    const store = await place.openStore();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  async function putBack(): Promise<void> {
    await withStore(async (store) => {
      await older.putBack(store);
      await store.db.deleteFrom("identity_act").execute();
      await setSetting(store, KEY_SETTING, firstSetting);
      await setSetting(store, ORIGIN_SETTING, "letters.example");
    });
  }

  async function restoreFrom(from: string, dryRun = false): Promise<RestoreReport> {
    return await restore(place, { from: [from], dryRun, warn: assert.fail, tell: () => undefined });
  }

  test("no server starts on it, since it belongs to the key of then", async () => {
    await putBack();
    await assert.rejects(place.open(), { code: "configuration", message: /every machine needs the new secrets\.json/ });
  });

  test("a mirror that does not tell how the key was replaced is not enough, which is said before anything is changed", async () => {
    const silent = join(folder, "silent");
    cpSync(mirror, silent, { recursive: true });
    rmSync(join(silent, ".well-known"), { recursive: true });
    for (const dryRun of [true, false]) {
      await assert.rejects(restoreFrom(silent, dryRun), { code: "not_found", message: /no mirror tells how/ });
    }
  });

  test("a mirror that does brings everything back: the key that holds, and how it came to", async () => {
    const report = await restoreFrom(mirror);
    assert.deepEqual([report.complete, report.problems], [true, []]);
    opened = await place.open();
    assert.equal(opened.depositary.trouble(), null);
    assert.deepEqual(checkIdentityChain(opened.depositary.identity.chain)[0]?.from, first);
    const present = parseVerifierKey(opened.depositary.identity.vkey);
    await signAs(opened, busy, "Dana Ito");
    for (const { id } of [busy, quiet]) {
      const path = join(folder, `${id}.zip`);
      await saveBundle(opened, id, path);
      for (const key of [first, present]) {
        assert.equal((await verifyFile(path, { key, source: "given" })).reason, null);
      }
    }
    await opened.depositary.close();
  });

  test("a copy of before a move is refused, with what to do", async () => {
    const left = join(folder, "left");
    await withStore((store) =>
      move({
        store,
        dataDir: place.dataDir,
        witnessPolicy: null,
        clock: Date.now,
        to: "sign.letters.example",
        exportTo: left,
        onNotice: () => undefined,
      }),
    );
    await putBack();
    rmSync(join(place.dataDir, "anchor"), { recursive: true });
    await assert.rejects(restoreFrom(left), {
      code: "wrong_state",
      message: /Put back a copy that was made after the move/,
    });
  });
}
