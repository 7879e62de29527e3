import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatPolicy } from "@undersigned/core/log/policy.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import { zipSync } from "fflate";
import { buildBundle, buildReceipt, HEAD_TIME, HOST, OTHER_SEED, SEED } from "./bundle-fixture.ts";
import { tellStory } from "./bundle-story.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";
import type { Cosigning } from "./witness-fixture.ts";
import { makeTestPolicy } from "./witness-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-policy-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
function write(bytes: Uint8Array | string, ending: string): string {
  const path = join(folder, `${written++}.${ending}`);
  writeFileSync(path, bytes);
  return path;
}

async function bundle(...witnesses: Cosigning[]): Promise<string> {
  return write(zipSync(Object.fromEntries(await buildBundle(tellStory(), { witnesses }))), "zip");
}

const { key } = makeTestSigner(HOST, SEED);
const KEY = formatVerifierKey(key);
const OTHER = formatVerifierKey(makeTestSigner(HOST, OTHER_SEED).key);
const withLog = write(formatPolicy(makeTestPolicy({ logs: [key] })), "policy");
const withoutLog = write(formatPolicy(makeTestPolicy()), "policy");
const nobody = write("quorum none\n", "policy");
const broken = write("witness library KEY\nquorum library\n", "policy");
const two = await bundle({ name: "library", time: HEAD_TIME + 1 }, { name: "reading", time: HEAD_TIME + 2 });
const one = await bundle({ name: "library", time: HEAD_TIME + 1 });

test("enough witnesses, and the key by the policy's log line: exit 0, and who vouches", async () => {
  const { status, stdout, stderr } = await runCli(["verify", two, "--policy", withLog]);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^✓ Valid\./);
  assert.match(
    stdout,
    /Witnesses\n {2}Your policy asks for 2 of 3 witnesses: library, partner, reading\.\n {2}library cosigned on 20 November 2026, 12:00 UTC\.\n/,
  );
  assert.match(stdout, /✓ Enough of the witnesses that your policy names/);
  assert.match(stdout, /That the key in your policy is the depositary's\./);
  assert.match(stdout, /won over as many witnesses as your policy asks for \(2 of 3/);
});

test("the key may be given beside a policy that names no log", async () => {
  assert.equal((await runCli(["verify", two, "--policy", withoutLog, "--key", KEY])).status, 0);
  assert.equal((await runCli(["verify", two, "--policy", withLog, "--key", KEY])).status, 0, "both say the same");
  const alone = await runCli(["verify", two, "--policy", withoutLog]);
  assert.equal(alone.status, 3);
  assert.match(alone.stdout, /Internally consistent, origin not established/);
});

test("too few witnesses: exit 3, and how many of which", async () => {
  const { status, stdout } = await runCli(["verify", one, "--policy", withLog]);
  assert.equal(status, 3);
  assert.match(
    stdout,
    /^\? Could not tell\.\n {2}Your policy asks for 2 of 3 witnesses: library, partner, reading\. Only 1 of its witnesses\s+has cosigned: library/,
  );
  const json = JSON.parse((await runCli(["verify", one, "--policy", withLog, "--json"])).stdout);
  assert.deepEqual(
    [json.verdict, json.witnessed.met, json.witnessed.cosigned],
    ["inconclusive", false, [{ name: "library", time: "2026-11-20T12:00:01Z" }]],
  );
});

test("cosignatures that are too old for whoever asks: exit 3; old enough: exit 0", async () => {
  const old = await runCli(["verify", two, "--policy", withLog, "--max-age", "1s"]);
  assert.equal(old.status, 3);
  const now = Math.floor(Date.now() / 1000);
  const fresh = await bundle(
    { name: "library", time: Math.max(now, HEAD_TIME) },
    { name: "reading", time: Math.max(now, HEAD_TIME) },
  );
  // The head of these bundles is of a day that may be yet to come.
  const expected = now >= HEAD_TIME - 300 ? 0 : 3;
  assert.equal((await runCli(["verify", fresh, "--policy", withLog, "--max-age", "7d"])).status, expected);
});

test("without a policy it says that the depositary alone says so", async () => {
  const { status, stdout } = await runCli(["verify", two, "--key", KEY]);
  assert.equal(status, 0);
  assert.match(stdout, /The depositary alone says so/);
  assert.doesNotMatch(stdout, /^Witnesses/m);
});

test("a receipt is asked in the same way, and shows its name", async () => {
  const witnesses = [
    { name: "library", time: HEAD_TIME },
    { name: "partner", time: HEAD_TIME },
  ];
  const enough = write(formatReceipt(await buildReceipt(tellStory(), 2, { witnesses })), "json");
  const valid = await runCli(["verify", enough, "--policy", withLog]);
  assert.equal(valid.status, 0, valid.stdout);
  assert.match(valid.stdout, /Shown as: نادي القرّاء\n[\s\S]*partner cosigned on/);
  const none = write(formatReceipt(await buildReceipt(tellStory(), 2)), "json");
  const open = await runCli(["verify", none, "--policy", withLog]);
  assert.equal(open.status, 3);
  assert.match(open.stdout, /None of them has cosigned\./);
});

test("wrong options: exit 2, and what to do", async () => {
  const cases: [string[], RegExp][] = [
    [
      ["--policy", withLog, "--key", OTHER],
      /which key to trust, and it is not that one: leave out --key, or take those/,
    ],
    [["--policy", withLog, "--origin", "https://letters.example"], /leave out --origin/],
    [["--policy", broken], /is not a policy that can be read: line 1 of the policy/],
    [["--policy", join(folder, "absent.policy")], /absent\.policy: no such file/],
    [["--max-age", "7d"], /name the witnesses in a policy, and give it with --policy/],
    [["--policy", nobody, "--key", KEY, "--max-age", "7d"], /name the witnesses in a policy/],
    [["--policy", withLog, "--max-age", "7"], /--max-age is a number of seconds, minutes, hours or days, such as/],
  ];
  for (const [options, reason] of cases) {
    const { status, stdout, stderr } = await runCli(["verify", two, ...options]);
    assert.equal(status, 2, options.join(" "));
    assert.match(stderr, reason);
    assert.equal(stdout, "");
  }
});
