import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { environment, runCommand } from "../tools/live/program.ts";

const SIGNATORIES = 120;
const DEMO = join(import.meta.dirname, "../tools/demo.ts");

let printed = "";
let folder = "";
let site = "";
let demo: ReturnType<typeof spawn>;

before(async () => {
  demo = spawn(process.execPath, [DEMO, "--signatories", String(SIGNATORIES)], {
    env: environment({}),
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [demo.stdout, demo.stderr]) stream?.on("data", (part: Buffer) => (printed += part.toString()));
  const deadline = AbortSignal.timeout(120_000);
  while (!printed.includes("until Ctrl-C")) {
    assert.ok(demo.exitCode === null && !deadline.aborted, printed);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  folder = /data folder: (\S+)/.exec(printed)?.[1] ?? "";
  site = /stays up at (\S+)/.exec(printed)?.[1] ?? "";
});

after(() => {
  demo.kill("SIGKILL");
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
});

test("everybody signed, twenty took their signatures back, and the bundle was verified", () => {
  assert.match(printed, new RegExp(`Signatures: ${SIGNATORIES} submitted, mailed, read and confirmed`));
  assert.match(printed, /Withdrawals: 20 people/);
  assert.match(printed, new RegExp(`Count: ${SIGNATORIES - 20} stand`));
  assert.match(printed, /undersigned verify, offline, ended with 0/);
  // Not a terminal: nothing is overwritten.
  assert.ok(!printed.includes("\r") && !printed.includes("\u001b"));
});

test("without the key the bundle is consistent, and whose it is stays open", async () => {
  const { status, stdout } = await runCommand(["verify", join(folder, "human-rights.zip")]);
  assert.equal(status, 3, stdout);
});

test("the site stays up, in every language", async () => {
  for (const lang of ["en", "fr", "ar", "sr-Cyrl", "sr-Latn", "zh-Hans", "es", "ru"]) {
    const page = await fetch(`${site}/s/human-rights/${lang}`);
    assert.equal(page.status, 200, lang);
    assert.match(await page.text(), new RegExp(`lang="${lang}"`));
  }
  const { counts } = (await (await fetch(`${site}/api/v1/statements/human-rights`)).json()) as {
    counts: { total: number };
  };
  assert.equal(counts.total, SIGNATORIES - 20);
});

test("whom it invites can sign in", async () => {
  const [, mailbox = "", password = ""] = /as (\S+), password (\S+)/.exec(printed) ?? [];
  const body = new URLSearchParams({ mailbox, password });
  const answer = await fetch(`${site}/sign-in`, { method: "POST", body, redirect: "manual" });
  assert.equal(answer.status, 303);
});

test("Ctrl-C ends it, and the server with it", async () => {
  const ended = once(demo, "close");
  demo.kill("SIGINT");
  demo.kill("SIGINT");
  assert.deepEqual(await ended, [0, null]);
  await assert.rejects(fetch(site));
});
