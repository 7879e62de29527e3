import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { replay } from "../packages/core/src/signature/replay.ts";
import type { Doer } from "../packages/server/src/depositary/acts.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { restore } from "../packages/server/src/restore/restore.ts";
import { readEntries, readLog } from "../packages/store/src/log-reading.ts";
import { readSignature } from "../packages/store/src/signatures.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { mirrorOf } from "./mirror-of.ts";
import type { OlderDatabase } from "./older-database.ts";
import { copyDatabase } from "./older-database.ts";
import { servePlace } from "./served-place.ts";
import { waitUntil } from "./wait-until.ts";

const BY: Doer = { kind: "administrator", id: "admin1", name: "Mara Holm" };
/** Who signed before the copy was made, and who after it. */
const BEFORE = ["Abel", "Bertil", "Cecil", "Doris", "Emil", "Quay"] as const;
const AFTER = ["Frida", "Gunnar", "Hanna", "Ivo", "Wharf"] as const;
type Name = (typeof BEFORE)[number] | (typeof AFTER)[number];

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`disputes come back from a mirror, on ${engine}`, () => suite(engine));
}

function suite(engine: Engine): void {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-mirror-"));
  const signed = new Map<Name, { index: number; token: string }>();
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let older: OlderDatabase;
  let entries: Uint8Array[];
  let counts: unknown;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    const { drafts, disputes, acts } = opened.depositary;
    statement = await drafts.open((await drafts.create(makeDraft())).id);
    for (const name of BEFORE) await sign(name);
    // The copy knows of disputes over two: one is settled after it, the other stays open.
    for (const name of ["Cecil", "Doris"] as const) await dispute(name);
    older = await copyDatabase(opened.store);

    for (const name of AFTER) await sign(name);
    for (const name of ["Abel", "Bertil", "Emil", "Frida", "Gunnar", "Hanna", "Ivo"] as const) await dispute(name);
    for (const name of ["Bertil", "Cecil", "Gunnar"] as const)
      await disputes.uphold(statement.id, indexOf(name), "Known to us.", BY);
    for (const name of ["Emil", "Hanna"] as const) await disputes.remove(statement.id, indexOf(name), "Not them.", BY);
    await acts.erase(statement.id, indexOf("Ivo"), BY);
    for (const name of ["Quay", "Wharf"] as const) await see(name);
    await see("Wharf", true);
    entries = await readEntries(opened.store.db, statement.id, 0, 1_000);
    counts = await opened.depositary.statements.counts(statement.id);
    await waitUntil(async () => (await opened.depositary.statements.find(statement.id))?.log?.size === entries.length);
    await mirrorOf(opened.depositary, folder, [statement.id]);

    await opened.depositary.close();
    assert.deepEqual(opened.errors, []);
    const store = await place.openStore();
    await older.putBack(store);
    await store.close();
    const report = await restore(place, { from: [folder], dryRun: false, warn: assert.fail, tell: () => undefined });
    assert.deepEqual([report.complete, report.problems], [true, []]);
    opened = await place.open();
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  async function sign(name: Name): Promise<void> {
    const { signing } = opened.depositary;
    const isHouse = name === "Quay" || name === "Wharf";
    const mailbox = isHouse ? `office@${name.toLowerCase()}.example` : `${name.toLowerCase()}@post.example`;
    const change = isHouse ? ({ kind: "organisation", capacity: "institutional" } as const) : {};
    await signing.submit(statement.id, makeSignature(statement, { name, mailbox, ...change }), {
      address: "192.0.2.1",
    });
    const { index } = await signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
    signed.set(name, { index, token: await mailedToken(opened.depositary, mailbox, "manage") });
  }

  function indexOf(name: Name): number {
    return signed.get(name)?.index ?? -1;
  }

  async function dispute(name: Name): Promise<void> {
    const { disputes } = opened.depositary;
    const mailbox = `true.${name.toLowerCase()}@post.example`;
    const says = { speaks: "person", mailbox, name: "The Real One", words: "I said no.", keepsName: true } as const;
    await disputes.submit(statement.id, { index: indexOf(name), ...says }, {});
    const own = await disputes.confirm({ token: await mailedToken(opened.depositary, mailbox, "dispute") });
    assert.equal(own.state, "open");
  }

  async function see(name: "Quay" | "Wharf", isGone = false): Promise<void> {
    const domain = `${name.toLowerCase()}.example`;
    const record = `undersigned=v1 version=${statement.version?.digest}`;
    const resolver = "192.0.2.53:53";
    const seen = isGone
      ? ({ kind: "gone", domain, of: "dns", resolvers: [{ resolver, records: [] }] } as const)
      : ({
          kind: "dns",
          domain,
          name: `_undersigned.${domain}`,
          names: "version",
          record,
          resolvers: [{ resolver, records: [record] }],
        } as const);
    await opened.depositary.evidence.add({ statementId: statement.id, index: indexOf(name) }, seen);
  }

  async function statusOf(name: Name): Promise<string | undefined> {
    return (await readSignature(opened.store.db, statement.id, indexOf(name)))?.status;
  }

  async function page(path: string): Promise<string> {
    const served = await servePlace(opened.depositary);
    try {
      const response = await fetch(new URL(path, served.url));
      assert.equal(response.status, 200, path);
      return await response.text();
    } finally {
      await served.close();
    }
  }

  test("what was disputed is disputed: hidden and not counted; what was settled is settled", async () => {
    const statuses = await Promise.all([...BEFORE, ...AFTER].map(async (name) => [name, await statusOf(name)]));
    assert.deepEqual(Object.fromEntries(statuses), {
      Abel: "disputed",
      Bertil: "standing",
      Cecil: "standing",
      Doris: "disputed",
      Emil: "removed",
      Quay: "standing",
      Frida: "disputed",
      Gunnar: "standing",
      Hanna: "removed",
      Ivo: "erased",
      Wharf: "standing",
    });
    assert.deepEqual(await readEntries(opened.store.db, statement.id, 0, 1_000), entries);
    assert.deepEqual(await opened.depositary.statements.counts(statement.id), counts);
    const { statement: state } = replay(entries.map((bytes) => parseEntry(bytes)));
    assert.deepEqual(JSON.parse((await readLog(opened.store.db, statement.id))?.state ?? ""), state);
    const { items } = await opened.depositary.statements.signatories(statement.id, {});
    // Of those who signed after the copy nobody has the names any more.
    assert.deepEqual(items.map(({ name }) => name).sort(), ["Bertil", "Cecil", "Quay"]);
    for (const [name, found] of [
      ["Abel", 0],
      ["Cecil", 1],
      ["Doris", 0],
    ] as const) {
      await waitUntil(async () => {
        const { items: hits } = await opened.depositary.statements.signatories(statement.id, { q: name });
        return hits.length === found;
      });
    }
  });

  test("how a signature is known has the level that the log says, though what was seen is lost", async () => {
    const levels = await Promise.all(
      (["Quay", "Wharf"] as const).map(async (name) => {
        return (await readSignature(opened.store.db, statement.id, indexOf(name)))?.level;
      }),
    );
    assert.deepEqual(levels, [3, 2]);
    assert.deepEqual(await opened.depositary.evidence.published(statement.id, indexOf("Quay")), []);
    assert.match(await page(`/s/${statement.slug}/signatories/${indexOf("Quay")}`), /Quay/);
  });

  test("the public history tells of every dispute, and names nobody whose dispute came back from the log", async () => {
    const { items } = await opened.depositary.disputes.history(statement.id, {});
    const told = new Map(items.map(({ index, state, name }) => [index, [state, name]]));
    const of = (name: Name) => told.get(indexOf(name));
    assert.equal(items.length, 9);
    assert.deepEqual(of("Abel"), ["open", null]);
    assert.deepEqual(of("Frida"), ["open", null]);
    assert.deepEqual(of("Bertil"), ["upheld", "Bertil"], "it is in the list again");
    assert.deepEqual(of("Gunnar"), ["upheld", null]);
    assert.deepEqual(of("Emil"), ["removed", null]);
    assert.deepEqual(of("Hanna"), ["removed", null]);
    assert.deepEqual(of("Ivo"), ["ended", null]);
    // The copy had these, and that the name may be kept.
    assert.deepEqual(of("Cecil"), ["upheld", "Cecil"]);
    assert.deepEqual(of("Doris"), ["open", "Doris"]);
    const html = await page(`/s/${statement.slug}/disputes`);
    assert.match(html, new RegExp(`A name that is not shown here.*Entry ${indexOf("Frida")} of the log`, "s"));
    assert.doesNotMatch(html, /Abel|Frida|Gunnar|Emil|Hanna|Ivo|The Real One/);
  });

  test("it goes on from there: a human settles what came back, and its signatory answers", async () => {
    const { disputes, acts } = opened.depositary;
    const list = await disputes.list(statement.id);
    assert.equal(list.filter(({ state }) => state === "open").length, 3);
    assert.equal(await disputes.answer(signed.get("Abel")?.token ?? "", "It is me."), "noted");
    const [over] = await disputes.over(statement.id, indexOf("Abel"));
    assert.deepEqual([over?.said, over?.answer?.words], [null, "It is me."]);
    await disputes.uphold(statement.id, indexOf("Abel"), "She told us.", BY);
    await disputes.remove(statement.id, indexOf("Frida"), "Nobody knows her.", BY);
    await acts.erase(statement.id, indexOf("Doris"), BY);
    assert.deepEqual(
      [await statusOf("Abel"), await statusOf("Frida"), await statusOf("Doris")],
      ["standing", "removed", "erased"],
    );
    const { items } = await disputes.history(statement.id, {});
    assert.ok(items.every(({ state }) => state !== "open"));
    assert.deepEqual(opened.errors, []);
  });
}
