import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import { zipSync } from "fflate";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { UndersignedError } from "../packages/core/src/errors.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import { buildBundle, buildReceipt, HOST, OTHER_SEED, SEED } from "./bundle-fixture.ts";
import { tellStory } from "./bundle-story.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";
import { readVectors } from "./vectors.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-verify-"));
const { key } = makeTestSigner(HOST, SEED);
const KEY = formatVerifierKey(key);
const story = tellStory();
const files = await buildBundle(story);

let written = 0;
function write(bytes: Uint8Array, ending = "zip"): string {
  const path = join(folder, `${written++}.${ending}`);
  writeFileSync(path, bytes);
  return path;
}

function zip(content: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(content), { mtime: new Date(2026, 10, 20) });
}

const archive = zip(files);
const bundle = write(archive);

/** A depositary's two answers over plain http on this machine, and the key that signs for it. */
const server = createServer();
let site = "";
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  site = `http://${host}`;
  const own = zip(await buildBundle(story, { host }));
  const { key: ownKey } = makeTestSigner(host, SEED);
  const identity = JSON.stringify({ origin: host, vkey: formatVerifierKey(ownKey) });
  server.on("request", (request, response) => {
    if (request.url === "/.well-known/undersigned.json") response.end(identity);
    else if (request.url === "/api/v1/statements/rooms/bundle") response.end(own);
    else if (request.url === "/api/v1/statements/hidden/bundle?key=LINK") response.end(own);
    else if (request.url === "/api/v1/statements/moved/bundle") {
      response.writeHead(302, { location: "https://elsewhere.example/" }).end();
    } else response.writeHead(404).end();
  });
});
after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

test("with the depositary's key: exit 0, and what stands in plain words", async () => {
  const { status, stdout, stderr } = await runCli(["verify", bundle, "--key", KEY]);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  assert.match(stdout, /^✓ Valid\./);
  assert.match(stdout, /“Open the reading rooms”\nletters\.example\/s\/readingrooms2345\n/);
  assert.match(stdout, /as of 20 November 2026, 12:00 UTC/);
  assert.match(stdout, /2 signed version 2, the latest: 1 organisation and 1 person; 2 named, 0 unnamed\./);
  assert.match(stdout, /4 signed an earlier version/);
  assert.match(stdout, /Not counted: 1 withdrawn, 1 removed as disputed\./);
  assert.match(stdout, /a matter of trust\n {2}– That the key you gave/);
  assert.equal(stdout.match(/^ {2}✓ /gm)?.length, 8);
});

test("without a key: exit 3, and how to settle it", async () => {
  const { status, stdout } = await runCli(["verify", bundle]);
  assert.equal(status, 3);
  assert.match(stdout, /^\? Could not tell\.\n {2}Internally consistent, origin not established/);
  assert.match(stdout, /--origin https:\/\/letters\.example/);
});

test("with a key that is not the depositary's: exit 1", async () => {
  const forged = formatVerifierKey(makeTestSigner(HOST, OTHER_SEED).key);
  const { status, stdout } = await runCli(["verify", bundle, "--key", forged]);
  assert.equal(status, 1);
  assert.match(stdout, /^✗ Not valid\.[\s\S]*no key that is trusted here has signed/);
});

test("--json prints the report", async () => {
  const { status, stdout } = await runCli(["verify", bundle, "--key", KEY, "--json"]);
  assert.equal(status, 0);
  const report = JSON.parse(stdout);
  assert.deepEqual(
    [report.kind, report.verdict, report.counts.total, report.asOf, report.notes],
    ["bundle", "valid", 2, "2026-11-20T12:00:00Z", []],
  );
});

test("a reader that stops early changes no verdict", async () => {
  const { status, stderr } = await runCli(["verify", bundle], { hangUp: true });
  assert.deepEqual({ status, stderr }, { status: 3, stderr: "" });
  assert.equal((await runCli(["--help"], { hangUp: true })).status, 0);
});

test("nothing is asked of any network", async () => {
  const cut = `
    import net from "node:net";
    net.Socket.prototype.connect = () => { throw new Error("the network was used"); };
    globalThis.fetch = () => { throw new Error("the network was used"); };`;
  const node = ["--import", `data:text/javascript,${encodeURIComponent(cut)}`];
  assert.equal((await runCli(["verify", bundle, "--key", KEY], { node })).status, 0);
  assert.equal((await runCli(["verify", bundle], { node })).status, 3);
  // The check itself works: --origin does use it.
  assert.notEqual((await runCli(["verify", bundle, "--origin", site], { node })).status, 0);
});

test("one changed byte of a text, entry, opening or checkpoint: exit 1, with a reason that names the place", async () => {
  const reasons: Record<string, RegExp> = {
    "versions/1/text.fr.md": /versions\/1\/text\.fr\.md: this is not the file that the manifest names/,
    "log/tile/entries/000.p/18": /log\/tile\/entries/,
    "openings/000.p/18.jsonl": /openings\/000\.p\/18\.jsonl, line 1: /,
    "log/checkpoint": /log\/checkpoint: the signature by letters\.example\/s\/readingrooms2345 does not fit/,
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const damaged = files.get(name)?.slice();
    assert.ok(damaged !== undefined);
    const at = name === "log/checkpoint" ? 40 : Math.floor(damaged.length / 3);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    const { status, stdout } = await runCli(["verify", write(zip(new Map(files).set(name, damaged))), "--key", KEY]);
    assert.equal(status, 1, `${name}: ${stdout}`);
    const [verdict = "", because = ""] = stdout.split("\n");
    assert.match(verdict, /^✗ Not valid\./);
    assert.match(because, reason);
  }
});

/** Numbers that look random and are the same in every run (a linear congruential generator). */
function* sample(count: number, below: number): Generator<number> {
  let state = 20_261_120;
  for (let i = 0; i < count; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield Math.floor((state / 2 ** 31) * below);
  }
}

async function verdictOn(bytes: Uint8Array): Promise<string> {
  const path = write(bytes);
  try {
    const opened = await openArchive(path);
    try {
      return (await verifyBundle(opened, { key, source: "given" })).verdict;
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof UndersignedError) return "invalid";
    throw error;
  } finally {
    rmSync(path);
  }
}

test("any changed byte of any file, zipped again", async () => {
  const places = [...files].flatMap(([name, bytes]) => Array.from(bytes, (_, at) => ({ name, bytes, at })));
  for (const index of sample(100, places.length)) {
    const place = places[index];
    assert.ok(place !== undefined);
    const damaged = place.bytes.slice();
    damaged[place.at] = (damaged[place.at] ?? 0) ^ (1 << (index % 8));
    const verdict = await verdictOn(zip(new Map(files).set(place.name, damaged)));
    assert.equal(verdict, "invalid", `${place.name}, byte ${place.at}`);
  }
});

test("any changed byte of the zip itself: invalid, unless every file in it is still the same", async () => {
  let invalid = 0;
  for (const at of sample(100, archive.length)) {
    const damaged = archive.slice();
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
    const verdict = await verdictOn(damaged);
    if (verdict === "invalid") invalid += 1;
    // The zip's own notes, such as the system that it was made on, are no part of any file.
    else assert.deepEqual(await contentOf(damaged), files, `byte ${at}`);
  }
  assert.ok(invalid > 70, `${invalid} of 100`);
});

async function contentOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const opened = await openArchive(write(bytes));
  const content = new Map<string, Uint8Array>();
  for (const name of files.keys()) content.set(name, await opened.read(name, 1_000_000));
  await opened.close();
  return content;
}

test("a damaged zip: exit 1, and it says so", async () => {
  for (const [bytes, reason] of [
    [archive.slice(0, -9), /it does not end as a zip does/],
    [new Uint8Array(), /too short for a zip/],
    [archive.slice(30), /its list of files is not where it should be/],
  ] as const) {
    const { status, stdout } = await runCli(["verify", write(bytes), "--key", KEY]);
    assert.equal(status, 1);
    assert.match(stdout, reason);
  }
});

test("receipts are told apart by themselves", async () => {
  const receipt = formatReceipt(await buildReceipt(story, 4));
  const path = write(receipt, "json");
  const valid = await runCli(["verify", path, "--key", KEY]);
  assert.equal(valid.status, 0, valid.stdout);
  assert.match(valid.stdout, /^✓ Valid\. The depositary's log holds what this receipt says\.[\s\S]*Entry 4 of 18/);
  assert.equal((await runCli(["verify", path])).status, 3);
  const damaged = write(Buffer.from(Buffer.from(receipt).toString().replace("Bo Nilsson", "Bo Nielsen")), "json");
  const invalid = await runCli(["verify", damaged, "--key", KEY, "--json"]);
  assert.equal(invalid.status, 1);
  assert.match(JSON.parse(invalid.stdout).reason, /^opening: /);
});

test("the key from the origin, and the bundle from its address", async () => {
  const fetched = await runCli(["verify", `${site}/s/rooms/en`, "--origin", site]);
  assert.equal(fetched.status, 0, fetched.stdout + fetched.stderr);
  assert.match(fetched.stdout, /The key was fetched from this machine itself, over plain http\./);
  assert.equal((await runCli(["verify", `${site}/s/hidden?key=LINK`, "--origin", site])).status, 0);
  assert.equal((await runCli(["verify", `${site}/api/v1/statements/rooms/bundle`])).status, 3);
  // A key that vouches for another host settles nothing here.
  const other = await runCli(["verify", bundle, "--origin", site]);
  assert.equal(other.status, 1);
  assert.match(
    other.stdout,
    /this is from letters\.example\/s\/readingrooms2345, but the key you trust is of\s+127\.0\.0\.1/,
  );
});

test("an origin that does not answer leaves it open", async () => {
  const { status, stdout } = await runCli(["verify", bundle, "--origin", "https://127.0.0.1:1"]);
  assert.equal(status, 3);
  assert.match(stdout, /No key: https:\/\/127\.0\.0\.1:1\/\.well-known\/undersigned\.json could not be fetched/);
});

test("wrong usage and what cannot be read: exit 2, one line of reason", async () => {
  const cases: [string[], RegExp][] = [
    [["verify"], /missing required argument 'bundle'/],
    [["verify", join(folder, "absent.zip")], /absent\.zip: no such file or directory/],
    [["verify", folder], /is a folder/],
    [["verify", bundle, "--key", "letters.example"], /--key is not a verifier key/],
    [["verify", bundle, "--key", KEY, "--origin", "https://letters.example"], /either --key or --origin/],
    [["verify", bundle, "--origin", "http://letters.example"], /must begin with https/],
    [["verify", bundle, "--origin", "letters.example"], /not an address/],
    [["verify", "https://letters.example/about"], /not the address of a statement/],
    [["verify", "http://letters.example/s/rooms"], /must begin with https/],
    [["verify", `${site}/s/absent`], /There is nothing at/],
    [["verify", `${site}/s/moved`], /points elsewhere, to https:\/\/elsewhere\.example\//],
    [["verify", bundle, "--quorum", "3"], /unknown option/],
  ];
  for (const [words, reason] of cases) {
    const { status, stdout, stderr } = await runCli(words);
    assert.equal(status, 2, words.join(" "));
    assert.match(stderr, reason);
    assert.equal(stdout, "");
    assert.doesNotMatch(stderr, /\n {4}at /, "no stack trace");
  }
});

test("a contradiction is proven by the depositary's key alone: 0; by another, or changed, 1; without a key, 3", async () => {
  const { vector } = readVectors<{ contradiction: string; key: string }>("contradiction").find(
    ({ name }) => name === "valid_longer_with_another_beginning",
  ) as { vector: { contradiction: string; key: string } };
  const file = write(Buffer.from(vector.contradiction), "json");
  const proven = await runCli(["verify", file, "--key", vector.key]);
  assert.equal(proven.status, 0, proven.stdout);
  assert.match(proven.stdout, /^✓ Proven\. .* two roots at 3 entries:/s);
  const without = await runCli(["verify", file]);
  assert.equal(without.status, 3);
  assert.match(without.stdout, /It is about letters\.example\. Give its depositary's key with --key/);
  const changed = write(Buffer.from(vector.contradiction.replace('"root":"', '"root":"A')), "json");
  const refused = await runCli(["verify", changed, "--key", vector.key, "--json"]);
  assert.equal(refused.status, 1);
  assert.partialDeepStrictEqual(JSON.parse(refused.stdout), { kind: "contradiction", verdict: "invalid", shown: null });
  const other = formatVerifierKey(makeTestSigner(HOST, OTHER_SEED).key);
  assert.equal((await runCli(["verify", file, "--key", other])).status, 1);
  assert.equal((await runCli(["verify", file, "--key", vector.key, "--against", bundle])).status, 2);
});
