import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { openStore } from "@undersigned/store/store.ts";
import type { ApiClient } from "../tools/live/api-client.ts";
import { createApiClient } from "../tools/live/api-client.ts";
import type { MailReceiver } from "../tools/live/mail-receiver.ts";
import { startMailReceiver } from "../tools/live/mail-receiver.ts";
import type { Settings } from "../tools/live/program.ts";
import { runCommand } from "../tools/live/program.ts";
import type { ServerOptions, ServerProcess } from "../tools/live/server-process.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { createToken } from "../tools/live/token.ts";
import { makeDraft } from "./depositary.ts";
import type { BothLogs } from "./kill-checks.ts";
import { checkAllHeads, checkAnswers, checkCount, checkMails, checkNoFork, readBothLogs } from "./kill-checks.ts";
import type { Load } from "./kill-load.ts";
import { startLoad } from "./kill-load.ts";
import { createTestDatabase } from "./postgres-server.ts";

const KILLS = 10;
/** How long a server lives under load before it is killed: milliseconds, at random between these. */
const LEAST_LIFE = 150;
const GREATEST_LIFE = 1_000;
/** Any moment, and those in which an answer that was given too early would be caught. */
const MOMENTS: readonly ((load: Load) => Promise<void>)[] = [
  async () => undefined,
  (load) => load.nextAnswer("submitted"),
  (load) => load.nextAnswer("confirmed"),
];
const SIGNATURES = 3_000;

for (const engine of ["sqlite", "postgres"] as const) {
  test(`${engine}: killed ${KILLS} times under load, nothing that was answered is lost`, async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), "undersigned-kill-"));
    const mail = await startMailReceiver();
    const database = engine === "postgres" ? await createTestDatabase() : null;
    const settings = {
      DATA_DIR: dataDir,
      SMTP_URL: mail.url,
      RATE_LIMIT: "off",
      PUBLISH_INTERVAL: "100",
      BASE_URL: "http://letters.example",
      ...(database === null ? {} : { DATABASE_URL: database.url }),
    };
    const life = beginLife({ port: await findFreePort(), settings });
    try {
      await killUnderLoad(t, { life, mail, settings });
    } finally {
      await life.end();
      await mail.close();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}

type Parts = { readonly life: Life; readonly mail: MailReceiver; readonly settings: Settings & { DATA_DIR: string } };

async function killUnderLoad(t: TestContext, { life, mail, settings }: Parts): Promise<void> {
  const token = await createToken(settings);
  const api = async () => createApiClient((await life.server()).url, token);
  const first = await api();
  const { texts, initiators, demands } = makeDraft();
  const { id } = await first.createStatement({ slug: "reading-rooms", texts, initiators, demands });
  const statement = await first.openStatement(id);

  const load = startLoad({ api, mail, statement, limit: SIGNATURES });
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(LEAST_LIFE + Math.random() * (GREATEST_LIFE - LEAST_LIFE));
    await MOMENTS[kill % MOMENTS.length]?.(load);
    await life.kill();
  }
  await load.stopSubmitting();
  await life.pause(() => endLeases(settings));
  await waitForMails(await api());
  await load.finish();
  const { ledger } = load;
  assert.deepEqual(ledger.refusals, [], `the servers said:\n${life.errors()}`);
  // Publish rounds are half a second apart, and a checkpoint may be served from memory for a moment.
  await pause(2_000);

  const last = await api();
  const logs = await readBothLogs(last, statement);
  await checkAllHeads(logs);
  const seen = await checkNoFork(logs, ledger);
  await checkAnswers(logs, ledger, last);
  checkCount(logs, await last.statement(id));
  checkMails(ledger, mail);
  await checkBundle(settings, await last.bundle(id), logs);
  const { confirmed, withdrawn, submitted, cut } = ledger;
  assert.ok(confirmed.size >= 10 * KILLS && cut >= KILLS, "there was too little load for the kills to hit anything");
  const starts = life.starts.map((milliseconds) => `${Math.round(milliseconds)}`).join(", ");
  t.diagnostic(`${submitted.size} submitted, ${confirmed.size} confirmed, ${withdrawn.size} withdrawn, ${cut} cut off`);
  t.diagnostic(`${seen} checkpoints seen; milliseconds of each start: ${starts}`);
}

async function checkBundle(settings: Parts["settings"], bundle: Uint8Array, logs: BothLogs): Promise<void> {
  const file = join(settings.DATA_DIR, "bundle.zip");
  writeFileSync(file, bundle);
  const { status, stdout, stderr } = await runCommand(["verify", file, "--key", formatVerifierKey(logs.keys.heads)]);
  assert.equal(status, 0, `${stdout}${stderr}`);
}

/**
 * As if the minutes had passed for which a mail is left to the process that took it, should that still be alive: what
 * killed processes had in hand is due again.
 */
async function endLeases({ DATABASE_URL, DATA_DIR }: Parts["settings"]): Promise<void> {
  const store = await openStore({ url: DATABASE_URL ?? null, file: join(DATA_DIR, "undersigned.db") });
  await store.db.updateTable("outbox").set({ next_at: 0, lease_until: 0 }).where("state", "=", "waiting").execute();
  await store.close();
}

async function waitForMails(api: ApiClient): Promise<void> {
  const deadline = performance.now() + 30_000;
  while ((await api.outbox()).some(({ state }) => state !== "sent")) {
    assert.ok(performance.now() < deadline, "mail still waits after half a minute");
    await pause(200);
  }
}

/** The lives of one depositary: servers one after the other, on the same port and data. */
type Life = {
  /** The server of the moment; waits while it starts. */
  server(): Promise<ServerProcess>;
  /** Kills it, and starts the next at once. */
  kill(): Promise<void>;
  /** Stops it in good order, does something, and starts the next. */
  pause(work: () => Promise<void>): Promise<void>;
  end(): Promise<void>;
  /** What all of them wrote to their logs of errors. */
  errors(): string;
  /** Milliseconds of each start. */
  readonly starts: readonly number[];
};

function beginLife(options: ServerOptions): Life {
  const starts: number[] = [];
  const servers: ServerProcess[] = [];
  let current = start();
  async function start(): Promise<ServerProcess> {
    const server = await startServer(options);
    starts.push(server.startedIn);
    servers.push(server);
    return server;
  }
  return {
    starts,
    server: () => current,
    errors: () => servers.flatMap((server) => server.output().match(/^.*"error".*$/gm) ?? []).join("\n"),
    async kill() {
      await (await current).kill();
      current = start();
      await current;
    },
    async pause(work) {
      const server = await current;
      current = server.stop().then(async (status) => {
        assert.equal(status, 0, server.output());
        await work();
        return await start();
      });
      await current;
    },
    async end() {
      await current.then((server) => server.kill()).catch(() => undefined);
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
