import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeHex } from "@undersigned/core/bytes.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { ApiClient, ConfirmedJson, StatementJson } from "../tools/live/api-client.ts";
import { createApiClient } from "../tools/live/api-client.ts";
import { tokenFor } from "../tools/live/mail-receiver.ts";
import { makeReceiptChecker } from "../tools/live/receipt.ts";
import type { ServerProcess } from "../tools/live/server-process.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { createToken } from "../tools/live/token.ts";
import { makeDraft } from "./depositary.ts";
import { checkAllHeads, checkCount, readBothLogs } from "./kill-checks.ts";
import type { TestDatabase } from "./postgres-server.ts";
import { createTestDatabase } from "./postgres-server.ts";

const SIGNATORIES = 300;

const dataDir = mkdtempSync(join(tmpdir(), "undersigned-two-"));
const servers: ServerProcess[] = [];
let database: TestDatabase;
let apis: readonly [ApiClient, ApiClient];
let statement: StatementJson;
let confirmed: ConfirmedJson[];

before(async () => {
  database = await createTestDatabase();
  const settings = {
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    RATE_LIMIT: "off",
    BASE_URL: "http://letters.example",
    PUBLISH_INTERVAL: "100",
  };
  // Both at once: they find an empty database and no secrets, and must agree on both.
  const ports = [await findFreePort(), await findFreePort()];
  servers.push(...(await Promise.all(ports.map((port) => startServer({ port, settings })))));
  const token = await createToken(settings);
  const [one, other] = servers.map(({ url }) => createApiClient(url, token));
  assert.ok(one && other);
  apis = [one, other];
});

after(async () => {
  for (const server of servers) await server.kill();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("signatures of one statement are confirmed through two processes at once", async () => {
  const [one, other] = apis;
  const { texts, initiators, demands } = makeDraft();
  const { id } = await one.createStatement({ texts, initiators, demands });
  statement = await other.openStatement(id);
  await Promise.all(
    Array.from({ length: SIGNATORIES }, (_, i) =>
      (i % 2 ? one : other).submit(id, {
        kind: "person",
        name: `Signatory ${i}`,
        mailbox: `s${i}@crowd.example`,
        capacity: "personal",
        named: i % 3 === 0,
        consent: true,
        lang: "en",
        version: statement.version?.digest ?? "",
      }),
    ),
  );
  const tokens = (await one.outbox()).flatMap((mail) => tokenFor("confirm", [mail]) ?? []);
  assert.equal(tokens.length, SIGNATORIES);
  // Every third is confirmed through both at the same moment, and all of them are.
  const answers = await Promise.all(
    tokens.map((token, i) =>
      Promise.all((i % 3 === 0 ? apis : [i % 2 ? one : other]).map((api) => api.confirm({ token }))),
    ),
  );
  for (const same of answers) assert.equal(new Set(same.map(({ index }) => index)).size, 1);
  confirmed = answers.flat();
  assert.equal(new Set(confirmed.map(({ index }) => index)).size, SIGNATORIES);
});

test("there is one log, which a third reads whole through either", async () => {
  // A checkpoint may be served from memory for a moment.
  await pause(2_000);
  const [one, other] = [await readBothLogs(apis[0], statement), await readBothLogs(apis[1], statement)];
  assert.equal(one.statement.checkpoint.size, SIGNATORIES + 1);
  assert.equal(one.statement.tiles, 3);
  assert.deepEqual(other.statement.checkpoint, one.statement.checkpoint);
  assert.deepEqual(other.heads.checkpoint, one.heads.checkpoint);
  await checkAllHeads(one);
  checkCount(one, await apis[0].statement(statement.id));
  checkCount(one, await apis[1].statement(statement.id));
});

test("receipts that either gave are of that log", async () => {
  const logs = await readBothLogs(apis[0], statement);
  const check = makeReceiptChecker(logs.keys);
  for (const { index, receipt } of confirmed) {
    assert.ok(receipt !== null);
    const checked = check(receipt);
    assert.equal(checked.index, index);
    assert.equal(checked.entry.act, "sign");
    assert.equal(encodeHex(checked.bytes), encodeHex(logs.statement.entries[index] ?? new Uint8Array()));
    await logs.statement.checkEarlier(checked.statement);
    await logs.heads.checkEarlier(checked.heads);
  }
  assert.equal(logs.statement.entries.filter((bytes) => parseEntry(bytes).act === "sign").length, SIGNATORIES);
});

test("both stop in good order", async () => {
  assert.deepEqual(await Promise.all(servers.map((server) => server.stop())), [0, 0]);
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
