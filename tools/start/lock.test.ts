import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { withLock } from "./lock.mjs";

const module = pathToFileURL(path.join(import.meta.dirname, "lock.mjs")).href;
let root = "";

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "undersigned-lock-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A process that takes the lock, notes when its work begins and ends, and holds the lock for `ms` milliseconds. */
function startHolder(ms: number) {
  const log = JSON.stringify(path.join(root, "log"));
  const code = `
    import { appendFileSync } from "node:fs";
    import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(root)}, "waiting", async () => {
      appendFileSync(${log}, "begin ");
      await new Promise((resolve) => setTimeout(resolve, ${ms}));
      appendFileSync(${log}, "end ");
    });`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "ignore", "inherit"] });
}

/** A lock that somebody left, untouched for `age` milliseconds. */
function leaveLock(holder: { pid: number; child: number | null; host?: string }, age: number): void {
  const file = path.join(root, ".installing");
  writeFileSync(file, JSON.stringify({ host: hostname(), token: "left", ...holder }));
  const time = new Date(Date.now() - age);
  utimesSync(file, time, time);
}

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "close");
  return child.pid ?? 0;
}

/** Milliseconds until the lock is ours. */
async function timeToTake(): Promise<number> {
  const started = performance.now();
  return withLock(root, "waiting (expected in this test)", async () => performance.now() - started);
}

test("of several processes at once, one works at a time", async () => {
  const holders = [startHolder(60), startHolder(60), startHolder(60)];
  await Promise.all(holders.map((holder) => once(holder, "close")));
  assert.equal(readFileSync(path.join(root, "log"), "utf8"), "begin end begin end begin end ");
  assert.deepEqual(readdirSync(root), ["log"]);
});

test("the lock goes when the work fails", async () => {
  await assert.rejects(
    withLock(root, "waiting", async () => {
      throw new Error("no");
    }),
    /no/,
  );
  assert.ok(!existsSync(path.join(root, ".installing")));
});

test("the lock of a process that was killed is taken at once", async () => {
  const holder = startHolder(60_000);
  while (!existsSync(path.join(root, "log"))) await new Promise((resolve) => setTimeout(resolve, 10));
  holder.kill("SIGKILL");
  await once(holder, "close");
  assert.ok((await timeToTake()) < 5000);
});

test("a killed holder's child that still works is waited for", async () => {
  const pid = await endedProcess();
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 1000)"], { stdio: "ignore" });
  leaveLock({ pid, child: child.pid ?? null }, 20_000);
  const ended = once(child, "close").then(() => performance.now());
  await withLock(root, "waiting (expected in this test)", async () => undefined);
  const taken = performance.now();
  assert.ok(taken >= (await ended), "the lock was taken while the child ran");
});

test("a lock that nobody touched for long is stale, although its number lives again in another process", async () => {
  leaveLock({ pid: process.pid, child: null }, 20_000);
  assert.ok((await timeToTake()) < 5000);
});

test("a lock of another machine is judged by its age alone", async () => {
  leaveLock({ pid: process.pid, child: null, host: "elsewhere" }, 20_000);
  assert.ok((await timeToTake()) < 5000);
  leaveLock({ pid: await endedProcess(), child: null, host: "elsewhere" }, 14_000);
  const waited = await timeToTake();
  assert.ok(waited > 500, `taken after ${waited} ms, though it was touched 14 s ago`);
});

test("a lock that cannot be read is judged by its age alone", async () => {
  leaveLock({ pid: process.pid, child: null }, 0);
  writeFileSync(path.join(root, ".installing"), '{"pid":');
  const old = new Date(Date.now() - 20_000);
  utimesSync(path.join(root, ".installing"), old, old);
  assert.ok((await timeToTake()) < 5000);
});
