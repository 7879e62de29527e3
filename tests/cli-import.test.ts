import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseText } from "@undersigned/core/statement/text.ts";
import PdfDocument from "pdfkit";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { makeCertificateAuthority } from "./certificate-authority.ts";
import type { DnsServer } from "./dns-server.ts";
import { openDnsServer } from "./dns-server.ts";
import type { HttpsHost } from "./https-host.ts";
import { openHttpsHost } from "./https-host.ts";
import { makeDocx } from "./make-docx.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-import-"));
const TITLE = "Open the reading rooms";
const PARAGRAPHS = [
  "The reading rooms of the town were closed on Sundays last winter, and nobody who was asked could say for how long.",
  "A room that is open when people are free costs less than one that stands empty, as the council’s own figures show.",
];
const LEAD = "We call on the council to:";
const DEMANDS = ["Open the rooms on Sundays from noon.", "Heat them to nineteen degrees."];
const TEXT = `# ${TITLE}\n\n${PARAGRAPHS.join("\n\n")}\n\n${LEAD}\n\n${DEMANDS.map((each) => `- ${each}\n`).join("")}`;
const PAGE = `<!doctype html><html lang="en"><head><title>${TITLE} - The Harbour Post</title><link rel="stylesheet" href="/post.css">
  </head><body><nav><a href="/">Home</a></nav><article><h1>${TITLE}</h1>${PARAGRAPHS.map((each) => `<p>${each}</p>`).join("")}
  <p>${LEAD}</p><ul>${DEMANDS.map((each) => `<li>${each}</li>`).join("")}</ul></article>
  <footer><p>Copyright The Harbour Post. All rights reserved.</p></footer></body></html>`;

let dns: DnsServer;
let authority: CertificateAuthority;
let host: HttpsHost;
let env: Record<string, string>;

before(async () => {
  dns = await openDnsServer();
  authority = await makeCertificateAuthority();
  host = await openHttpsHost(await authority.issue(["post.example"]), { address: "127.0.0.2" });
  dns.answer("post.example", "A", ["127.0.0.2"]);
  env = {
    RESOLVERS: dns.address,
    LOOKUP_CA_FILE: authority.file,
    LOOKUP_ADDRESSES: "public,127.0.0.2",
    LOOKUP_HTTPS_PORT: String(host.port),
  };
});
after(async () => {
  await Promise.all([dns.close(), host.close()]);
  authority.remove();
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function docx(): Uint8Array {
  return makeDocx([
    { kind: "heading", level: 1, words: TITLE },
    ...[...PARAGRAPHS, LEAD].map((words) => ({ kind: "paragraph", words }) as const),
    ...DEMANDS.map((words) => ({ kind: "item", words }) as const),
  ]);
}

async function pdf(): Promise<Uint8Array> {
  const document = new PdfDocument({ margin: 72 });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => void parts.push(part));
  document.fontSize(20).text(TITLE).moveDown();
  document.fontSize(11);
  for (const words of [...PARAGRAPHS.map((each) => each.replace("’", "'")), LEAD]) document.text(words).moveDown();
  for (const words of DEMANDS) document.text(`• ${words}`);
  document.end();
  await once(document, "end");
  return Buffer.concat(parts);
}

test("import: the statement of a file of each kind, in the form that can be signed", async () => {
  const files = [
    fileOf(
      "letter.txt",
      `${TITLE}\r\n\r\n${PARAGRAPHS.join("\r\n\r\n")}\r\n\r\n${LEAD}\r\n\r\n${DEMANDS.map((each) => `- ${each}`).join("\r\n")}\r\n`,
    ),
    fileOf("letter.md", TEXT),
    fileOf("letter.html", PAGE),
    fileOf("letter.docx", docx()),
    fileOf("letter.pdf", await pdf()),
  ];
  for (const file of files) {
    const { status, stdout, stderr } = await runCli(["import", file, "--markdown"]);
    assert.equal(status, 0, `${file}: ${stderr}`);
    assert.equal(stdout.replace("council's", "council’s"), TEXT, file);
    parseText(stdout);
  }
});

test("import: what each part is, how sure that is, and what to look at", async () => {
  const names = Array.from({ length: 30 }, (_, at) => `Ada Quill-${at}, Harbour Town`).join("\n");
  const file = fileOf(
    "signed.txt",
    `${TITLE}\n\n\u001b[31m${PARAGRAPHS.join("\n\n")}\n\nSigned by:\n${names}\nand 37 others\n`,
  );
  const { status, stdout, stderr } = await runCli(["import", file]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /signed\.txt: plain text, [\d,]+ bytes, in English \(en\)\./);
  assert.match(stdout, / 1 \+ headline +\w+ +Open the reading rooms\n/);
  assert.match(stdout, / 2 \+ body +\w+ +\ufffd\[31mThe reading rooms of the town/);
  assert.match(stdout, / - signatory +\w+ +Ada Quill-0, Harbour Town\n/);
  assert.match(stdout, /and \d+ more of these: --json has them all\n/);
  assert.match(stdout, /Found\n[\s\S]*30 signatories named; it says itself that there are more\n/);
  assert.ok(!stdout.includes("\u001b"), "nothing that moves a terminal");
  assert.ok(stdout.split("\n").every((line) => line.length <= 96));
});

test("import: JSON, as documented", async () => {
  const { status, stdout } = await runCli(["import", fileOf("letter.html", PAGE), "--json"]);
  assert.equal(status, 0);
  const labelled = JSON.parse(stdout);
  assert.deepEqual(Object.keys(labelled), [
    "source",
    "lang",
    "blocks",
    "title",
    "standfirst",
    "framing",
    "demands",
    "initiators",
    "signatories",
    "signatoriesComplete",
    "dates",
    "warnings",
  ]);
  assert.deepEqual([labelled.source.kind, labelled.lang, labelled.title], ["html", "en", TITLE]);
  assert.deepEqual(
    labelled.demands.map(({ text }: { text: string }) => text),
    DEMANDS,
  );
  for (const { role, text, confidence, rule, start, end } of labelled.blocks) {
    assert.ok(typeof role === "string" && typeof rule === "string" && text !== "");
    assert.ok(confidence > 0 && confidence <= 1 && start < end);
  }
});

test("import: from standard input, of the kind that is named, into a file; warnings on standard error", async () => {
  const output = join(folder, "statement.en.md");
  const words = ["import", "-", "--format", "html", "--markdown", "-o", output];
  const { status, stdout, stderr } = await runCli(words, { input: `${PAGE}<img src="seal.png">` });
  assert.deepEqual([status, stdout], [0, ""], stderr);
  assert.equal(readFileSync(output, "utf8"), TEXT);
  const text = await runCli(["import", "-", "--format", "text", "--json"], { input: PAGE });
  assert.equal(JSON.parse(text.stdout).source.kind, "text");
});

test("import: an address, with its style sheets, and what stands in its way", async () => {
  host.page(
    "post.example",
    "/letter",
    PAGE.replace("<article>", '<article><p class="ad">Buy a warm coat for the reading room today.</p>'),
  );
  host.page("post.example", "/post.css", ".ad { display: none }", "text/css");
  const { status, stdout, stderr } = await runCli(["import", "https://post.example/letter", "--markdown"], { env });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, TEXT);
  assert.deepEqual(host.asked(), ["post.example/letter", "post.example/post.css"]);
  const absent = await runCli(["import", "http://post.example/absent"], { env });
  assert.deepEqual([absent.status, absent.stdout], [2, ""]);
  assert.match(absent.stderr, /^There is nothing at https:\/\/post\.example\/absent/);
  dns.answer("post.example", "A", ["127.0.0.1"]);
  const inside = await runCli(["import", "https://post.example/letter"], { env });
  assert.equal(inside.status, 2);
  assert.match(inside.stderr, /127\.0\.0\.1, which is not an address of the public internet/);
});

test("import: what cannot be read or made a text says why, and nothing is written", async () => {
  const output = join(folder, "refused.md");
  const empty = await runCli(["import", fileOf("empty.txt", ""), "-o", output]);
  assert.deepEqual([empty.status, empty.stdout], [1, ""]);
  assert.match(empty.stderr, /empty\.txt: there is nothing in it/);
  const binary = await runCli(["import", fileOf("odd.bin", Uint8Array.of(1, 2, 0, 3)), "--json"]);
  assert.equal(binary.status, 1);
  assert.deepEqual(Object.keys(JSON.parse(binary.stdout).error), ["code", "message", "line", "column"]);
  const alone = await runCli(["import", fileOf("title.txt", `${TITLE}\n`), "--markdown", "-o", output]);
  assert.deepEqual([alone.status, alone.stdout], [1, ""]);
  assert.match(alone.stderr, /no statement can be made of it/);
  const large = fileOf("large.pdf", "%PDF-1.7\n");
  truncateSync(large, 3_000_000_000);
  const swollen = await runCli(["import", large]);
  assert.equal(swollen.status, 2);
  assert.match(swollen.stderr, /large\.pdf has 3,000,000,000 bytes, and at most 52,428,800/);
  assert.ok(!existsSync(output));
});

test("import: wrong usage", async () => {
  const file = fileOf("usage.txt", "Words.");
  for (const words of [
    ["import"],
    ["import", file, "--format", "rtf"],
    ["import", file, "--json", "--markdown"],
    ["import", join(folder, "absent.txt")],
  ])
    assert.equal((await runCli(words)).status, 2, words.join(" "));
});
