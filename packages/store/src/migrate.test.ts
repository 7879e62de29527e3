import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { fingerprintCopy } from "@undersigned/core/compare/fingerprints.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { sql } from "kysely";
import { createTestDatabase } from "../../../tests/postgres-server.ts";
import type { Store } from "./engine.ts";
import { findByFingerprints } from "./fingerprints.ts";
import type { Migration } from "./migrate.ts";
import { migrate, migrations } from "./migrate.ts";
import { openPostgres } from "./postgres/open.ts";
import { backUp } from "./sqlite/back-up.ts";
import { openSqlite } from "./sqlite/open.ts";
import { openStore } from "./store.ts";

const dir = mkdtempSync(join(tmpdir(), "undersigned-migrate-"));
after(() => rmSync(dir, { recursive: true }));
let files = 0;

function newFile(): string {
  files += 1;
  return join(dir, `${files}.db`);
}

function step(version: number, statement: string): Migration {
  return {
    version,
    name: `step ${version}`,
    async up(db) {
      await sql.raw(statement).execute(db);
    },
  };
}

const steps = [
  step(1, "create table one (a integer)"),
  step(2, "alter table one add column b integer"),
  step(3, "create table three (a integer)"),
];

async function versions(store: Store): Promise<number[]> {
  const { rows } = await sql<{ version: number }>`select version from schema_version order by version`.execute(
    store.db,
  );
  return rows.map((row) => row.version);
}

type Database = { open(): Promise<Store>; remove(): Promise<void> };

async function newSqlite(): Promise<Database> {
  const file = newFile();
  return { open: () => openSqlite(file), remove: async () => {} };
}

async function newPostgres(): Promise<Database> {
  const { url, drop } = await createTestDatabase();
  return { open: () => openPostgres(url, () => {}), remove: drop };
}

for (const [engine, create] of [
  ["sqlite", newSqlite],
  ["postgres", newPostgres],
] as const) {
  describe(`migrations on ${engine}`, () => {
    async function withStores(count: number, work: (stores: Store[]) => Promise<void>): Promise<void> {
      const database = await create();
      const stores: Store[] = [];
      try {
        for (let i = 0; i < count; i += 1) stores.push(await database.open());
        await work(stores);
      } finally {
        for (const store of stores) await store.close();
        await database.remove();
      }
    }

    test("what administrators did before acts on statements were recorded is still there", async () => {
      await withStores(1, async ([store]) => {
        assert.ok(store);
        await migrate(store, { list: migrations.slice(0, 5) });
        await sql`insert into recorded_act
          (statement_id, entry_index, act, signature_index, reason, doer_kind, doer_id, doer_name, done_at)
          values ('s', 7, 'remove', 3, 'forged', 'token', 't', 'our website', 5)`.execute(store.db);
        await migrate(store);
        const rows = await store.db.selectFrom("recorded_act").selectAll().execute();
        const doer = { doer_kind: "token", doer_id: "t", doer_name: "our website" };
        const act = { statement_id: "s", entry_index: 7, act: "remove", signature_index: 3, reason: "forged" };
        assert.deepEqual(rows, [{ ...act, ...doer, done_at: 5 }]);
      });
    });

    test("an empty database gets every step, one of an earlier release those it lacks", async () => {
      await withStores(1, async ([store]) => {
        assert.ok(store);
        const backups: number[] = [];
        const backUp = async (from: number) => void backups.push(from);
        await migrate(store, { list: steps.slice(0, 1), backUp });
        assert.deepEqual([await versions(store), backups], [[1], []]);
        await migrate(store, { list: steps, backUp });
        assert.deepEqual([await versions(store), backups], [[1, 2, 3], [1]]);
        await migrate(store, { list: steps, backUp });
        assert.deepEqual([await versions(store), backups], [[1, 2, 3], [1]]);
      });
    });

    test("a database of a newer release is refused and left as it is", async () => {
      await withStores(1, async ([store]) => {
        assert.ok(store);
        await migrate(store, { list: steps });
        await assert.rejects(
          migrate(store, { list: steps.slice(0, 2) }),
          (error: unknown) =>
            error instanceof RefusedError &&
            error.code === "configuration" &&
            /newer release \(schema 3;/.test(error.message),
        );
        assert.deepEqual(await versions(store), [1, 2, 3]);
      });
    });

    test("a step that fails leaves nothing of itself, and the next start tries it again", async () => {
      await withStores(1, async ([store]) => {
        assert.ok(store);
        const failing: Migration = {
          version: 2,
          name: "failing",
          async up(db) {
            await sql`create table half (a integer)`.execute(db);
            await sql`insert into no_such_table values (1)`.execute(db);
          },
        };
        await assert.rejects(migrate(store, { list: [steps[0] ?? failing, failing] }));
        assert.deepEqual(await versions(store), [1]);
        await assert.rejects(sql`select * from half`.execute(store.db));
        await migrate(store, { list: steps });
        assert.deepEqual(await versions(store), [1, 2, 3]);
      });
    });

    test("of several that migrate at once each step is done by one", async () => {
      await withStores(3, async (stores) => {
        const done: number[] = [];
        const slow = steps.map(
          (one): Migration => ({
            ...one,
            async up(db, engine) {
              await new Promise((resolve) => setTimeout(resolve, 20));
              await one.up(db, engine);
              done.push(one.version);
            },
          }),
        );
        await Promise.all(stores.map((store) => migrate(store, { list: slow })));
        assert.deepEqual(done, [1, 2, 3]);
      });
    });

    test("what was opened before statements could be found by a copy is found, and a text that is damaged stops nothing", async () => {
      await withStores(1, async ([store]) => {
        assert.ok(store);
        await migrate(store, { list: migrations.slice(0, 19) });
        const [title, words] = ["The river", "We ask the council to keep both banks of the river open to everybody."];
        const source = encodeUtf8(`# ${title}\n\n${words}\n`);
        for (const [id, bytes] of [
          ["river", source],
          ["broken", encodeUtf8("no title")],
        ] as const) {
          await sql`insert into statement (id, slug, state, draft, title, visibility, link_key, created_at, version,
            indexed_to, mailboxes_kept) values (${id}, ${id}, 'open', '{}', ${title}, 'public', 'k', 1, 1, 0, 1)`.execute(
            store.db,
          );
          await sql`insert into text (statement_id, version, lang, sha256, bytes, position)
            values (${id}, 1, 'en', '', ${Buffer.from(bytes)}, 0)`.execute(store.db);
        }
        await migrate(store);
        const hashes = fingerprintCopy({ text: words, blocks: [{ kind: "paragraph", start: 0, end: words.length }] });
        const found = await findByFingerprints(store, hashes, { publicAt: 1 }, 5);
        assert.deepEqual(
          found.map(({ statementId, languages }) => [statementId, languages[0]?.lang]),
          [["river", "en"]],
        );
      });
    });

    test("a signature of the first release was consented to once, by its own entry", async () => {
      await withStores(1, async ([store]) => {
        assert.ok(store);
        await migrate(store, { list: migrations.slice(0, 1) });
        await sql`insert into signature (statement_id, idx, kind, capacity, named, level, version, status, pending_id,
          public_digest, private_digest, signed_at) values
          ('s', 7, 'person', 'personal', 1, 1, 'v', 'standing', 's.p', ${Buffer.of(1)}, ${Buffer.of(2)}, 1)`.execute(
          store.db,
        );
        await migrate(store);
        const { rows } = await sql`select consent_index from signature`.execute(store.db);
        assert.deepEqual(
          rows.map((row) => Number(Reflect.get(Object(row), "consent_index"))),
          [7],
        );
      });
    });
  });
}

test("the numbers of the migrations have no gap", () => {
  assert.deepEqual(
    migrations.map(({ version }) => version),
    migrations.map((_, i) => i + 1),
  );
});

test("a backup is a whole database beside the first, its owner's alone, and never overwrites another", async () => {
  const file = newFile();
  const store = await openStore({ file });
  await store.db.insertInto("setting").values({ name: "a", value: "1" }).execute();
  const now = new Date(0);
  // Taken while the store is open, and what it holds partly in its WAL.
  const copy = backUp(file, "schema-1", now);
  assert.equal(copy, `${file}.schema-1.1970-01-01T00-00-00-000Z.backup`);
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  assert.throws(() => backUp(file, "schema-1", now), /EEXIST/);
  await store.close();
  const restored = await openStore({ file: copy });
  assert.deepEqual(await restored.db.selectFrom("setting").selectAll().execute(), [{ name: "a", value: "1" }]);
  await restored.close();
});

test("a new file and one that is up to date are not backed up", async () => {
  const file = newFile();
  for (let i = 0; i < 2; i += 1) await (await openStore({ file })).close();
  assert.ok(existsSync(file));
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith(`${files}.db`)),
    [`${files}.db`],
  );
});
