import assert from "node:assert/strict";
import { createWriteStream, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { Hono } from "hono";
import { sql } from "kysely";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { replay } from "../packages/core/src/signature/replay.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import type { Doer } from "../packages/server/src/depositary/acts.ts";
import { foldWords } from "../packages/server/src/depositary/fold-words.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import { sweepingJobs } from "../packages/server/src/jobs/sweeping.ts";
import { mountPublicPages } from "../packages/server/src/pages/public/mount.ts";
import { listErasures, SWEPT } from "../packages/store/src/erasures.ts";
import { readEntries } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";

/* After each act that forgets, nothing holds the forgotten: not the database as it is read, nor its files, nor a dump of it. */

const FROM = { address: "192.0.2.1" };
const DAY = 86_400_000;
const BY: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };
/** So many that pages of tables and indices split: what was moved leaves copies behind. */
const CROWD = 400;

/** Words that occur nowhere else. A quotation mark, which JSON escapes; letters that folding changes. */
const FORGOTTEN = [
  { name: 'Quirina "Qui" Zwölfender', place: "Obfeldhausen", mailbox: "quirina@nachlass.example", act: "withdraw" },
  { name: "Ysolde Brånström", place: "Tveitsundhamn", mailbox: "ysolde@bransund.example", act: "erase" },
  { name: "Kasimir Łuszczewąż", place: "Pszczynowice", mailbox: "kasimir@luszcz.example", act: "remove" },
  { name: "Society of Xanthippe’s Heirs", place: "Xylokastrograd", mailbox: "heirs@xanthippe.example", act: "erase" },
  { name: "Ottokar Vogelsänger", place: "Querfurtshöhe", mailbox: "ottokar@vogelsang.example", act: "anonymise" },
  { name: "Unseen Wolkenstein", place: "Nebelheimbach", mailbox: "unseen@wolken.example", act: "anonymise" },
] as const;

/** In every form in which they are kept: as typed, as JSON has it, folded to words. */
const NEEDLES = FORGOTTEN.flatMap(({ name, place, mailbox }) => [
  name,
  JSON.stringify(name).slice(1, -1),
  place,
  JSON.stringify(place).slice(1, -1),
  mailbox,
  ...foldWords(`${name} ${place}`).filter((word) => word.length > 5 && !/^(society|unseen)$/.test(word)),
]);

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`erasure is real, on ${engine}`, () => erasureSuite(engine));
}

function erasureSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let pages: Hono;
  let now = Date.now();
  const indices = new Map<string, { index: number; token: string }>();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
    const { depositary } = opened;
    statement = await depositary.drafts.open((await depositary.drafts.create(makeDraft({ slug: "rooms" }))).id);
    pages = new Hono();
    mountPublicPages(pages, depositary, { address: () => "192.0.2.1" });
    const each = Math.floor(CROWD / (FORGOTTEN.length + 1));
    await signCrowd(0, each);
    for (const [i, { name, place: from, mailbox }] of FORGOTTEN.entries()) {
      const isSociety = name.startsWith("Society");
      const input = makeSignature(statement, {
        name,
        place: from,
        mailbox,
        named: !name.startsWith("Unseen"),
        ...(isSociety ? { kind: "organisation", capacity: "institutional" } : {}),
      });
      await depositary.signing.submit(statement.id, input, FROM);
      const { index } = await depositary.signing.confirm({ token: await tokenOf(mailbox) });
      indices.set(mailbox, { index, token: await tokenOf(mailbox) });
      await signCrowd((i + 1) * each, each);
    }
    await waitFor(
      async () => (await depositary.statements.signatories(statement.id, { q: "ottokar" })).items.length === 1,
    );
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  const tokenOf = (mailbox: string) => mailedToken(opened.depositary, mailbox, "confirm");

  /** People of the crowd, and the tokens of their mails. */
  async function signCrowd(from: number, count: number): Promise<void> {
    const { signing, outbox } = opened.depositary;
    const people = Array.from({ length: count }, (_, i) => {
      const n = from + i;
      const name = `Reader ${((n * 7919) % 9973).toString(36)} Number${n}`;
      return { name, place: `Riverside ${(n * 31) % 97}`, mailbox: `reader${n}@crowd.example` };
    });
    await Promise.all(people.map((one) => signing.submit(statement.id, makeSignature(statement, one), FROM)));
    const { items } = await outbox.list({ limit: 500 });
    await Promise.all(
      people.map(async ({ mailbox }) => {
        const link = items.find((mail) => mail.to === mailbox)?.links.find((one) => one.includes("/confirm?")) ?? "";
        await signing.confirm({ token: new URL(link).searchParams.get("token") ?? "" }, { wait: 1 });
      }),
    );
  }

  async function runJobs(): Promise<void> {
    const { store } = opened;
    const clock = () => now;
    const { dataDir } = place;
    const jobs = [...retentionJobs({ store, clock }), ...sweepingJobs({ store, clock, dataDir })];
    // Twice, since a file is written anew only when nobody signed between two looks.
    for (let i = 0; i < 2; i++) for (const job of jobs) await job.run(() => false);
  }

  /** Which of the needles stand in these bytes. */
  function find(bytes: Uint8Array): string[] {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return NEEDLES.filter((needle) => buffer.includes(needle) || buffer.includes(JSON.stringify(needle).slice(1, -1)));
  }

  const PATHS = ["/s/rooms", "/s/rooms/signatories", "/s/rooms/signatories?kind=organisation"];
  const SEARCHES = ["quirina", "ysolde", "kasimir", "xanthippe", "ottokar"].map((q) => `/s/rooms/signatories?q=${q}`);

  /** Everything that is shown in public, page by page, and the bundle. */
  async function published(): Promise<string> {
    const texts: string[] = [];
    // Without what the reader searched for, which the page repeats in its field.
    for (const path of [...PATHS, ...SEARCHES])
      texts.push((await (await pages.request(path)).text()).replace(/ value="[^"]*"/, ""));
    let path = PATHS[1] ?? "";
    for (let next: string | undefined = path; next !== undefined; ) {
      const page = await (await pages.request(next)).text();
      texts.push(page);
      path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
      next = path === "" ? undefined : path;
    }
    texts.push(
      Buffer.from(await new Response(await opened.depositary.bundles.open(statement.id)).arrayBuffer()).toString(),
    );
    return texts.join("\n");
  }

  test("what is searched for is there, before", async () => {
    const shown = await published();
    for (const word of ["Zwölfender", "Ysolde", "Łuszczewąż", "Ottokar", "Xylokastrograd"])
      assert.ok(shown.includes(word), word);
    const found = new Set((await searchEverywhere(opened, NEEDLES)).map(({ table, column }) => `${table}.${column}`));
    for (const place of [
      "signature.public_part",
      "signature.private_sealed",
      "signatory_word.word",
      "outbox.mail_sealed",
    ])
      assert.ok(found.has(place), `${place} is searched`);
    assert.ok(find(await rawBytes()).length > 10);
  });

  test("nothing in public, nor in any row, once the last mail is gone", async () => {
    const { depositary, store } = opened;
    const { acts, signing } = depositary;
    for (const { mailbox, act } of FORGOTTEN) {
      const { index, token } = indices.get(mailbox) ?? { index: -1, token: "" };
      if (act === "withdraw") await signing.withdraw(token, { wait: 1 });
      else if (act === "erase") await acts.erase(statement.id, index, BY);
      else if (act === "remove") await acts.remove(statement.id, index, { reason: "forged" }, BY);
    }
    await depositary.drafts.close(statement.id);
    const people = FORGOTTEN.filter(({ act }) => act === "anonymise").map(({ mailbox }) => indices.get(mailbox));
    await signing.anonymise(people[0]?.token ?? "", { wait: 1 });
    await acts.anonymise(statement.id, people[1]?.index ?? -1, BY);
    // Pages may be a second old.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    assert.deepEqual(find(Buffer.from(await published())), []);
    const left = (await searchEverywhere(opened, NEEDLES)).map(({ table, row }) => `${table} ${row.template}`);
    assert.deepEqual(
      [...new Set(left)].sort(),
      ["anonymised", "erased", "removed", "withdrawn"].map((one) => `outbox ${one}`),
    );
    assert.equal((await listErasures(store, statement.id)).length, FORGOTTEN.length);

    now += 8 * DAY;
    await runJobs();
    assert.deepEqual(await searchEverywhere(opened, NEEDLES), []);
    assert.ok((await listErasures(store, statement.id)).every(({ swept }) => swept === SWEPT.file));
  });

  test("nor in the files of the database, or a dump of it", async () => {
    if (engine === "postgres") {
      const { rows } = await sql<{
        dump: string;
      }>`select schema_to_xml('public', true, false, '')::text as dump`.execute(opened.store.db);
      assert.ok((rows[0]?.dump ?? "").includes("Reader"), "the dump has the others");
      assert.deepEqual(find(Buffer.from(rows[0]?.dump ?? "")), []);
      // What operators are told to do where nothing may be left in unused space either.
      for (const table of ["signature", "signatory_word", "pending", "outbox"])
        await sql`vacuum full ${sql.table(table)}`.execute(opened.store.db);
      await sql`checkpoint`.execute(opened.store.db);
    }
    assert.deepEqual(find(await rawBytes()), []);
  });

  test("the count and every proof still verify", async () => {
    const { depositary, store } = opened;
    const entries = (await readEntries(store.db, statement.id, 0, 10_000)).map((bytes) => parseEntry(bytes));
    const { tallies } = replay(entries).statement.counts;
    assert.partialDeepStrictEqual(tallies, { withdrawn: 1, erased: 2, anonymised: 2, removed: { forged: 1 } });
    const view = await depositary.statements.find(statement.id);
    assert.equal(view?.reconciliation?.standing, tallies.signed - 4);
    await waitFor(async () => (await depositary.statements.find(statement.id))?.log?.size === entries.length);
    const path = join(place.dataDir, "bundle.zip");
    await pipeline(Readable.fromWeb(await depositary.bundles.open(statement.id)), createWriteStream(path));
    const archive = await openArchive(path);
    const trust = { key: parseVerifierKey(depositary.identity.vkey), source: "given" } as const;
    assert.equal((await verifyBundle(archive, trust)).verdict, "valid");
    await archive.close();
  });

  if (engine === "sqlite") {
    test("copies made before upgrades end after 30 days", async () => {
      const [old, young] = [31, 29].map((days) => {
        const time = new Date(now - days * DAY).toISOString().replace(/[:.]/g, "-");
        return `undersigned.db.schema-1.${time}.backup`;
      });
      for (const name of [old, young, "undersigned.db.mine.backup"]) writeFileSync(join(place.dataDir, name ?? ""), "");
      await runJobs();
      const files = readdirSync(place.dataDir);
      assert.deepEqual(
        [old, young, "undersigned.db.mine.backup"].map((name) => files.includes(name ?? "")),
        [false, true, true],
      );
    });
  }

  /** All bytes of the database on disk: of SQLite its file, write-ahead log and shared memory; of PostgreSQL tables and indices. */
  async function rawBytes(): Promise<Uint8Array> {
    if (engine === "sqlite") {
      const files = readdirSync(place.dataDir).filter((name) => name.startsWith("undersigned.db"));
      assert.ok(files.includes("undersigned.db-wal") && files.includes("undersigned.db-shm"));
      return Buffer.concat(files.map((name) => readFileSync(join(place.dataDir, name))));
    }
    const { db } = opened.store;
    await sql`checkpoint`.execute(db);
    const { rows } = await sql<{ bytes: Uint8Array }>`
      select pg_read_binary_file(pg_relation_filepath(oid)) as bytes from pg_class
      where pg_relation_filepath(oid) is not null and relnamespace = 'public'::regnamespace`.execute(db);
    const { rows: toast } = await sql<{ bytes: Uint8Array }>`
      select pg_read_binary_file(pg_relation_filepath(reltoastrelid)) as bytes from pg_class
      where reltoastrelid <> 0 and relnamespace = 'public'::regnamespace`.execute(db);
    return Buffer.concat([...rows, ...toast].map(({ bytes }) => bytes));
  }
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited for ten seconds");
}
