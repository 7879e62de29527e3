import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { verifyDisputeNote } from "@undersigned/core/signature/dispute-note.ts";
import {
  mergeSignatureNotes,
  parseSignatureNote,
  signVersion,
  verifyKeySignature,
} from "@undersigned/core/signature/signature-note.ts";
import { parseManifest } from "@undersigned/core/statement/manifest.ts";
import { formatSigningKey, makeSigningKey, parseSigningKey } from "../packages/cli/src/sign/signing-key.ts";
import type { ApiClient, StatementJson } from "../tools/live/api-client.ts";
import { createApiClient } from "../tools/live/api-client.ts";
import type { ServerProcess } from "../tools/live/server-process.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { createToken } from "../tools/live/token.ts";
import { makeDraft } from "./depositary.ts";
import type { CliResult } from "./run-cli.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";

// `undersigned keygen` and `undersigned sign`, against a depositary in a process of its own, behind a gate that can change its answers.

const folder = mkdtempSync(join(tmpdir(), "undersigned-sign-"));
const MAIN = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));

type Change = (path: string, body: Buffer) => Buffer | null;

let server: ServerProcess;
let gate: Server;
let change: Change = (_, body) => body;
let site: string;
let host: string;
let api: ApiClient;
let statement: StatementJson;
let origin: string;
let digest: string;
let files = 0;

before(async () => {
  const port = await findFreePort();
  gate = createServer(async (request, response) => {
    const answer = await fetch(`http://127.0.0.1:${port}${request.url}`, { redirect: "manual" });
    const body = change(request.url ?? "", Buffer.from(await answer.arrayBuffer()));
    response.writeHead(body === null ? 404 : answer.status).end(body ?? "");
  });
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(gate.address() as AddressInfo).port}`;
  site = `http://${host}`;
  const settings = { DATA_DIR: join(folder, "data"), BASE_URL: site, RATE_LIMIT: "off", PUBLISH_INTERVAL: "50" };
  server = await startServer({ port, settings });
  api = createApiClient(`http://127.0.0.1:${port}`, await createToken(settings));
  const { texts, initiators, demands } = makeDraft({
    texts: [
      { lang: "en", markdown: "# Keep the reading rooms open\n\nWe ask the town to keep them.\n", authentic: true },
      { lang: "fr", markdown: "# Gardez les salles\n\nNous demandons à la ville de les garder.\n", authentic: true },
    ],
    demands: [],
  });
  const { id } = await api.createStatement({ texts, initiators, demands });
  statement = await api.openStatement(id);
  origin = `${host}/s/${id}`;
  digest = statement.version?.digest ?? "";
});

after(async () => {
  await server?.kill();
  gate?.closeAllConnections();
  gate?.close();
  rmSync(folder, { recursive: true, force: true });
});

function path(name: string): string {
  return join(folder, `${files++}-${name}`);
}

async function keygen(domain: string, ...options: string[]): Promise<{ file: string; vkey: string }> {
  const file = path(`${domain}.key`);
  const { status, stdout, stderr } = await runCli(["keygen", domain, "--out", file, "--json", ...options]);
  assert.equal(status, 0, stderr);
  return { file, vkey: JSON.parse(stdout).vkey };
}

function sign(key: string, ...words: string[]): Promise<CliResult> {
  return runCli(["sign", "--key", key, ...words]);
}

/** Runs while the gate changes what passes. */
async function through<T>(make: Change, run: () => Promise<T>): Promise<T> {
  change = make;
  try {
    return await run();
  } finally {
    change = (_, body) => body;
  }
}

test("keygen makes a key that only its owner can read, and prints what the domain has to name", async () => {
  const file = path("new.key");
  const { status, stdout, stderr } = await runCli(["keygen", "Reading.Example", "--out", file]);
  assert.equal(status, 0, stderr);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const written = readFileSync(file, "utf8");
  assert.match(written, /^PRIVATE\+KEY\+reading\.example\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$/);
  assert.ok(!stdout.includes(written.trim()), "the secret is not printed");
  const vkey = /^ {2}(reading\.example\+\S+)$/m.exec(stdout)?.[1] ?? "";
  assert.equal(parseVerifierKey(vkey).name, "reading.example");
  assert.match(stdout, /^ {2}_undersigned\.reading\.example$/m);
  assert.ok(stdout.includes(`\n  undersigned=v1 key=${vkey}\n`));
  assert.ok(stdout.includes("https://reading.example/.well-known/undersigned.json"));
  assert.ok(stdout.includes(`\n  {"key":"${vkey}"}\n`));
});

test("keygen --json prints the same for programs, and writes DOMAIN.key where it stands", async () => {
  const cwd = mkdtempSync(join(folder, "cwd-"));
  const { status, stdout } = await runCli(["keygen", "bücher.example", "--json"], { cwd });
  assert.equal(status, 0);
  const { vkey, ...told } = JSON.parse(stdout);
  const { key } = parseSigningKey(readFileSync(join(cwd, "xn--bcher-kva.example.key"), "utf8").trim());
  assert.deepEqual(parseVerifierKey(vkey), key);
  assert.deepEqual(told, {
    domain: "xn--bcher-kva.example",
    file: "xn--bcher-kva.example.key",
    txt: { name: "_undersigned.xn--bcher-kva.example", value: `undersigned=v1 key=${vkey}` },
    wellKnown: {
      url: "https://xn--bcher-kva.example/.well-known/undersigned.json",
      json: JSON.stringify({ key: vkey }),
    },
  });
});

test("a key is never written over another unless that is said, and no two are alike", async () => {
  const { file, vkey } = await keygen("reading.example");
  const before = readFileSync(file);
  const again = await runCli(["keygen", "reading.example", "--out", file]);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /is there already.*--force/s);
  assert.deepEqual(readFileSync(file), before);
  chmodSync(file, 0o644);
  const forced = await runCli(["keygen", "reading.example", "--out", file, "--force", "--json"]);
  assert.equal(forced.status, 0, forced.stderr);
  assert.notEqual(JSON.parse(forced.stdout).vkey, vkey);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("a folder is no file for a key, and stays as it is", async () => {
  for (const options of [[], ["--force"]]) {
    const { status, stderr } = await runCli(["keygen", "reading.example", "--out", folder, ...options]);
    assert.equal(status, 2);
    assert.match(stderr, /is a folder, and a file is needed/);
  }
  assert.ok(statSync(folder).isDirectory());
});

test("what is no domain gets no key", async () => {
  const cwd = mkdtempSync(join(folder, "cwd-"));
  for (const words of [
    ...["", "reading", "localhost", "192.0.2.1", "https://reading.example", "reading.example/", "a@reading.example"],
    ...["reading.example.", "reading.example:443", "read ing.example", "-a.example", "../x.example", "a+b.example"],
    ...[`${"a".repeat(64)}.example`, "a\u001b[31m.example"],
  ]) {
    const { status, stdout, stderr } = await runCli(["keygen", "--json", "--", words], { cwd });
    assert.deepEqual([status, stdout], [2, ""], words);
    assert.match(stderr, /not the domain of an organisation/, words);
    assert.ok(!stderr.includes("\u001b"), "what was typed cannot speak to the terminal");
  }
  assert.deepEqual(readdirSync(cwd), []);
});

test("sign fetches the version, shows what is signed, and prints a note that verifies", async () => {
  const { file, vkey } = await keygen("reading.example");
  const { status, stdout, stderr } = await sign(file, `${site}/s/${statement.slug}`, "--yes");
  assert.equal(status, 0, stderr);
  const key = parseVerifierKey(vkey);
  assert.equal(verifyKeySignature(stdout, key, { statement: origin, version: digest }), stdout);
  assert.match(stderr, /To be signed by reading\.example/);
  for (const shown of ["“Keep the reading rooms open” (en)", "“Gardez les salles” (fr)", origin, digest]) {
    assert.ok(stderr.includes(shown), shown);
  }
});

test("the same version by the address of its page, its number, its digest, or its files signs the same", async () => {
  const { file } = await keygen("reading.example");
  const versions = mkdtempSync(join(folder, "version-"));
  for (const name of ["manifest.json", "text.en.md", "text.fr.md"]) {
    writeFileSync(join(versions, name), (await api.file(`/s/${statement.id}/versions/1/${name}`)) ?? "");
  }
  const ways = [
    [`${site}/s/${statement.slug}`],
    [`${site}/s/${statement.id}`],
    [`${site}/s/${statement.slug}/fr`],
    [`${site}/s/${statement.slug}/versions/1`],
    [`${site}/s/${statement.slug}/versions/1/fr`],
    ["--statement", origin, "--version", digest],
    ["--statement", origin, "--version", digest.toUpperCase()],
    ["--statement", origin, "--version", join(versions, "manifest.json")],
  ];
  const notes = new Set<string>();
  for (const words of ways) {
    const { status, stdout, stderr } = await sign(file, ...words, "--yes");
    assert.equal(status, 0, `${words}: ${stderr}`);
    notes.add(stdout);
  }
  assert.equal(notes.size, 1, "an Ed25519 signature of one text by one key is always the same");
  // With the files at hand nothing is asked of any network.
  const [offline] = await Promise.all([
    through(
      () => null,
      () => sign(file, "--statement", origin, "--version", join(versions, "manifest.json"), "--yes"),
    ),
  ]);
  assert.equal(offline.status, 0, offline.stderr);
});

test("sign --json tells statement, version, titles, note and key", async () => {
  const { file, vkey } = await keygen("reading.example");
  const { status, stdout } = await sign(file, `${site}/s/${statement.slug}`, "--yes", "--json");
  assert.equal(status, 0);
  const { note, ...told } = JSON.parse(stdout);
  assert.equal(verifyKeySignature(note, parseVerifierKey(vkey), { statement: origin, version: digest }), note);
  const titles = { en: "Keep the reading rooms open", fr: "Gardez les salles" };
  assert.deepEqual(told, { statement: origin, version: digest, number: 1, newer: null, titles, vkey, file: null });
});

test("whoever names an earlier version is told that a newer one is open, and what to name to sign that", async () => {
  const { file } = await keygen("reading.example");
  const { texts, initiators, demands } = makeDraft();
  const { id } = await api.createStatement({ texts, initiators, demands });
  const { version, slug } = await api.openStatement(id);
  const page = `${site}/s/${slug}`;
  const earlier = [[`${page}/versions/1`], ["--statement", `${host}/s/${id}`, "--version", version?.digest ?? ""]];
  for (const words of earlier) {
    const { stderr } = await sign(file, ...words, "--yes");
    assert.doesNotMatch(stderr, /is open by now/, `${words}`);
  }
  const next = await api.openNextVersion(id, {
    texts: [{ lang: "en", markdown: "# Another\n\nText.\n" }],
    demands: [],
  });
  for (const words of earlier) {
    const { status, stdout, stderr } = await sign(file, ...words, "--yes");
    assert.equal(status, 0, stderr);
    assert.equal(parseSignatureNote(stdout).version, version?.digest);
    assert.match(stderr, /Version 2 is open by now/, `${words}`);
    assert.match(stderr, new RegExp(`${site}/s/[^/]+/versions/2$`, "m"), `${words}`);
    const { stdout: json } = await sign(file, ...words, "--yes", "--json");
    assert.partialDeepStrictEqual(JSON.parse(json), { number: 1, newer: 2 });
  }
  for (const words of [[page], [`${page}/versions/2`]]) {
    const { stdout, stderr } = await sign(file, ...words, "--yes");
    assert.equal(parseSignatureNote(stdout).version, next.version?.digest);
    assert.doesNotMatch(stderr, /is open by now/, `${words}`);
  }
});

test("--note adds a line to a note of others, and makes the file where there is none", async () => {
  const [one, two] = [await keygen("reading.example"), await keygen("neighbours.example")];
  const note = path("version.note");
  const first = await sign(one.file, `${site}/s/${statement.slug}`, "--yes", "--note", note);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /Written to/);
  const second = await sign(two.file, `${site}/s/${statement.slug}`, "--yes", "--note", note);
  assert.equal(second.status, 0, second.stderr);
  assert.match(second.stderr, /Added to/);
  const whole = readFileSync(note, "utf8");
  assert.equal(second.stdout, whole);
  assert.ok(whole.startsWith(first.stdout), "the first line stays as it was");
  const signed = { statement: origin, version: digest };
  assert.equal(verifyKeySignature(whole, [one.vkey, two.vkey].map(parseVerifierKey), signed), whole);

  const again = await sign(one.file, `${site}/s/${statement.slug}`, "--yes", "--note", note);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /has a line of reading\.example\+[0-9a-f]{8} already/);
  assert.equal(readFileSync(note, "utf8"), whole);
});

test("a note over another version, a full one, and what is no note, are left as they are", async () => {
  const { file } = await keygen("reading.example");
  const signed = { statement: origin, version: digest };
  const { signer } = makeTestSigner("partner.example", 1);
  const hundred = Array.from({ length: 100 }, (_, i) =>
    signVersion(signed, makeTestSigner(`member${i}.example`, i + 1).signer),
  );
  const cases: [name: string, bytes: Uint8Array | string, message: RegExp][] = [
    ["other-version", signVersion({ ...signed, version: "a".repeat(64) }, signer), /signs something else/],
    ["other-statement", signVersion({ ...signed, statement: `${host}/s/other` }, signer), /signs something else/],
    ["full", mergeSignatureNotes(hundred)[0] ?? "", /has 100 lines/],
    ["empty", "", /is no note over a version/],
    ["words", "Dear all,\n\nwe sign.\n", /is no note over a version/],
    ["carriage-returns", Buffer.from(signVersion(signed, signer)).toString().replaceAll("\n", "\r\n"), /is no note/],
  ];
  for (const [name, bytes, message] of cases) {
    const note = path(`${name}.note`);
    writeFileSync(note, bytes);
    const { status, stdout, stderr } = await sign(file, `${site}/s/${statement.slug}`, "--yes", "--note", note);
    assert.deepEqual([status, stdout], [2, ""], `${name}: ${stderr}`);
    assert.match(stderr, message, name);
    assert.deepEqual(readFileSync(note), Buffer.from(bytes), name);
  }
});

test("--dispute says with the key that a signature was never given, and needs nothing but its number", async () => {
  const { file, vkey } = await keygen("reading.example");
  const of = ["--key", file, "--statement", origin];
  const { status, stdout, stderr } = await runCli(["sign", ...of, "--dispute", "17", "--yes"]);
  assert.equal(status, 0, stderr);
  assert.match(stderr.replaceAll(/\s+/g, " "), new RegExp(`never gave signature 17 under ${origin}`));
  verifyDisputeNote(stdout, parseVerifierKey(vkey), { statement: origin, index: 17 });
  const told = JSON.parse((await runCli(["sign", ...of, "--dispute", "17", "--yes", "--json"])).stdout);
  assert.deepEqual(told, { statement: origin, dispute: 17, note: stdout, vkey });
  for (const [given, words] of [
    [[...of, "--dispute", "x"], /number of the signature.*: x/s],
    [[...of, "--dispute", "017"], /number of the signature/],
    [[...of, "--dispute", "17", "--version", digest], /neither an address nor --version/],
    [["--key", file, "--dispute", "17"], /give --statement/],
    [["--key", file, "--statement", "x", "--dispute", "17"], /--statement is the origin/],
  ] as const) {
    const refused = await runCli(["sign", ...given, "--yes"]);
    assert.deepEqual([refused.status, refused.stdout], [2, ""]);
    assert.match(refused.stderr, words);
  }
  const unasked = await runCli(["sign", ...of, "--dispute", "17"]);
  assert.deepEqual([unasked.status, unasked.stdout], [2, ""]);
});

test("without a terminal and without --yes nothing is signed", async () => {
  const { file } = await keygen("reading.example");
  const note = path("unasked.note");
  const { status, stdout, stderr } = await sign(file, `${site}/s/${statement.slug}`, "--note", note);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /add --yes/);
  assert.throws(() => statSync(note));
});

test("on a terminal it asks, and only yes is a yes", async (t) => {
  if (spawnSync("script", ["--version"]).status !== 0)
    return t.skip("the program script, which plays a terminal, is missing");
  const { file } = await keygen("reading.example");
  const note = path("asked.note");
  const words = [process.execPath, MAIN, "sign", "--key", file, `${site}/s/${statement.slug}`, "--note", note];
  const answer = async (typed: string) => {
    const child = spawn("script", ["-qec", words.map((word) => `'${word}'`).join(" "), "/dev/null"], {
      env: { PATH: process.env.PATH ?? "" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const shown = text(child.stdout);
    child.stdin.write(`${typed}\n`);
    const status = await new Promise((resolve) => child.once("close", resolve));
    child.stdin.end();
    return { status, shown: await shown };
  };
  const no = await answer("y");
  assert.equal(no.status, 2, no.shown);
  assert.match(no.shown, /Sign this in the name of reading\.example\? Type yes to go on/);
  assert.throws(() => statSync(note));
  const yes = await answer("yes");
  assert.equal(yes.status, 0, yes.shown);
  assert.equal(parseSignatureNote(readFileSync(note)).signatures.length, 1);
});

test("whatever is altered on the way is not signed: exit status 1, and nothing is printed", async () => {
  const { file } = await keygen("reading.example");
  const manifest = parseManifest((await api.file(`/s/${statement.id}/versions/1/manifest.json`)) ?? new Uint8Array());
  const edit =
    (name: string, from: string, to: string): Change =>
    (asked, body) =>
      asked.includes(name) ? Buffer.from(body.toString().replace(from, to)) : body;
  const other = { ...manifest, statement: "another" };
  const changes: Record<string, Change> = {
    "a word of the text": edit("text.en.md", "keep", "shut"),
    "a word of the other text": edit("text.fr.md", "garder", "fermer"),
    "the manifest, not canonical": edit("manifest.json", ":", ": "),
    "the number of the version": edit("manifest.json", '"number":1', '"number":2'),
    "the statement in the manifest": edit("manifest.json", manifest.statement, other.statement),
    "the origin of the log": edit("log/checkpoint", host, "letters.example"),
    "a checkpoint that is none": (asked, body) => (asked.includes("checkpoint") ? Buffer.from("hello\n") : body),
    "a manifest that is none": (asked, body) => (asked.includes("manifest") ? Buffer.from("{}") : body),
  };
  for (const [what, make] of Object.entries(changes)) {
    const { status, stdout, stderr } = await through(make, () => sign(file, `${site}/s/${statement.slug}`, "--yes"));
    assert.deepEqual([status, stdout], [1, ""], `${what}: ${stderr}`);
    assert.match(stderr, /^Not signed: /, what);
  }
  // By its digest an altered manifest is simply not there.
  const byDigest = await through(changes["the manifest, not canonical"] as Change, () =>
    sign(file, "--statement", origin, "--version", digest, "--yes"),
  );
  assert.deepEqual([byDigest.status, byDigest.stdout], [1, ""]);
  assert.match(byDigest.stderr, /shows no version/);
});

test("files beside a manifest are held against it too", async () => {
  const { file } = await keygen("reading.example");
  const versions = path("files");
  mkdirSync(versions);
  const manifest = (await api.file(`/s/${statement.id}/versions/1/manifest.json`)) ?? new Uint8Array();
  writeFileSync(join(versions, "manifest.json"), manifest);
  assert.equal(encodeHex(sha256(manifest)), digest);
  const ask = () => sign(file, "--statement", origin, "--version", join(versions, "manifest.json"), "--yes");
  const alone = await ask();
  assert.equal(alone.status, 2);
  assert.match(alone.stderr, /text\.en\.md is not beside manifest\.json/);
  writeFileSync(join(versions, "text.en.md"), "# Another\n\nText.\n");
  writeFileSync(join(versions, "text.fr.md"), (await api.file(`/s/${statement.id}/versions/1/text.fr.md`)) ?? "");
  const altered = await ask();
  assert.deepEqual([altered.status, altered.stdout], [1, ""]);
  assert.match(altered.stderr, /the text in en is not the one that this version names/);
});

test("wrong usage is told with what to do, and ends with 2", async () => {
  const { file } = await keygen("reading.example");
  const cases: [words: string[], message: RegExp][] = [
    [[], /Say what to sign/],
    [["--statement", origin], /Say what to sign/],
    [["--version", digest], /Say what to sign/],
    [[`${site}/s/rooms`, "--statement", origin], /not both/],
    [["--statement", site, "--version", digest], /origin of a statement's log/],
    [["--statement", host, "--version", digest], /origin of a statement's log/],
    [[`${site}/o/reading.example`], /not the address of a statement/],
    [["http://letters.example/s/rooms"], /must begin with https/],
    [["rooms"], /not an address/],
    [[`${site}/s/nowhere`], /no such thing/],
    [[`${site}/s/${statement.slug}/versions/2`], /no such thing as version 2/],
    [["--statement", origin, "--version", join(folder, "missing.json")], /no such file/],
    [["--statement", origin, "--version", folder], /is a folder, and a file is needed/],
    [[`${site}/s/${statement.slug}`, "--note", folder], /is a folder, and a file is needed/],
  ];
  for (const [words, message] of cases) {
    const { status, stdout, stderr } = await sign(file, ...words, "--yes");
    assert.deepEqual([status, stdout], [2, ""], `${words}: ${stderr}`);
    assert.match(stderr, message, `${words}`);
  }
});

test("a key file that is none is told so, and no part of it is repeated", async () => {
  const secret = formatSigningKey(makeSigningKey("reading.example", new Uint8Array(32).fill(9)));
  const cases: [what: string, text: string][] = [
    ["a verifier key", "reading.example+00ef7c35+AfpINBR/bmkMNpPv9hM2BGQDzYrioU8xs8QHNYVpI5Vl\n"],
    ["a key cut off", secret.slice(0, -6)],
    ["a key changed", secret.replace(/.(.{3})$/, (_, end) => `A${end}`)],
    ["another id", secret.replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
    ["a name that is no domain", secret.replace("reading.example", "Reading")],
    ["two keys", `${secret}\n${secret}\n`],
    ["a space behind it", `${secret} \n`],
    ["nothing", ""],
    ["too much", "x".repeat(5_000)],
  ];
  for (const [what, words] of cases) {
    const file = path("odd.key");
    writeFileSync(file, words, { mode: 0o600 });
    const { status, stdout, stderr } = await sign(file, `${site}/s/${statement.slug}`, "--yes");
    assert.deepEqual([status, stdout], [2, ""], `${what}: ${stderr}`);
    assert.match(stderr, /holds no key to sign with/, what);
    assert.ok(!stderr.includes(secret.slice(-20)), what);
  }
  const missing = await sign(join(folder, "missing.key"), `${site}/s/${statement.slug}`, "--yes");
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /missing\.key: no such file/);
});

test("a key that others can read signs, and says so; line ends of Windows do not matter", async () => {
  const { file } = await keygen("reading.example");
  writeFileSync(file, readFileSync(file, "utf8").replace("\n", "\r\n"));
  chmodSync(file, 0o644);
  const { status, stderr } = await sign(file, `${site}/s/${statement.slug}`, "--yes");
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Others on this machine can read/);
});
