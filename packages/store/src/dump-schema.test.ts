import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { createTestDatabase } from "../../../tests/postgres-server.ts";
import { dumpSchema } from "./dump-schema.ts";
import type { Store } from "./engine.ts";
import { openStore } from "./store.ts";

const committed = (name: string) => readFileSync(new URL(`../schema/${name}.sql`, import.meta.url), "utf8");

/** The dump says what is there, and something else once the schema changes. */
async function checkDump(store: Store, name: string): Promise<void> {
  assert.equal(
    await dumpSchema(store),
    committed(name),
    "packages/store/schema is not current: run node tools/dump-schema.ts",
  );
  await sql`alter table setting add column extra text`.execute(store.db);
  await sql`create index extra_index on setting (extra)`.execute(store.db);
  const changed = await dumpSchema(store);
  assert.match(changed, /extra text/);
  assert.match(changed, /extra_index/i);
}

test("the committed schema of SQLite is current", async () => {
  const dir = mkdtempSync(join(tmpdir(), "undersigned-dump-"));
  const store = await openStore({ file: join(dir, "a.db") });
  await checkDump(store, "sqlite");
  await store.close();
  rmSync(dir, { recursive: true });
});

test("the committed schema of PostgreSQL is current", async () => {
  const { url, drop } = await createTestDatabase();
  const store = await openStore({ url });
  await checkDump(store, "postgres");
  await store.close();
  await drop();
});
