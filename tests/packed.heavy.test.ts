import assert from "node:assert/strict";
import type { ChildProcessByStdio } from "node:child_process";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { after, before, test } from "node:test";

import { makeDocx } from "./make-docx.ts";
import { makePdf } from "./make-pdf.ts";

const root = path.dirname(import.meta.dirname);
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "undersigned-packed-")));
const program = path.join(folder, "node_modules/undersigned/bin/undersigned.js");
let packed: { filename: string; files: { path: string }[] };

/** Nothing of the clone may be within reach: neither its Node on the path nor settings that npm passes on. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, DATA_DIR: path.join(folder, "data"), HOST: "127.0.0.1", PORT: "0" }).filter(
    ([name]) => !/^(npm_|NODE_TEST_CONTEXT|NODE_OPTIONS|NODE_COMPILE_CACHE|DATABASE_URL|SMTP_URL|BASE_URL)/.test(name),
  ),
);

function npm(words: readonly string[], cwd: string): string {
  const cli = process.env.npm_execpath;
  const [command, before] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  return execFileSync(command, [...before, ...words], { cwd, env, encoding: "utf8" });
}

function undersigned(...words: readonly string[]) {
  return spawnSync(process.execPath, [program, ...words], { cwd: folder, env, encoding: "utf8" });
}

/** Waits until the output of `child` has what `pattern` matches. */
async function waitFor(child: ChildProcessByStdio<null, Readable, Readable>, pattern: RegExp): Promise<string> {
  let output = "";
  const deadline = AbortSignal.timeout(20_000);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (output += part));
  while (!pattern.test(output)) {
    if (deadline.aborted || child.exitCode !== null) throw new Error(`no ${pattern} in:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return pattern.exec(output)?.[0] ?? "";
}

before(() => {
  execFileSync(process.execPath, [path.join(root, "tools/build.ts")], { cwd: root });
  packed = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], path.join(root, "packages/cli")))[0];
  mkdirSync(path.join(folder, "data"));
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }');
  npm(["install", "--offline", "--no-audit", "--no-fund", path.join(folder, packed.filename)], folder);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("the package holds the built program, its licences and nothing else", () => {
  const files = packed.files.map((file) => file.path);
  for (const file of ["LICENSE", "README.md", "package.json", "bin/undersigned.js", "dist/undersigned.js"]) {
    assert.ok(files.includes(file), `${file} is missing`);
  }
  for (const file of [
    "dist/sqlite-worker.js",
    "dist/tile-thread.js",
    "dist/picture-thread.js",
    "dist/assets/index_bg.wasm",
    "dist/reading-worker.js",
    "dist/third-party-licences.txt",
    "dist/assets/base.css",
  ]) {
    assert.ok(files.includes(file), `${file} is missing`);
  }
  const odd = files.filter((file) => !/^(bin|dist)\/|^(LICENSE|README\.md|package\.json)$/.test(file));
  assert.deepEqual(odd, []);
  assert.ok(!files.some((file) => /\.ts$|test/.test(file)));
});

test("it needs no other package, and goes without the one that draws logos", () => {
  const { undersigned } = JSON.parse(npm(["ls", "--all", "--json"], folder)).dependencies;
  assert.deepEqual(undersigned.dependencies, { sharp: {} }, "wished for, and not there");
  assert.ok(!existsSync(path.join(folder, "node_modules/sharp")));
  assert.ok(!existsSync(path.join(folder, "node_modules/commander")));
});

test("undersigned --help and --version", () => {
  const help = undersigned("--help");
  assert.equal(help.status, 0, help.stderr);
  assert.match(help.stdout, /Usage: undersigned/);
  assert.equal(help.stderr, "");
  assert.match(undersigned("--version").stdout, /^\d+\.\d+\.\d+\n$/);
});

test("a command that does not exist is refused with status 2", () => {
  const { status, stderr } = undersigned("no-such-command");
  assert.equal(status, 2);
  assert.match(stderr, /no-such-command/);
});

test("undersigned import reads every kind of file, without the packages that it was built of", () => {
  const paragraph =
    "The reading rooms of the town were closed on Sundays last winter, and nobody could say for how long.";
  const page = `<!doctype html><title>Open the reading rooms</title><style>i{color:red}</style><nav><a href="/">Home</a></nav>
    <article><h1>Open the reading rooms</h1><p>${paragraph}</p><p>${paragraph.replace("last winter", "for years")}</p></article>`;
  const files: Record<string, string | Uint8Array> = {
    "letter.html": page,
    "letter.txt": `Open the reading rooms\n\n${paragraph}\n`,
    "letter.md": `# Open the reading rooms\n\n${paragraph}\n`,
    "letter.docx": makeDocx([
      { kind: "heading", level: 1, words: "Open the reading rooms" },
      { kind: "paragraph", words: paragraph },
    ]),
    "letter.pdf": makePdf([
      { kind: "heading", words: "Open the reading rooms" },
      { kind: "paragraph", words: paragraph },
    ]),
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), content);
    const { status, stdout, stderr } = undersigned("import", name, "--markdown");
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.ok(stdout.startsWith(`# Open the reading rooms\n\n${paragraph}\n`), `${name}: ${stdout}`);
  }
});

test("undersigned serve answers with pages, sheets and health, and ends when told to", async () => {
  const child = spawn(process.execPath, [program, "serve"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  try {
    const address = await waitFor(child, /http:\/\/(localhost|127\.0\.0\.1):\d+/);
    assert.equal((await fetch(`${address}/healthz`)).status, 200);
    const page = await fetch(`${address}/`);
    assert.equal(page.status, 200);
    const sheet = /href="([^"]+\.css)"/.exec(await page.text())?.[1];
    assert.ok(sheet !== undefined, "the page links to no sheet");
    const styles = await fetch(new URL(sheet, address));
    assert.equal(styles.status, 200);
    const font = /url\("(\/[^"]+\.woff2)"\)/.exec(await styles.text())?.[1];
    assert.ok(font !== undefined, "the sheet names no font of this server");
    assert.equal((await fetch(new URL(font, address))).status, 200);
    await checkPicture(address);
    child.kill("SIGTERM");
    const [status, signal] = await once(child, "close");
    assert.deepEqual({ status, signal }, { status: 0, signal: null });
  } finally {
    child.kill("SIGKILL");
  }
});

/** What reads copies and what draws pictures run in threads of their own, which are bundled apart. */
async function checkPicture(address: string): Promise<void> {
  const form = new FormData();
  form.set("paste", "Words that are nobody’s here.\n\nAnd a few more of them.");
  const page = await fetch(`${address}/check`, { method: "POST", body: form });
  assert.equal(page.status, 200, await page.text());
  const picture = await fetch(`${page.url}.png`);
  assert.deepEqual([picture.status, picture.headers.get("Content-Type")], [200, "image/png"]);
  assert.ok((await picture.arrayBuffer()).byteLength > 10_000, "words are drawn on it");
}
