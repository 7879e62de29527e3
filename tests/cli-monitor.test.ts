import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import type { ServedPlace } from "./served-place.ts";
import { servePlace, signPublished } from "./served-place.ts";

const MAIN = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "undersigned-cli-monitor-"));
let place: Place;
let open: OpenPlace;
let site: ServedPlace;
let statement: StatementView;
let folder = "";
let folders = 0;

before(async () => {
  place = await makePlace("sqlite");
  open = await place.open();
  site = await servePlace(open.depositary);
  const draft = await open.depositary.drafts.create(makeDraft({ slug: "rooms" }));
  statement = await open.depositary.drafts.open(draft.id);
  for (const name of ["Ada Winter", "Bea Summer"]) await signPublished(open, statement, name);
});
after(async () => {
  await site.close();
  await open.depositary.close();
  await place.remove();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  site.tamper(null);
  folder = join(root, String(folders++));
});

function words(...more: string[]): string[] {
  return ["monitor", site.url.href, "--folder", folder, "--key", open.depositary.identity.vkey, "--once", ...more];
}

test("once: 0 and quiet when all is well, after the first visit has said what it believes", async () => {
  const first = await runCli(words());
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^letters\.example, /);
  assert.match(first.stdout, /is followed from now on, with the key that you gave/);
  assert.match(first.stdout, /All is well: 1 statement followed, 1 with news\./);
  assert.deepEqual(await runCli(words()), { status: 0, stdout: "", stderr: "" });
  assert.match((await runCli(words("--verbose"))).stdout, /All is well: 1 statement followed, 0 with news\./);
});

test("without a key the one that the site shows is believed only under its own name", async () => {
  const { status, stdout } = await runCli(["monitor", site.url.href, "--folder", folder, "--once"]);
  assert.equal(status, 3);
  assert.match(stdout, /names a key of letters\.example, and only letters\.example itself can vouch/);
});

test("1 for an alarm, with the sentence and the file that shows it; 3 for a site that is down", async () => {
  await runCli(words());
  site.tamper((path, { status }) =>
    path === "/.well-known/undersigned.json"
      ? { status, body: Buffer.from('{"origin":"other.example","vkey":"other.example+0"}') }
      : null,
  );
  assert.equal((await runCli(words())).status, 3);
  site.tamper((path, { status, body }) =>
    path === "/log/checkpoint"
      ? {
          status,
          body: Buffer.from(
            Buffer.from(body)
              .toString()
              .replace(/\n\d+\n/, "\n9\n"),
          ),
        }
      : null,
  );
  const alarm = await runCli(words());
  assert.equal(alarm.status, 1, alarm.stderr);
  assert.match(alarm.stdout, /✗ Alarm: What letters\.example serves as the summary of its log is not signed/);
  const [, evidence = ""] = /Kept to show others:\s+(\S+)/.exec(alarm.stdout) ?? [];
  assert.match(readFileSync(evidence, "utf8"), /letters\.example\\n9\\n/);
  site.tamper(() => ({ status: 503, body: new Uint8Array(0) }));
  assert.equal((await runCli(words())).status, 1, "what is wrong stays wrong while nothing else can be seen");
  folder = join(root, String(folders++));
  assert.equal((await runCli(words())).status, 3);
});

test("--json prints a line for each finding and each visit", async () => {
  const { stdout } = await runCli(words("--json"));
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ type }) => type),
    ["finding", "visit"],
  );
  assert.partialDeepStrictEqual(lines[0], { code: "first_visit", severity: "note", host: "letters.example" });
  assert.partialDeepStrictEqual(lines[1], { status: "well", read: 1, hidden: 0, followed: true, standing: [] });
});

test("2 for wrong usage, said before anything is asked", async () => {
  site.asked();
  for (const more of [
    ["--every", "soon"],
    ["--every", "1s"],
    ["--for", "https://reading.example"],
    ["--webhook", "http://elsewhere.example/"],
    ["--key", "not-a-key"],
    ["--policy", join(root, "nothing")],
  ]) {
    const { status, stderr } = await runCli(words(...more));
    assert.equal(status, 2, `${more}: ${stderr}`);
    assert.notEqual(stderr, "");
  }
  assert.equal((await runCli(["monitor", "http://letters.example", "--once"])).status, 2);
  assert.deepEqual(site.asked(), []);
});

test("a damaged memory ends with 2, and says what to do", async () => {
  await runCli(words());
  const memory = join(folder, "_memory", "letters.example.json");
  writeFileSync(memory, readFileSync(memory, "utf8").replace("letters.example", "letters.elsewhere"));
  const { status, stderr } = await runCli(words());
  assert.equal(status, 2);
  assert.match(stderr, /cannot be trusted.*Put it back from a backup/s);
});

test("two monitors do not work in one folder; the lock of one that is gone is taken over", async () => {
  await runCli(words());
  writeFileSync(join(folder, "_lock"), String(process.pid));
  const { status, stderr } = await runCli(words());
  assert.equal(status, 2);
  assert.match(stderr, /Another monitor \(process \d+\) works in/);
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  writeFileSync(join(folder, "_lock"), String(child.pid));
  assert.equal((await runCli(words())).status, 0);
  assert.ok(!readdirSync(folder).includes("_lock"));
});

test("again and again until it is ended, by the key of the first visit, also beside a depositary that is down", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "undersigned-monitored-"));
  const server = await startServer({ port: await findFreePort(), settings: { DATA_DIR: dataDir } });
  const addresses = [`http://localhost:${new URL(server.url).port}`, "http://127.0.0.1:1"];
  const args = ["monitor", ...addresses, "--folder", folder, "--every", "10s", "--json"];
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env.PATH ?? "" },
  });
  const ended = once(child, "exit");
  const visits: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { type, status, code } = JSON.parse(line);
    visits.push(type === "visit" ? status : code);
    if (visits.length === 5) break;
  }
  child.kill();
  await ended;
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
  assert.deepEqual(visits.sort(), ["first_visit", "unknown", "unknown", "well", "well"]);
});

/** Runs the monitor, and ends it as a power cut would when it asks for the `count`th time. Whether it came to that. */
async function killAt(count: number): Promise<boolean> {
  const child = spawn(process.execPath, [MAIN, ...words()], { stdio: "ignore", env: { PATH: process.env.PATH ?? "" } });
  const ended = once(child, "exit");
  let left = count;
  site.tamper(() => {
    left -= 1;
    if (left === 0) child.kill("SIGKILL");
    return null;
  });
  await ended;
  site.tamper(null);
  return left <= 0;
}

test("killed at any request, the next visit takes over, says what was not said, and ends with the same mirror", async () => {
  const whole = folder;
  assert.equal((await runCli(words())).status, 0);
  const expected = readTree(join(whole, "letters.example"));
  assert.ok(expected.size > 8);
  let killed = 0;
  for (let count = 1; ; count++) {
    folder = join(root, `killed-${count}`);
    if (!(await killAt(count))) break;
    killed += 1;
    const { status, stdout, stderr } = await runCli(words());
    assert.equal(status, 0, `killed at request ${count}: ${stderr}`);
    assert.match(stdout, /is followed from now on/, `killed at request ${count}`);
    const kept = readTree(join(folder, "letters.example"));
    for (const [path, bytes] of expected) assert.deepEqual(kept.get(path), bytes, `killed at ${count}: ${path}`);
  }
  assert.ok(killed > 5);
});

/** Every file below a folder, by its path. */
function readTree(below: string): Map<string, Buffer> {
  const files = readdirSync(below, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(below.length),
      readFileSync(join(parentPath, name)),
    ]),
  );
}
