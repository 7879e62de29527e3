import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import type { TestDatabase } from "../../../../tests/postgres-server.ts";
import { createTestDatabase } from "../../../../tests/postgres-server.ts";
import type { Store } from "../engine.ts";
import { getSetting, setSetting } from "../settings.ts";
import { openStore } from "../store.ts";
import { UnknownCommitError } from "../store-errors.ts";

let database: TestDatabase;
let store: Store;
before(async () => {
  database = await createTestDatabase();
  store = await openStore({ url: database.url, warn: () => {} });
});
after(async () => {
  await store.close();
  await database.drop();
});

/** Between a store and its server; when armed it cuts a connection on which a commit passes, before or after it. */
type Cutter = { url: string; arm(when: "before" | "after"): void; close(): Promise<void> };

async function startCutter(url: string): Promise<Cutter> {
  const folder = new URL(url).searchParams.get("host") ?? "";
  let armed: "before" | "after" | null = null;
  const sockets = new Set<Socket>();
  const proxy: Server = createServer((client) => {
    const server = connect(join(folder, ".s.PGSQL.5432"));
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    function cut(): void {
      client.destroy();
      server.destroy();
    }
    let cutOnAnswer = false;
    client.on("data", (data) => {
      const commits = armed !== null && data.includes("commit\0");
      if (commits && armed === "before") return cut();
      if (commits) cutOnAnswer = true;
      server.write(data);
    });
    server.on("data", (data) => {
      if (cutOnAnswer) return cut();
      client.write(data);
    });
    client.on("close", cut);
    server.on("close", cut);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  assert.ok(address !== null && typeof address === "object");
  const through = new URL(url);
  through.searchParams.delete("host");
  through.hostname = "127.0.0.1";
  through.port = String(address.port);
  return {
    url: through.href,
    arm(when) {
      armed = when;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}

for (const when of ["before", "after"] as const) {
  test(`a connection lost ${when} the server committed leaves the outcome unknown, and reading again tells it`, async () => {
    const cutter = await startCutter(database.url);
    const cuttable = await openStore({ url: cutter.url, warn: () => {} });
    cutter.arm(when);
    await assert.rejects(
      cuttable.transaction((tx) => setSetting(tx, `cut ${when}`, "1")),
      UnknownCommitError,
    );
    await cuttable.close();
    await cutter.close();
    // The server may still be noticing; a lock on the row would make this wait for it.
    await setSetting(store, "other", "1");
    assert.equal(await getSetting(store, `cut ${when}`), when === "after" ? "1" : null);
  });
}

test("a connection lost in the middle of a transaction fails it for certain, and the store goes on", async () => {
  const lost = store.transaction(async (tx) => {
    await setSetting(tx, "middle", "1");
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db);
    const other = await openStore({ url: database.url });
    await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(other.db);
    await other.close();
    await setSetting(tx, "middle", "2");
  });
  await assert.rejects(lost, (error: unknown) => error instanceof Error && !(error instanceof UnknownCommitError));
  assert.equal(await getSetting(store, "middle"), null);
});

/** Two transactions that take the same two rows in opposite order, and meet in the middle once. */
async function deadlock(retry: boolean): Promise<PromiseSettledResult<void>[]> {
  for (const name of ["left", "right"]) await setSetting(store, name, "0");
  const arrived: (() => void)[] = [];
  let met = false;
  async function meet(): Promise<void> {
    if (met) return;
    await new Promise<void>((resolve) => {
      arrived.push(resolve);
      if (arrived.length === 2) {
        met = true;
        for (const go of arrived) go();
      }
    });
  }
  async function both(first: string, second: string): Promise<void> {
    await store.transaction(
      async (tx) => {
        await setSetting(tx, first, "1");
        await meet();
        await setSetting(tx, second, "1");
      },
      { retry },
    );
  }
  return Promise.allSettled([both("left", "right"), both("right", "left")]);
}

test("a deadlock fails one transaction, or with retry none", async () => {
  const outcomes = await deadlock(false);
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const retried = await deadlock(true);
  assert.deepEqual(
    retried.map(({ status }) => status),
    ["fulfilled", "fulfilled"],
  );
});

test("a statement that takes too long is ended by the server, also in a transaction", async () => {
  const timeout = await store.transaction(async (tx) => {
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(tx.db);
    return rows[0]?.statement_timeout;
  });
  assert.equal(timeout, "30s");
  const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(store.db);
  assert.equal(rows[0]?.statement_timeout, "30s");
});

test("a text with U+0000, which the server cannot keep, is the text's fault and not a failure", async () => {
  await assert.rejects(setSetting(store, "nul", "a\0b"), { code: "malformed" });
  await assert.rejects(
    store.transaction((tx) => tx.insertMany("setting", [{ name: "nul", value: "a\0b" }])),
    { code: "malformed" },
  );
  assert.equal(await getSetting(store, "nul"), null);
});
