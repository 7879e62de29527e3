import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { createApp } from "../packages/server/src/app.ts";
import { formatAnchor, parseAnchor } from "../packages/server/src/depositary/anchor-file.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import { HEADS, readLog } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place, PlaceOptions } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { OlderDatabase } from "./older-database.ts";
import { copyDatabase } from "./older-database.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`anchors outside the database, on ${engine}`, () => anchorSuite(engine));
}

function anchorSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let older: OlderDatabase;
  let newer: OlderDatabase;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    const draft = await opened.depositary.drafts.create(makeDraft());
    statement = await opened.depositary.drafts.open(draft.id);
    await sign("Early");
    older = await copyDatabase(opened.store);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
  });

  async function sign(name: string): Promise<void> {
    const { signing } = opened.depositary;
    const mailbox = `${name.toLowerCase().replace(" ", ".")}@anchor.example`;
    await signing.submit(statement.id, makeSignature(statement, { name, mailbox }), { address: "192.0.2.1" });
    const token = await mailedToken(opened.depositary, mailbox, "confirm");
    const { receipt } = await signing.confirm({ token }, { wait: 5_000 });
    assert.ok(receipt);
  }

  /** Stops, lets something happen to what is kept, and starts again. */
  async function restart(meanwhile: () => unknown, options: PlaceOptions = {}): Promise<void> {
    await opened.depositary.close();
    assert.deepEqual(opened.errors, []);
    await meanwhile();
    opened = await place.open(options);
  }

  /** Puts rows back without a depositary that would look at them. */
  async function putBack(copy: OlderDatabase): Promise<void> {
    const store = await place.openStore();
    await copy.putBack(store);
    await store.close();
  }

  function anchorFile(): string {
    const [name, ...others] = readdirSync(join(place.dataDir, "anchor"));
    assert.deepEqual(others, []);
    return join(place.dataDir, "anchor", name ?? "");
  }

  async function servedSize(): Promise<number> {
    const note = await opened.depositary.logs.checkpoint(HEADS);
    const { origin, vkey } = opened.depositary.identity;
    return openCheckpoint(note ?? "", parseVerifierKey(vkey), origin).size;
  }

  test("the anchor is as far as every checkpoint that is served", async () => {
    const size = await servedSize();
    const { checkpoint } = parseAnchor(readFileSync(anchorFile()));
    assert.equal(
      openCheckpoint(checkpoint, parseVerifierKey(opened.depositary.identity.vkey), "letters.example").size,
      size,
    );
    assert.equal(anchorFile().endsWith(`/${size}`), true);
  });

  test("a restart on the same database says nothing and goes on", async () => {
    await restart(() => undefined);
    assert.deepEqual([opened.notices, opened.depositary.trouble()], [[], null]);
    await sign("Later");
    newer = await copyDatabase(opened.store);
  });

  test("an older database is not published from, and the anchor and both sizes are named", async () => {
    const published = await servedSize();
    await restart(() => putBack(older));
    const size = (await readLog(opened.store.db, HEADS))?.size;
    const said = opened.depositary.trouble() ?? "";
    assert.match(said, /^THE DATABASE IS BEHIND WHAT WAS PUBLISHED/);
    assert.ok(said.includes(`has ${size} entries, but the anchor in the data folder knows ${published}.`), said);
    assert.match(said, /undersigned restore --from MIRROR/);
    assert.deepEqual(opened.notices, [said]);
  });

  test("behind its anchor it takes no act and serves no checkpoint, and its pages stay readable", async () => {
    const { signing, drafts, logs, receipts } = opened.depositary;
    const before = (await readLog(opened.store.db, statement.id))?.size;
    const mailbox = "waiting@anchor.example";
    await signing.submit(statement.id, makeSignature(statement, { name: "Waiting", mailbox }), {
      address: "192.0.2.1",
    });
    const token = await mailedToken(opened.depositary, mailbox, "confirm");
    const refused = { code: "unavailable", message: /takes no signatures at this moment/ };
    await assert.rejects(signing.confirm({ token }), refused);
    await assert.rejects(drafts.close(statement.id), refused);
    await assert.rejects(
      signing.withdraw(await mailedToken(opened.depositary, "early@anchor.example", "manage")),
      refused,
    );
    for (const log of [HEADS, statement.id]) await assert.rejects(logs.checkpoint(log), refused);
    const manage = await mailedToken(opened.depositary, "early@anchor.example", "manage");
    await assert.rejects(receipts.get(`${statement.id}.1`, manage), refused);
    assert.equal((await readLog(opened.store.db, statement.id))?.size, before);

    const app = createApp(opened.depositary, {
      config: { trustProxy: 0 },
      log: silent,
      limiter: unlimited,
      idempotency: {
        claim: async () => ({ kind: "new" }),
        record: async () => undefined,
        release: async () => undefined,
      },
    });
    const page = await app.request(`/s/${statement.slug}`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Open the reading rooms/);
    assert.equal((await app.request("/healthz")).status, 200);
    const ready = await app.request("/readyz");
    assert.deepEqual([ready.status, await ready.text()], [503, `${opened.depositary.trouble()}\n`]);
    const checkpoint = await app.request("/log/checkpoint");
    assert.equal(checkpoint.status, 503);
  });

  test("with the right database it goes on, by itself and without a restart", async () => {
    await newer.putBack(opened.store);
    await until(() => opened.depositary.trouble() === null);
    assert.match(opened.notices.at(-1) ?? "", /publishing goes on/);
    await sign("Again");
  });

  test("another history of the same length is not published from", async () => {
    await restart(async () => {
      const store = await place.openStore();
      const log = await readLog(store.db, HEADS);
      await store.db
        .updateTable("log")
        .set({ root: new Uint8Array(32).fill(7) })
        .where("log_id", "=", HEADS)
        .execute();
      await store.close();
      newerRoot = log?.root ?? new Uint8Array(0);
    });
    assert.match(opened.depositary.trouble() ?? "", /^THE DATABASE HOLDS ANOTHER HISTORY/);
    await opened.store.db.updateTable("log").set({ root: newerRoot }).where("log_id", "=", HEADS).execute();
    await until(() => opened.depositary.trouble() === null);
  });
  let newerRoot: Uint8Array;

  test("a witness that knows more stops it; the same witness at our own size does not", async () => {
    const size = await servedSize();
    opened.depositary.anchors.seen({ by: "witness.example", size });
    await sign("Seen");
    assert.equal(opened.depositary.trouble(), null);
    opened.depositary.anchors.seen({ by: "witness.example", size: size + 1_000 });
    await until(() => opened.depositary.trouble() !== null);
    assert.match(opened.depositary.trouble() ?? "", new RegExp(`witness.example knows ${size + 1_000}`));
    assert.match(opened.depositary.trouble() ?? "", /WITNESS_POLICY/);
    await restart(() => undefined);
    assert.equal(opened.depositary.trouble(), null);
  });

  test("without an anchor one is made from the database, with a notice", async () => {
    await restart(() => rmSync(join(place.dataDir, "anchor"), { recursive: true }));
    assert.equal(opened.notices.length, 1);
    assert.match(opened.notices[0] ?? "", /There was no anchor in the data folder.*restored from an older copy/);
    assert.equal(anchorFile().endsWith(`/${await servedSize()}`), true);
    await sign("Made anew");
  });

  test("an anchor that is older than the database is brought forward", async () => {
    const old = anchorFile();
    const bytes = readFileSync(old);
    await sign("Forward");
    await restart(() => {
      rmSync(anchorFile());
      writeFileSync(old, bytes);
    });
    assert.deepEqual(opened.notices, []);
    assert.equal(anchorFile().endsWith(`/${await servedSize()}`), true);
  });

  test("an anchor that was changed by hand stops it", async () => {
    let bytes = Buffer.alloc(0);
    const file = anchorFile();
    await restart(() => {
      bytes = readFileSync(file);
      writeFileSync(file, Buffer.from(bytes).fill("A", bytes.length - 20, bytes.length - 10));
    });
    assert.match(opened.depositary.trouble() ?? "", /CANNOT BE COMPARED.*the anchor in the data folder/);
    writeFileSync(file, bytes);
    await until(() => opened.depositary.trouble() === null);
  });

  test("while the anchor cannot be written nothing is served, and then all is", async () => {
    const folder = join(place.dataDir, "anchor");
    renameSync(folder, `${folder}.kept`);
    writeFileSync(folder, "in the way");
    const { signing } = opened.depositary;
    const mailbox = "unwritten@anchor.example";
    await signing.submit(statement.id, makeSignature(statement, { name: "Unwritten", mailbox }), {
      address: "192.0.2.1",
    });
    const token = await mailedToken(opened.depositary, mailbox, "confirm");
    const { receipt } = await signing.confirm({ token }, { wait: 300 });
    assert.equal(receipt, null);
    assert.match(opened.depositary.trouble() ?? "", /THE DATA FOLDER CANNOT BE WRITTEN \(E/);
    await assert.rejects(opened.depositary.logs.checkpoint(HEADS), { code: "unavailable" });
    rmSync(folder);
    renameSync(`${folder}.kept`, folder);
    await until(() => opened.depositary.trouble() === null);
    await sign("Written");
  });

  // SQLite has neither.
  if (engine === "sqlite") return;
  test("another server or timeline is compared first; when all is there it goes on and says so", async () => {
    await restart(() => {
      const file = anchorFile();
      const { checkpoint, database } = parseAnchor(readFileSync(file));
      assert.ok(database !== null && database.timeline === 1);
      writeFileSync(file, formatAnchor({ checkpoint, database: { ...database, timeline: 9 } }));
    });
    assert.deepEqual(opened.depositary.trouble(), null);
    assert.equal(opened.notices.length, 2);
    assert.match(opened.notices[0] ?? "", /^THE DATABASE SERVER CHANGED .*timeline 9 before, .*timeline 1 now/);
    assert.match(opened.notices[1] ?? "", /All that was published is there: publishing goes on/);
    assert.equal(parseAnchor(readFileSync(anchorFile())).database?.timeline, 1);
    await sign("Promoted");
  });
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, "waited ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
