import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import pg from "pg";
import { createTestDatabase } from "../../../../tests/postgres-server.ts";
import { openStore } from "../store.ts";
import type { DurabilitySettings } from "./durability.ts";
import { checkDurable, readDurability, replicaWarning } from "./durability.ts";

const good: DurabilitySettings = {
  version: 150_000,
  fsync: "on",
  synchronousCommit: "on",
  standbyNames: "",
  replicas: 0,
};

const refused = (words: RegExp) => (error: unknown) =>
  error instanceof RefusedError && error.code === "configuration" && words.test(error.message);

test("a server that could lose a commit is refused, naming the setting", () => {
  checkDurable(good);
  for (const synchronousCommit of ["local", "remote_write", "remote_apply"])
    checkDurable({ ...good, synchronousCommit });
  assert.throws(() => checkDurable({ ...good, fsync: "off" }), refused(/fsync=on/));
  assert.throws(() => checkDurable({ ...good, synchronousCommit: "off" }), refused(/synchronous_commit=on/));
  assert.throws(() => checkDurable({ ...good, version: 149_999 }), refused(/15 or later/));
});

test("replicas for which a commit does not wait are warned of", () => {
  assert.equal(replicaWarning(good), null);
  assert.equal(replicaWarning({ ...good, replicas: 2, standbyNames: "ANY 1 (a, b)" }), null);
  assert.match(replicaWarning({ ...good, replicas: 1 }) ?? "", /synchronous_standby_names/);
});

test("a real server tells its settings, and a database with synchronous_commit=off is not opened", async () => {
  const { url, drop } = await createTestDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const settings = await readDurability(client);
  assert.deepEqual({ ...settings, version: 0, replicas: 0 }, { ...good, version: 0 });
  assert.ok(settings.version >= 150_000);
  await client.query(`alter database ${client.database} set synchronous_commit = off`);
  await client.end();
  await assert.rejects(openStore({ url }), refused(/synchronous_commit=on/));
  await drop();
});
