import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { encodeBase64 } from "@undersigned/core/bytes.ts";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatVerifierKey, makeVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { checkContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import type { Report } from "@undersigned/core/verify/report.ts";
import type { Case } from "../interop/case.ts";
import { buildVerdicts } from "../interop/go.ts";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import type { ApiClient, StatementJson } from "../tools/live/api-client.ts";
import { createApiClient } from "../tools/live/api-client.ts";
import { tokenFor } from "../tools/live/mail-receiver.ts";
import type { ServerProcess } from "../tools/live/server-process.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { createToken } from "../tools/live/token.ts";
import { openBrowser } from "./browser.ts";
import { makeDraft } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import { waitUntil } from "./wait-until.ts";
import { startWitness } from "./witness-process.ts";

/*
 * The whole of it, as people would run it, each program a process of its own: a depositary with three witnesses, of which
 * one stays away and one comes late; a bundle that the command, the page and Go's own library judge alike; then a second
 * history under the same key, which a witness refuses and a monitor proves; and the database brought back from a mirror.
 */

const PAGE = new URL("../packages/islands/dist/verify.html", import.meta.url).href;

test("three witnesses, a bundle judged alike by three programs, and a fork that comes to light", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-session-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await findFreePort();
  const site = `http://127.0.0.1:${port}`;
  const settings = (data: string) => ({
    DATA_DIR: join(folder, data),
    BASE_URL: site,
    RATE_LIMIT: "off",
    PUBLISH_INTERVAL: "50",
    WITNESS_POLICY: join(folder, "witnesses.txt"),
  });
  const start = async (data: string): Promise<ServerProcess> => {
    const server = await startServer({ port, settings: settings(data) });
    t.after(() => server.kill());
    return server;
  };
  const verify = async (file: string, ...options: string[]) => {
    const { status, stdout } = await runCli(["verify", file, "--json", ...options]);
    return { status, report: JSON.parse(stdout) };
  };

  const witnesses = await prepareWitnesses(folder, await learnKey(t, port, site, settings("site")));
  writeFileSync(join(folder, "witnesses.txt"), witnesses.policy);
  const honest = await start("site");
  const api = createApiClient(site, await createToken(settings("site")));
  const statement = await openStatement(api);
  await sign(api, statement, "Ada Winter");

  // Only the first witness runs: the second is late, the third stays away.
  const first = await startWitness(t, [witnesses.file(0)], witnesses.ports[0]);
  const policy = join(folder, "policy.txt");
  writeFileSync(policy, (await api.file("/.well-known/undersigned-policy.txt")) ?? "");
  await waitUntil(async () => (await cosignedBy(api)) === 1);
  const early = await download(api, statement, join(folder, "early.zip"));
  const alone = await verify(early, "--policy", policy);
  assert.equal(alone.status, 3, "one witness of the two that the policy wants: could not tell");
  assert.match(alone.report.reason, /1 of/);

  for (let i = 0; i < 5; i++) await sign(api, statement, `Person ${i}`);
  await startWitness(t, [witnesses.file(1)], witnesses.ports[1]);
  await waitUntil(async () => (await cosignedBy(api)) === 2);
  const bundle = await download(api, statement, join(folder, "bundle.zip"));
  const told = await verify(bundle, "--policy", policy);
  assert.equal(told.status, 0, JSON.stringify(told.report.reason));
  assert.equal(told.report.counts.total, 6);
  assert.equal(told.report.witnessed.cosigned.length, 2);

  assert.deepEqual(await checkInBrowser(bundle, witnesses.policyFor(site, told.report.key.vkey)), told.report);
  await checkWithGo(t, bundle, told.report);

  // A monitor comes by, and everything is well.
  const monitor = async () => {
    const words = ["monitor", site, "--once", "--json", "--folder", join(folder, "monitor")];
    const { status, stdout } = await runCli([...words, "--policy", policy]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line): Told => JSON.parse(line));
    return { status, findings: lines.filter(({ code }) => code !== undefined) };
  };
  assert.equal((await monitor()).status, 0);

  // A copy of the depositary is put aside; the real one goes on, and both witnesses and the monitor see it.
  await honest.stop();
  cpSync(join(folder, "site"), join(folder, "copy"), { recursive: true });
  cpSync(join(folder, "site"), join(folder, "bent"), { recursive: true });
  const later = await start("site");
  await sign(api, statement, "Honest Hand");
  await waitUntil(async () => (await cosignedBy(api)) === 2);
  const honestHeads = (await api.file("/log/checkpoint")) ?? new Uint8Array();
  assert.equal((await monitor()).status, 0);
  await later.stop();

  // The copy is behind what the witnesses saw: left as it is, the program itself refuses to go on.
  rmSync(join(folder, "copy", "anchor"), { recursive: true });
  const behind = await startServer({ port, settings: settings("copy"), path: "/healthz" });
  t.after(() => behind.kill());
  await waitUntil(async () => (await fetch(`${site}/readyz`)).status === 503);
  assert.match(await (await fetch(`${site}/readyz`)).text(), /witness/);
  await assert.rejects(sign(api, statement, "Other Hand"), /503/);
  await behind.stop();

  // Somebody bends it: no anchor, no witness asked, and another history under the same key.
  rmSync(join(folder, "bent", "anchor"), { recursive: true });
  const { WITNESS_POLICY: _, ...unwatched } = settings("bent");
  const bent = await startServer({ port, settings: unwatched });
  t.after(() => bent.kill());
  await sign(api, statement, "Other Hand");
  const { key } = told.report;
  const forked = openCheckpoint(
    (await api.file("/log/checkpoint")) ?? "",
    parseVerifierKey(key.vkey),
    key.vkey.split("+")[0],
  );
  assert.equal(forked.size, openCheckpoint(honestHeads, forked.key, forked.origin).size, "as long as the real one");

  // A witness that is asked to cosign it refuses, and keeps the proof.
  const body = formatWitnessRequest({
    old: forked.size,
    proof: [],
    checkpoint: (await api.file("/log/checkpoint")) ?? new Uint8Array(),
  });
  const answer = await fetch(`${first.address}/add-checkpoint`, { method: "POST", body: new Uint8Array(body) });
  assert.equal(answer.status, 409);
  const evidence = join(folder, "evidence");
  const kept = await runCli(["witness", witnesses.file(0), "--evidence", evidence]);
  assert.equal(kept.status, 1, kept.stdout + kept.stderr);

  // So does the monitor, which has seen both with its own eyes.
  const { status, findings } = await monitor();
  assert.equal(status, 1);
  const fork = findings.find(({ code }) => code === "fork");
  assert.ok(fork?.evidence, JSON.stringify(findings));

  // Either proof convinces whoever has nothing but the depositary's key.
  const proofs = [join(folder, "monitor", fork.evidence), ...readdirSync(evidence).map((name) => join(evidence, name))];
  assert.ok(proofs.length >= 2);
  for (const proof of proofs) {
    const judged = await runCli(["verify", proof, "--key", key.vkey]);
    assert.equal(judged.status, 0, judged.stdout + judged.stderr);
    const shown = checkContradiction(parseContradiction(readFileSync(proof)), forked.key);
    assert.equal(shown.origin, forked.origin);
  }
  await bent.stop();

  // The operator brings the copy back from what the monitor has kept, and the witnesses go on with it.
  const mirror = join(folder, "monitor", `127.0.0.1_${port}`);
  const restored = await runCli(["restore", "--from", mirror, "--json"], { env: { DATA_DIR: join(folder, "copy") } });
  assert.equal(restored.status, 0, restored.stdout + restored.stderr);
  await start("copy");
  await sign(api, statement, "Next Hand");
  await waitUntil(async () => (await cosignedBy(api)) === 2);
  const whole = await verify(await download(api, statement, join(folder, "restored.zip")), "--policy", policy);
  assert.equal(whole.status, 0, JSON.stringify(whole.report.reason));
  assert.equal(whole.report.counts.total, 8, "six before the copy, one that came back, one since");
});

/** A line that the monitor prints: a finding, or what a visit came to. */
type Told = { readonly code?: string; readonly evidence?: string | null };

/** What the depositary signs with, before it knows any witness. */
async function learnKey(t: TestContext, port: number, site: string, all: Record<string, string>): Promise<string> {
  const { WITNESS_POLICY: _, ...settings } = all;
  const server = await startServer({ port, settings });
  t.after(() => server.kill());
  const answer = await fetch(`${site}/.well-known/undersigned.json`);
  const { vkey } = (await answer.json()) as { vkey: string };
  await server.stop();
  return vkey;
}

type Witnesses = {
  readonly ports: readonly number[];
  file(index: number): string;
  /** What the depositary asks. */
  readonly policy: string;
  policyFor(site: string, vkey: string): string;
};

/** Three witnesses have their files and keys; none is started. */
async function prepareWitnesses(folder: string, vkey: string): Promise<Witnesses> {
  const names = ["reading", "partner", "archive"];
  const ports = await Promise.all(names.map(() => findFreePort()));
  const lines: string[] = [];
  for (const [i, name] of names.entries()) {
    const words = ["witness", join(folder, `${name}.db`), "--name", `witness.${name}.example`, "--log", vkey];
    const url = `http://127.0.0.1:${ports[i]}`;
    const { status, stdout, stderr } = await runCli([...words, "--url", url, "--no-serve", "--json"]);
    assert.equal(status, 0, stderr);
    lines.push(`witness ${name} ${JSON.parse(stdout).vkey} ${url}`);
  }
  const quorum = [`group enough 2 ${names.join(" ")}`, "quorum enough", ""];
  return {
    ports,
    file: (index) => join(folder, `${names[index]}.db`),
    policy: [...lines, ...quorum].join("\n"),
    policyFor: (_, key) => [`log ${key}`, ...lines, ...quorum].join("\n"),
  };
}

async function openStatement(api: ApiClient): Promise<StatementJson> {
  const { texts, initiators, demands } = makeDraft();
  const { id } = await api.createStatement({ texts, initiators, demands });
  return await api.openStatement(id);
}

async function sign(api: ApiClient, statement: StatementJson, name: string): Promise<void> {
  const mailbox = `${name.toLowerCase().replaceAll(" ", ".")}@post.example`;
  await api.submit(statement.id, {
    kind: "person",
    name,
    mailbox,
    capacity: "personal",
    named: true,
    consent: true,
    lang: "en",
    version: statement.version?.digest ?? "",
  });
  const mails = (await api.outbox()).filter(({ to }) => to === mailbox);
  await api.confirm({ token: tokenFor("confirm", mails) ?? "" });
}

/** How many witnesses have cosigned the checkpoint that is served now. */
async function cosignedBy(api: ApiClient): Promise<number> {
  const note = Buffer.from((await api.file("/log/checkpoint")) ?? "").toString("utf8");
  return note.split("\n").filter((line) => line.startsWith("— witness.")).length;
}

async function download(api: ApiClient, { id }: StatementJson, path: string): Promise<string> {
  writeFileSync(path, await api.bundle(id));
  return path;
}

/** What verify.html finds, in a browser without a network. */
async function checkInBrowser(bundle: string, policy: string): Promise<unknown> {
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    await page.goto(PAGE);
    await page.setInputFiles("#file", bundle);
    await page.setInputFiles("#policy", { name: "policy.txt", mimeType: "text/plain", buffer: Buffer.from(policy) });
    await page.click("button");
    await page.waitForSelector("#found");
    const href = (await page.getAttribute('a[download="report.json"]', "href")) ?? "";
    return JSON.parse(decodeURIComponent(href.split(",").slice(1).join(",")));
  } finally {
    await browser.close();
  }
}

/** What Go's own library for notes says to the bundle's checkpoint; said aloud where there is no Go. */
async function checkWithGo(t: TestContext, bundle: string, { key, origin }: Report): Promise<void> {
  const verdicts = buildVerdicts();
  if (typeof verdicts === "string") return t.diagnostic(`GO LEFT OUT: ${verdicts}`);
  t.after(() => verdicts.remove());
  const archive = await openArchive(bundle);
  const checkpoint = await archive.read("log/checkpoint", 1_000_000);
  await archive.close();
  assert.ok(key !== null && origin !== null);
  const own = formatVerifierKey(makeVerifierKey(origin, parseVerifierKey(key.vkey).publicKey));
  const altered = checkpoint.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
  const cases: Case[] = [checkpoint, altered].map((bytes) => ({
    kind: "note",
    bytes: encodeBase64(bytes),
    keys: [own],
  }));
  const [right, wrong] = await verdicts.ask(cases);
  assert.match(right ?? "", /^signed by /);
  assert.equal(wrong, "a known key's signature fails");
  t.diagnostic(`${verdicts.version}: the checkpoint is ${right}`);
}
