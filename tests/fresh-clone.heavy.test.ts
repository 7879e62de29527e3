import assert from "node:assert/strict";
import type { ChildProcessByStdio } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { after, before, test } from "node:test";

const root = path.dirname(import.meta.dirname);
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "undersigned-clone-")));
const clone = path.join(folder, "clone");

/** A newcomer's environment: the machine's own Node and npm, and no settings of this run. */
const env: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|NODE_|DATABASE_URL|SMTP_URL|BASE_URL|DATA_DIR|PORT|HOST)/.test(name),
  ),
);
env.PATH = (process.env.PATH ?? "")
  .split(path.delimiter)
  .filter((entry) => !entry.includes("node_modules") && !entry.startsWith(root))
  .join(path.delimiter);

type Started = {
  child: ChildProcessByStdio<null, Readable, Readable>;
  address: string;
  output: () => string;
  ms: number;
};

/** `npm start` in the clone, until it answers. */
async function npmStart(data: string): Promise<Started> {
  const started = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: { ...env, PORT: "0", DATA_DIR: path.join(folder, data) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (output += part));
  for (;;) {
    const address = /http:\/\/(localhost|127\.0\.0\.1):\d+/.exec(output)?.[0];
    if (address !== undefined && (await isUp(address))) {
      return { child, address, output: () => output, ms: performance.now() - started };
    }
    if (child.exitCode !== null || performance.now() - started > 120_000) {
      child.kill("SIGKILL");
      throw new Error(`npm start did not come up:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function isUp(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/healthz`)).ok;
  } catch {
    return false;
  }
}

async function stop({ child, address }: Started): Promise<void> {
  child.kill("SIGTERM");
  await once(child, "close");
  assert.equal(await isUp(address), false, "the server outlived npm");
}

before(() => {
  execFileSync("git", ["-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", root, clone], { stdio: "pipe" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Milliseconds that the first start took, with everything that it installed and built. */
let first = 0;

test("two starts at once in a fresh clone are both up within a minute, and tell a newcomer what to do", async (t) => {
  const both = await Promise.all([npmStart("first"), npmStart("second")]);
  first = both[0].ms;
  try {
    for (const [index, { ms, output }] of both.entries()) {
      t.diagnostic(`up after ${(ms / 1000).toFixed(1)} s`);
      assert.ok(ms < 60_000, `${ms} ms`);
      assert.match(output(), /\/setup/);
      assert.match(output(), /mail/i);
      assert.ok(output().includes(path.join(folder, index === 0 ? "first" : "second")), output());
    }
    assert.notEqual(both[0].address, both[1].address);
  } finally {
    await Promise.all(both.map(stop));
  }
});

test("a restart installs and builds nothing again: it is up in a fraction of the time", async (t) => {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const started = await npmStart("first");
    await stop(started);
    times.push(Math.round(started.ms));
  }
  t.diagnostic(`up after ${times.join(", ")} ms`);
  assert.ok(Math.min(...times) < first / 3, `${times.join(", ")} ms after ${first} ms`);
});

test("npx undersigned works in the clone", () => {
  const words = ["undersigned", "--help"];
  assert.match(
    execFileSync("npx", words, { cwd: path.join(clone, "packages"), env, encoding: "utf8" }),
    /Usage: undersigned/,
  );
});

test("the clone stays clean", () => {
  assert.equal(execFileSync("git", ["status", "--short"], { cwd: clone, encoding: "utf8" }), "");
});
