import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { ApiClient, StatementJson } from "../tools/live/api-client.ts";
import { createApiClient } from "../tools/live/api-client.ts";
import { tokenFor } from "../tools/live/mail-receiver.ts";
import type { ServerProcess } from "../tools/live/server-process.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { createToken } from "../tools/live/token.ts";
import { makeDraft } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import { until } from "./watched-place.ts";
import type { WitnessProcess } from "./witness-process.ts";
import { startWitness } from "./witness-process.ts";

/* The commands, as people run them: `undersigned serve`, three times `undersigned witness`, and `undersigned verify`. */

type Site = {
  readonly folder: string;
  readonly policy: string;
  server: ServerProcess;
  start(): Promise<void>;
};

type Watcher = { readonly name: string; readonly file: string; readonly port: number; process: WitnessProcess };

const NAMES = ["reading", "partner", "archive"];

async function startWatcher(t: TestContext, folder: string, name: string, log: string): Promise<Watcher> {
  const file = join(folder, `${name}.db`);
  const port = await findFreePort();
  return { name, file, port, process: await startWitness(t, [file, "--name", `${name}.example`, "--log", log], port) };
}

/** A depositary that knows its witnesses, and witnesses that know it. */
async function startAll(t: TestContext): Promise<Site & { watchers: Watcher[] }> {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-watched-"));
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}`;
  const policy = join(folder, "witnesses");
  const settings = { DATA_DIR: join(folder, "data"), BASE_URL: address, RATE_LIMIT: "off", PUBLISH_INTERVAL: "50" };
  // Once without witnesses, to learn the key that they need.
  const first = await startServer({ port, settings });
  const identity: { vkey: string } = JSON.parse(await (await fetch(`${address}/.well-known/undersigned.json`)).text());
  assert.equal(await first.stop(), 0);
  const watchers = await Promise.all(NAMES.map((name) => startWatcher(t, folder, name, identity.vkey)));
  const members = NAMES.map((name) => `${name}.example`).join(" ");
  const lines = watchers.map(({ process }) => process.policy);
  writeFileSync(policy, `${lines.join("\n")}\ngroup enough 2 ${members}\nquorum enough\n`);
  const watched = { ...settings, WITNESS_POLICY: policy };
  const site = {
    folder,
    policy,
    watchers,
    server: await startServer({ port, settings: watched }),
    async start() {
      site.server = await startServer({ port, settings: watched });
    },
  };
  t.after(async () => {
    await site.server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return site;
}

test("three witnesses watch a depositary: one stops and comes back, one forgets, the depositary is killed", async (t) => {
  const site = await startAll(t);
  const [reading, partner, archive] = site.watchers as [Watcher, Watcher, Watcher];
  const api = createApiClient(
    site.server.url,
    await createToken({ DATA_DIR: join(site.folder, "data"), BASE_URL: site.server.url }),
  );
  const { texts, initiators, demands } = makeDraft();
  const { id } = await api.createStatement({ texts, initiators, demands });
  const statement = await api.openStatement(id);
  let signed = 0;

  async function verify(): Promise<{ verdict: string; size: number; by: string[] }> {
    const file = join(site.folder, "bundle.zip");
    writeFileSync(file, await api.bundle(id));
    const published = join(site.folder, "policy.txt");
    writeFileSync(published, (await api.file("/.well-known/undersigned-policy.txt")) ?? "");
    const { stdout, stderr } = await runCli(["verify", file, "--policy", published, "--json"]);
    assert.notEqual(stdout, "", stderr);
    const report = JSON.parse(stdout);
    return {
      verdict: report.verdict,
      size: report.size,
      by: (report.witnessed?.cosigned ?? []).map(({ name }: { name: string }) => name),
    };
  }
  const sign = () => signOnce(api, statement, signed++);
  const provenBy = (...names: string[]) =>
    until(`a bundle of ${signed + 1} entries is cosigned by ${names.join(", ")}`, async () => {
      const { verdict, size, by } = await verify();
      return verdict === "valid" && size === signed + 1 && names.every((name) => by.includes(`${name}.example`));
    });

  await sign();
  await provenBy("reading", "partner", "archive");

  assert.equal(await archive.process.stop(), 0);
  copyFileSync(archive.file, `${archive.file}.old`);
  await sign();
  await provenBy("reading", "partner");
  archive.process = await startWitness(t, [archive.file], archive.port);
  await provenBy("reading", "partner", "archive");
  assert.match(site.server.output(), /The witness archive\.example does not answer \(ECONNREFUSED\)/);
  // Told after it was written, and so after a bundle can have it.
  const isTold = () => site.server.output().includes("The witness archive.example cosigns again");
  await until("it is told that archive cosigns again", isTold);

  // Its web master puts back an old copy of its file, though the guide says never to.
  assert.equal(await archive.process.stop(), 0);
  copyFileSync(`${archive.file}.old`, archive.file);
  archive.process = await startWitness(t, [archive.file], archive.port);
  await sign();
  await provenBy("reading", "partner", "archive");
  assert.match(site.server.output(), /The witness archive\.example holds an earlier state/);

  await site.server.kill();
  await site.start();
  await sign();
  await provenBy("reading", "partner", "archive");
  assert.doesNotMatch(site.server.output(), /ALARM|earlier state/);

  for (const { process } of [reading, partner, archive]) assert.equal(await process.stop(), 0);
  await sign();
  const { verdict, size } = await verify();
  assert.deepEqual([verdict, size], ["valid", signed], "the last state that enough of them have cosigned");
  assert.equal(await site.server.stop(), 0);
});

async function signOnce(api: ApiClient, statement: StatementJson, number: number): Promise<void> {
  await api.submit(statement.id, {
    kind: "person",
    name: "Ada Winter",
    mailbox: `s${number}@post.example`,
    capacity: "personal",
    named: true,
    consent: true,
    lang: "en",
    version: statement.version?.digest ?? "",
  });
  const mails = (await api.outbox()).filter(({ to }) => to === `s${number}@post.example`);
  const { receipt } = await api.confirm({ token: tokenFor("confirm", mails) ?? "" });
  assert.ok(receipt, "no witness is waited for");
}
