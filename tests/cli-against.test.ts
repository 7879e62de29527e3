import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { checkContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import { zipSync } from "fflate";
import { buildBundle, buildReceipt, HOST, SEED } from "./bundle-fixture.ts";
import { cutStory, makeVersion, Teller, tellStory } from "./bundle-story.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-against-"));
const { key } = makeTestSigner(HOST, SEED);
const KEY = formatVerifierKey(key);
const story = tellStory();

let written = 0;
function write(bytes: Uint8Array, ending: string): string {
  const path = join(folder, `${written++}.${ending}`);
  writeFileSync(path, bytes);
  return path;
}

const bundle = write(zipSync(Object.fromEntries(await buildBundle(story))), "zip");

/** The receipt of entry `index`, made when the log had `size` entries. */
async function receiptOf(index: number, size: number, host = HOST): Promise<string> {
  return write(formatReceipt(await buildReceipt(cutStory(story, size), index, { host })), "json");
}

/** The statement's page of another host, on this machine. */
const server = createServer();
let host = "";
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = zipSync(Object.fromEntries(await buildBundle(story, { host })));
  const identity = JSON.stringify({ origin: host, vkey: formatVerifierKey(makeTestSigner(host, SEED).key) });
  server.on("request", (request, response) => {
    if (request.url === "/.well-known/undersigned.json") response.end(identity);
    else if (request.url === "/api/v1/statements/rooms/bundle") response.end(own);
    else response.writeHead(404).end();
  });
});
after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

test("what became of each signature, in words", async () => {
  const cases: [number, number, RegExp][] = [
    [
      2,
      4,
      /As of 20 November 2026, 12:00 UTC: the signature stands\. More is known of who signed .* rose from level 1/,
    ],
    [1, 4, /the signature stands\. It was given again after this receipt, and is now for version 2\./],
    [3, 4, /the signatory has taken the signature back\. It no longer counts\./],
    [7, 8, /the depositary has taken the signature out: the one whose name it bore says that they never signed/],
    [5, 6, /the signature counts, without its name\. What showed whose it was is destroyed\./],
    [9, 10, /the signatory has taken the signature back/],
  ];
  for (const [index, size, words] of cases) {
    const receipt = await receiptOf(index, size);
    const { status, stdout, stderr } = await runCli(["verify", receipt, "--against", bundle, "--key", KEY]);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^✓ Valid\. The log that this receipt is from only grew since\.\n/);
    assert.match(stdout.replaceAll(/\s+/g, " "), words);
    assert.equal(stdout.match(/^ {2}✓ /gm)?.length, 5);
  }
});

test("a dispute, how it was settled, and how it is known who signed, are told, and no receipt is called false", async () => {
  const teller = new Teller();
  teller.open(makeVersion(1, null), "2026-12-01T00:00:00Z");
  const named = (name: string, level: 2 | 3) =>
    teller.sign({ kind: "organisation", named: true, name, level, domain: "guild.example" });
  const [bakers, potters, weavers, smiths] = [
    named("Bakers", 2),
    named("Potters", 2),
    named("Weavers", 3),
    named("Smiths", 2),
  ];
  const size = teller.story.entries.length;
  const observation = "ab".repeat(32);
  for (const one of [bakers, potters, smiths]) teller.add({ act: "dispute", of: one });
  teller.add({ act: "attest", of: potters, level: 3, observation });
  teller.add({ act: "uphold", of: potters });
  teller.add({ act: "remove", of: smiths, reason: "disputed" });
  teller.add({ act: "attest", of: weavers, level: 2, observation });
  for (const index of [bakers, smiths]) teller.hide(index);
  const later = write(zipSync(Object.fromEntries(await buildBundle(teller.story))), "zip");
  const cases: [number, RegExp][] = [
    [
      bakers,
      /: the signature is disputed: .* neither shown nor counted\. The receipt holds all the same: it shows what was recorded, and not who is right\./,
    ],
    [
      potters,
      /: the signature stands\. It was disputed: somebody said .* never signed\. That was checked and settled, and it stands\. More is known .* it rose from level 2, confirmed from a mailbox at its own domain, to level 3, confirmed by its own domain or website\./,
    ],
    [
      weavers,
      /: the signature stands\. Less is known .* it fell from level 3, .* to level 2, .*\. That takes nothing from the signature itself\./,
    ],
    [
      smiths,
      /they never signed, and was believed\. It no longer counts\. The name is not in the record any more\. The receipt holds all the same/,
    ],
  ];
  for (const [index, words] of cases) {
    const receipt = write(formatReceipt(await buildReceipt(cutStory(teller.story, size), index)), "json");
    const { status, stdout, stderr } = await runCli(["verify", receipt, "--against", later, "--key", KEY]);
    assert.equal(status, 0, stdout + stderr);
    const told = stdout.replaceAll(/\s+/g, " ");
    assert.match(told, words);
    assert.doesNotMatch(told, /fake|false|forged|Not valid/);
  }
  const { status, stdout } = await runCli(["verify", later, "--key", KEY]);
  assert.equal(status, 0, stdout);
  const told = stdout.replaceAll(/\s+/g, " ");
  assert.match(told, /Not counted: 1 disputed, and hidden until that is settled, 1 removed as disputed\./);
  assert.match(told, /Removed as disputed: .* Their names are not in the record any more\./);
});

test("against a live site", async () => {
  const receipt = await receiptOf(2, 4, host);
  const site = `http://${host}`;
  const { status, stdout } = await runCli([
    "verify",
    receipt,
    "--against",
    `${site}/s/rooms`,
    "--origin",
    site,
    "--json",
  ]);
  const report = JSON.parse(stdout);
  assert.equal(status, 0, report.reason);
  assert.deepEqual(
    [report.kind, report.standing.status, report.standing.again, report.misbehaviour, report.contradiction],
    ["comparison", "standing", false, false, null],
  );
  assert.deepEqual([report.receipt.verdict, report.bundle.verdict], ["valid", "valid"]);
});

test("a log that was rewritten: exit 1, what to keep, whom to tell, and a proof that names nobody", async () => {
  const receipt = await receiptOf(4, 8);
  const other = { ...story, entries: story.entries.with(4, story.entries[5] ?? new Uint8Array()) };
  const rewritten = write(zipSync(Object.fromEntries(await buildBundle(other))), "zip");
  const { status, stdout } = await runCli(["verify", receipt, "--against", rewritten, "--key", KEY]);
  assert.equal(status, 1, stdout);
  assert.match(stdout, /^✗ Not valid\.[^\n]*\n {2}log\/tile\/entries: the log was rewritten/);
  assert.match(stdout, /Proof of misbehaviour\n {2}– The depositary's own key signed both/);
  assert.match(stdout, /Keep the receipt and the bundle, unchanged/);
  assert.match(stdout, /Tell those who started the statement/);
  assert.match(stdout, /the entry of the receipt, number 4, is not there/);
  const report = JSON.parse((await runCli(["verify", receipt, "--against", rewritten, "--key", KEY, "--json"])).stdout);
  assert.equal(report.misbehaviour, true);
  assert.doesNotMatch(report.contradiction, /Bo Nilsson|post\.example/);
  const shown = checkContradiction(parseContradiction(encodeUtf8(report.contradiction)), key);
  assert.deepEqual([shown.origin, shown.size], ["letters.example/s/readingrooms2345", 8]);
});

test("a bundle that is older than the receipt: exit 3", async () => {
  const older = write(zipSync(Object.fromEntries(await buildBundle(cutStory(story, 6)))), "zip");
  const { status, stdout } = await runCli(["verify", await receiptOf(2, 12), "--against", older, "--key", KEY]);
  assert.equal(status, 3);
  assert.match(stdout, /^\? Could not tell\.\n {2}The bundle is older than the receipt: it has 6 entries/);
  assert.doesNotMatch(stdout, /the signature stands/);
});

test("wrong usage: exit 2, and what to do", async () => {
  const receipt = await receiptOf(2, 4);
  const cases: [string[], RegExp][] = [
    [[bundle, "--against", receipt], /give the receipt first, and this after --against/],
    [[receipt, "--against", receipt], /--against takes a later bundle/],
    [[receipt, "--against", join(folder, "absent.zip")], /absent\.zip: no such file/],
    [[receipt, "--against", "http://letters.example/s/rooms"], /must begin with https/],
  ];
  for (const [words, reason] of cases) {
    const { status, stderr, stdout } = await runCli(["verify", ...words, "--key", KEY]);
    assert.equal(status, 2, words.join(" "));
    assert.match(stderr, reason);
    assert.equal(stdout, "");
  }
});
