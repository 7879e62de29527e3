import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { textFile } from "@undersigned/core/verify/bundle.ts";
import { zipSync } from "fflate";
import { buildBundle, SEED } from "./bundle-fixture.ts";
import { STATEMENT, tellStory } from "./bundle-story.ts";
import { makeCertificateAuthority } from "./certificate-authority.ts";
import { openDnsServer } from "./dns-server.ts";
import { openHttpsHost } from "./https-host.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-compare-"));
const story = tellStory();
const files = await buildBundle(story);

let written = 0;
function write(content: Uint8Array | string, ending: string): string {
  const path = join(folder, `${written++}.${ending}`);
  writeFileSync(path, content);
  return path;
}

function zip(content: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(content), { mtime: new Date(2026, 10, 20) });
}

const server = createServer();
let site = "";
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  site = `http://${host}`;
  const own = zip(await buildBundle(story, { host }));
  const identity = JSON.stringify({ origin: host, vkey: formatVerifierKey(makeTestSigner(host, SEED).key) });
  server.on("request", (request, response) => {
    if (request.url === "/.well-known/undersigned.json") response.end(identity);
    else if (request.url === "/api/v1/statements/rooms/bundle") response.end(own);
    else response.writeHead(404).end();
  });
});
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const REFERENCE = `# Open the reading rooms

The reading rooms of the town have stood empty since spring, and did not open again.

We call on the council to:

1. Open the rooms on Sundays.
2. Heat the rooms in winter.
`;
const reference = write(REFERENCE, "md");

const PAGE = `<!doctype html><html lang="en"><title>News</title><h1>Open the reading rooms</h1>
<p>The reading rooms of the town have stood empty since spring, and
did not open again.</p><p>We call on the council to:</p>
<ol><li>Open the rooms on Sundays.</li><li>Heat the rooms in winter.</li></ol></html>`;

test("a page with the words of a text is identical, and ends with 0", async () => {
  const { status, stdout, stderr } = await runCli(["compare", reference, write(PAGE, "html")]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^✓ Identical\. The copy has the words of the text, and no others\.\n/);
});

test("a word that is missing ends with 1, and is shown without colour", async () => {
  const copy = write(PAGE.replace("did not open", "did open").replace("Sundays", "Mondays"), "html");
  const { status, stdout } = await runCli(["compare", reference, copy]);
  assert.equal(status, 1);
  assert.match(stdout, /^✗ Altered\. The copy differs from the text\.\n {2}1 demand has other words\.\n/);
  assert.match(stdout, /did\[- not-\]\s+open/);
  assert.match(stdout, /Open the rooms on \[-Sundays-\]\{\+Mondays\+\}\./);
});

test("--json prints the report alone", async () => {
  const { status, stdout } = await runCli(["compare", reference, "-", "--json"], {
    input: REFERENCE.replace(/^# /, "").replace("2. Heat the rooms in winter.\n", ""),
  });
  const { verdict, demands, changes, foldings, unicode, ...rest } = JSON.parse(stdout);
  assert.deepEqual([status, verdict, demands], [1, "altered", { present: 1, dropped: [4], altered: [] }]);
  assert.deepEqual(
    changes.map((change: { kind: string; block: number; words: string[] }) => [
      change.kind,
      change.block,
      change.words,
    ]),
    [["dropped", 4, ["Heat", "the", "rooms", "in", "winter."]]],
  );
  assert.deepEqual([foldings, unicode, "statement" in rest], ["1", "15.1", false]);
});

test("what cannot be read makes it end with 3", async () => {
  const copy = write(PAGE.replace("<p>We call", '<p><img src="words.png"></p><p>We call'), "html");
  const { status, stdout } = await runCli(["compare", reference, copy]);
  assert.equal(status, 3, stdout);
  assert.match(
    stdout,
    /^\? Could not tell whether the copy is faithful\.\n {2}Part of it could not be read, see below\.\n/,
  );
  assert.match(stdout, /a picture, which may hold words/);
});

/** Members of the report: what was found, and by which versions of the rules. */
const KEYS = [
  ...["verdict", "statement", "version", "lang", "tolerated", "changes", "framing", "demands", "signatories", "unread"],
  ...["passages", "foldings", "unicode", "notes"],
];

/** The words of a text of the bundle, as somebody pastes them. */
function pasted(version: number, lang: string): string {
  const { title, blocks } = parseText(decodeUtf8(files.get(textFile(version, lang)) as Uint8Array));
  return [title, ...blocks.map(({ inlines }) => inlines)].map(plainText).join("\n\n");
}

test("of a bundle the version and the language are found, and its names", async () => {
  const bundle = write(zip(files), "zip");
  const copy = write(`From our reporter\n\n${pasted(1, "en")}\n`, "txt");
  const { status, stdout, stderr } = await runCli(["compare", bundle, copy, "--json"]);
  assert.equal(stderr, "");
  const { verdict, statement, version, lang } = JSON.parse(stdout);
  const newest = story.versions.length === 1;
  assert.deepEqual([verdict, version, lang], [newest ? "faithful" : "superseded", 1, "en"]);
  assert.match(statement, /^letters\.example\/s\//);
  assert.equal(status, newest ? 0 : 1);
});

test("names of a copy are held against those of a bundle: there, missing, or not in the record", async () => {
  const bundle = write(zip(files), "zip");
  const names = ["LIBRARY  of Alexandria", "Nadia Nobody", "Bo Nilsson"];
  const copy = write(
    `${pasted(story.versions.length, "en")}\n\nThe letter was signed by 300 organisations.\n\nSigned by:\n\n${names.join("\n")}\nand many others\n`,
    "txt",
  );
  const { status, stdout, stderr } = await runCli(["compare", bundle, copy, "--json"]);
  const { verdict, signatories } = JSON.parse(stdout);
  assert.deepEqual([status, verdict, stderr], [0, "faithful", ""]);
  assert.partialDeepStrictEqual(signatories, {
    present: 1,
    missing: 1,
    unknown: ["Nadia Nobody", "Bo Nilsson"],
    claimed: 300,
  });
  assert.match(signatories.says, /and many others/);
  const told = (await runCli(["compare", bundle, copy])).stdout;
  assert.match(told, /1 of 2 names of the record are in the copy\./);
  assert.match(told, /Not in the record, where they may be unnamed or erased: Nadia Nobody; Bo Nilsson/);
  assert.match(told, /The copy claims 300 signatories\./);
});

test("--json has every member that is documented, and an excerpt ends with 0", async () => {
  const paragraph = "Reading rooms are where a town meets its own mind, and its neighbours.";
  assert.ok(pasted(story.versions.length, "en").includes(paragraph));
  const part = `A reader sent us this.\n\n${paragraph}\n\nThe editors`;
  const { status, stdout } = await runCli(["compare", `${site}/s/rooms`, "-", "--json"], { input: part });
  const report = JSON.parse(stdout);
  assert.deepEqual([status, report.verdict], [0, "excerpt"], stdout);
  assert.deepEqual(
    [report.statement.replace(/^[^/]*/, "HOST"), report.version, report.lang],
    [`HOST/s/${STATEMENT}`, story.versions.length, "en"],
  );
  assert.deepEqual(
    report.framing.map((one: { where: string; text: string }) => [one.where, one.text]),
    [
      ["before", "A reader sent us this."],
      ["after", "The editors"],
    ],
  );
  for (const { kind, words, start, end } of report.changes)
    assert.ok(kind === "dropped" && words.length > 0 && start <= end);
  assert.deepEqual(Object.keys(report).toSorted(), KEYS.toSorted());
  assert.deepEqual(Object.keys(report.demands), ["present", "dropped", "altered"]);
});

test("of a statement's address the bundle is fetched, verified and compared with", async () => {
  const { status, stdout, stderr } = await runCli(["compare", `${site}/s/rooms`, "-"], {
    input: pasted(story.versions.length, "en"),
  });
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^✓ Identical/);
  assert.match(stdout, new RegExp(`version ${story.versions.length}, en`));
});

test("a copy at an address is fetched over https with its style sheets, and compared with what it shows", async () => {
  const dns = await openDnsServer();
  const authority = await makeCertificateAuthority();
  const host = await openHttpsHost(await authority.issue(["post.example"]), { address: "127.0.0.2" });
  try {
    dns.answer("post.example", "A", ["127.0.0.2"]);
    const env = {
      ...{ RESOLVERS: dns.address, LOOKUP_CA_FILE: authority.file },
      ...{ LOOKUP_ADDRESSES: "public,127.0.0.2", LOOKUP_HTTPS_PORT: String(host.port) },
    };
    const linked = PAGE.replace("<title>", '<link rel="stylesheet" href="/post.css"><title>');
    host.page(
      "post.example",
      "/rooms",
      linked.replace("<h1>", '<p class="ad">Buy a warm coat today.</p><p>News of the town</p><h1>'),
    );
    host.page("post.example", "/closed", linked.replace("Sundays", "Mondays"));
    host.page("post.example", "/post.css", ".ad { display: none }", "text/css");
    const whole = await runCli(["compare", reference, "https://post.example/rooms", "--json"], { env });
    const { verdict, changes } = JSON.parse(whole.stdout);
    assert.deepEqual([whole.status, whole.stderr, verdict, changes], [0, "", "faithful", []], whole.stdout);
    assert.deepEqual(host.asked(), ["post.example/rooms", "post.example/post.css"]);
    const other = await runCli(["compare", reference, "https://post.example/closed"], { env });
    assert.equal(other.status, 1, other.stderr);
    assert.match(other.stdout, /Open the rooms on \[-Sundays-\]\{\+Mondays\+\}\./);
    const words = pasted(story.versions.length, "en").split("\n\n");
    host.page(
      "post.example",
      "/signed",
      `<!doctype html><html lang="en">${words.map((each) => `<p>${each}</p>`).join("")}`,
    );
    const both = await runCli(["compare", `${site}/s/rooms`, "https://post.example/signed", "--json"], { env });
    const held = JSON.parse(both.stdout);
    assert.deepEqual(
      [both.status, held.verdict, held.version, held.lang],
      [0, "identical", story.versions.length, "en"],
    );
    const absent = await runCli(["compare", reference, "https://post.example/absent"], { env });
    assert.deepEqual([absent.status, absent.stdout], [2, ""]);
    assert.match(absent.stderr, /^There is nothing at https:\/\/post\.example\/absent/);
  } finally {
    await Promise.all([dns.close(), host.close()]);
    authority.remove();
  }
});

test("what has no end is given up at the limit", { skip: process.platform === "win32" }, async () => {
  const { status, stdout, stderr } = await runCli(["compare", reference, "/dev/zero"]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /\/dev\/zero has more, and at most 52,428,800 bytes are read/);
});

test("a bundle that was changed is compared with nothing", async () => {
  const name = textFile(1, "en");
  const changed = new Map(files).set(name, new TextEncoder().encode("# Other\n\nWords.\n"));
  const { status, stderr } = await runCli(["compare", write(zip(changed), "zip"), "-"], { input: "Other\n\nWords." });
  assert.equal(status, 2);
  assert.match(stderr, /is not what it says it is, so nothing was compared with it: versions\/1\/text\.en\.md/);
});

test("what cannot be read at all ends with 2, and says which file it is and what to do", async () => {
  const empty = write("", "txt");
  const picture = write(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), "txt");
  const cases: [string[], RegExp][] = [
    [[reference, empty], /\d+\.txt: there is nothing in it/],
    [[reference, picture], /this is a picture \(PNG\)/],
    [["-", reference], /Only the copy may be -/],
    [[reference, join(folder, "nowhere.txt")], /nowhere\.txt: no such file/],
    [["https://127.0.0.1:1/nothing", reference], /not the address of a statement/],
    [[reference, "https://localhost/letter"], /localhost/],
  ];
  for (const [words, message] of cases) {
    const { status, stderr, stdout } = await runCli(["compare", ...words]);
    assert.deepEqual([status, stdout], [2, ""], stderr);
    assert.match(stderr, message);
  }
});
