import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { UndersignedError } from "@undersigned/core/errors.ts";
import { sql } from "kysely";
import { migrations } from "../migrate.ts";
import { getSetting, setSetting } from "../settings.ts";
import { openStore } from "../store.ts";
import { UnknownCommitError } from "../store-errors.ts";
import { openReader } from "./connection.ts";
import { storeOver } from "./open.ts";
import type { Writer } from "./writer.ts";
import { startWriter } from "./writer.ts";

const dir = mkdtempSync(join(tmpdir(), "undersigned-sqlite-"));
after(() => rmSync(dir, { recursive: true }));
let files = 0;

function newFile(): string {
  files += 1;
  return join(dir, `${files}.db`);
}

test("the file and its companions belong to their owner alone, and closing leaves the file alone", async () => {
  const file = newFile();
  const store = await openStore({ file });
  await setSetting(store, "a", "1");
  const names = readdirSync(dir).filter((name) => name.startsWith(`${files}.db`));
  assert.deepEqual(names, [`${files}.db`, `${files}.db-shm`, `${files}.db-wal`]);
  for (const name of names) assert.equal(statSync(join(dir, name)).mode & 0o777, 0o600);
  await store.close();
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith(`${files}.db`)),
    [`${files}.db`],
  );
});

test("the writer is durable and forgets: WAL, synchronous=FULL, secure_delete, foreign keys", async () => {
  const store = await openStore({ file: newFile() });
  const pragmas = await store.transaction(async ({ db }) => {
    const get = async (name: string) =>
      Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0];
    return [await get("journal_mode"), await get("synchronous"), await get("secure_delete"), await get("foreign_keys")];
  });
  assert.deepEqual(pragmas, ["wal", 2, 1, 1]);
  await store.close();
});

test("what was deleted is nowhere in the file", async () => {
  const file = newFile();
  const store = await openStore({ file });
  const secret = "a name that must be forgotten";
  await setSetting(store, "secret", secret.repeat(300));
  await store.db.deleteFrom("setting").where("name", "=", "secret").execute();
  await store.close();
  assert.equal(readFileSync(file).includes(secret), false);
});

test("a reading connection refuses to write; a raw statement that writes goes to the writer", async () => {
  const file = newFile();
  const store = await openStore({ file });
  const reader = openReader(file);
  assert.throws(() => reader.run("insert into setting (name, value) values ('raw', '0')", []), /readonly/);
  reader.close();
  await sql`insert into setting (name, value) values ('raw', '1')`.execute(store.db);
  assert.equal(await getSetting(store, "raw"), "1");
  await store.close();
});

test("a file that is no database, and a folder that does not exist, are clear errors", async () => {
  await assert.rejects(openStore({ file: join(dir, "none", "a.db") }), /ENOENT/);
  await assert.rejects(openStore({ file: new URL(import.meta.url).pathname }), /not a database/);
});

test("when the writer dies, what was waiting fails, and so does everything after it", async () => {
  const file = newFile();
  await (await openStore({ file })).close();
  const writer = await startWriter(file);
  const store = storeOver(file, writer);
  const waiting = [setSetting(store, "a", "1"), store.transaction((tx) => setSetting(tx, "b", "1"))];
  const outcomes = Promise.allSettled(waiting);
  await writer.terminate();
  for (const outcome of await outcomes) assert.equal(outcome.status, "rejected");
  const unavailable = (error: unknown) => error instanceof UndersignedError && error.code === "unavailable";
  await assert.rejects(setSetting(store, "c", "1"), unavailable);
  await assert.rejects(
    store.transaction(async () => {}),
    unavailable,
  );
  await store.close();
});

/** A writer that dies just before, or just after, it is asked to commit. */
function dyingWriter(writer: Writer, when: "before" | "after"): Writer {
  return {
    ...writer,
    async request(request) {
      if (request.kind !== "commit") return writer.request(request);
      if (when === "after") await writer.request(request);
      await writer.terminate();
      return writer.request(request);
    },
  };
}

for (const when of ["before", "after"] as const) {
  test(`a writer that dies ${when} it commits leaves the outcome unknown, and the file tells it`, async () => {
    const file = newFile();
    await (await openStore({ file })).close();
    const store = storeOver(file, dyingWriter(await startWriter(file), when));
    await assert.rejects(
      store.transaction((tx) => setSetting(tx, "a", "1")),
      UnknownCommitError,
    );
    await store.close();
    const again = await openStore({ file });
    assert.equal(await getSetting(again, "a"), when === "after" ? "1" : null);
    await again.close();
  });
}

/** Another process that runs `code` with `store` open on the file, and `say(text)`. */
function otherProcess(file: string, code: string) {
  const script = `
    import { openStore } from ${JSON.stringify(new URL("../store.ts", import.meta.url).href)};
    import { setSetting, getSetting } from ${JSON.stringify(new URL("../settings.ts", import.meta.url).href)};
    const store = await openStore({ file: ${JSON.stringify(file)} });
    const say = (text) => process.stdout.write(text + "\\n");
    ${code}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const ended = new Promise<{ status: number | null; output: string }>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    child.on("close", (status) => resolve({ status, output }));
  });
  return { child, ended, output: () => output };
}

test("four processes that open a new file at once all find it migrated, and all their writes are in it", async () => {
  const file = newFile();
  const code = `
    for (let i = 0; i < 20; i += 1) {
      await store.transaction(async (tx) => {
        await setSetting(tx, "sum", String(Number(await getSetting(tx, "sum") ?? 0) + 1));
      });
    }
    await store.close();`;
  const processes = [0, 1, 2, 3].map(() => otherProcess(file, code));
  for (const { ended } of processes) assert.equal((await ended).status, 0);
  const store = await openStore({ file });
  assert.equal(await getSetting(store, "sum"), "80");
  const { rows } = await sql`select version from schema_version order by version`.execute(store.db);
  await store.close();
  assert.deepEqual(
    rows,
    migrations.map(({ version }) => ({ version })),
  );
});

test("a process killed while it writes loses nothing that it said was done, and the next start needs no hand", async () => {
  const file = newFile();
  for (let round = 0; round < 3; round += 1) {
    const { child, ended, output } = otherProcess(
      file,
      `for (let i = 0; ; i += 1) { await setSetting(store, "round ${round} " + i, "1"); say(String(i)); }`,
    );
    while (output().split("\n").length < 30 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    const said = (await ended).output.split("\n").length - 1;
    assert.ok(said >= 29);
    const store = await openStore({ file });
    const { count } = await store.db
      .selectFrom("setting")
      .select((of) => of.fn.countAll<number>().as("count"))
      .where("name", "like", `round ${round} %`)
      .executeTakeFirstOrThrow();
    assert.ok(count >= said, `${said} were said to be done, ${count} are there`);
    assert.deepEqual((await sql`select * from pragma_integrity_check`.execute(store.db)).rows, [
      { integrity_check: "ok" },
    ]);
    await store.close();
  }
});
