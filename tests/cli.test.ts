import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openStore } from "@undersigned/store/store.ts";
import { checkApiToken } from "../packages/server/src/depositary/api-tokens.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const LETTER = "Open the reading rooms\r\n\r\nReading rooms are where a town\r\nmeets its *own* mind.\r\n";
const TEXT = "# Open the reading rooms\n\nReading rooms are where a town meets its \\*own\\* mind.\n";

test("every command has help, with its exit status and an example", async () => {
  for (const command of [["serve"], ["verify"], ["witness"], ["import"], ["token", "create"]]) {
    const { status, stdout } = await runCli([...command, "--help"]);
    assert.equal(status, 0);
    assert.match(stdout, /--json/);
    assert.ok(
      stdout.split("\n").every((line) => line.length <= 110),
      `${command}: lines fit a terminal`,
    );
  }
  assert.match((await runCli(["--help"])).stdout, /serve[\s\S]*verify[\s\S]*witness[\s\S]*import[\s\S]*token/);
});

test("help needs neither database nor server: it is there at once", async () => {
  const loaded = `
    import { registerHooks } from "node:module";
    registerHooks({ resolve(specifier, context, next) {
      if (/kysely|^hono|^pg$|noble/.test(specifier)) throw new Error("loaded " + specifier);
      return next(specifier, context);
    } });`;
  const node = ["--import", `data:text/javascript,${encodeURIComponent(loaded)}`];
  const { status, stderr } = await runCli(["--help"], { node });
  assert.equal(status, 0, stderr);
});

test("import: a text on standard output, changes on standard error", async () => {
  const file = join(folder, "letter.txt");
  writeFileSync(file, LETTER);
  const { status, stdout, stderr } = await runCli(["import", file]);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, TEXT);
  assert.match(stderr, /^line 1: Line ends were changed/m);
  assert.match(stderr, /^line 3: Lines were joined/m);
  assert.match(stderr, /^1 block, 3 changes\.$/m);
});

test("import: Markdown, from standard input, into a file, as JSON", async () => {
  const output = join(folder, "statement.en.md");
  const { status, stdout } = await runCli(["import", "-", "--format", "markdown", "--output", output, "--json"], {
    input: LETTER,
  });
  assert.equal(status, 0);
  const { text, sha256, blocks, changes } = JSON.parse(stdout);
  assert.equal(text, TEXT.replaceAll("\\*", "*"));
  assert.equal(readFileSync(output, "utf8"), text);
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual([blocks, changes.length], [1, 3]);
});

test("import: what cannot be made a text is refused with its place, and nothing is written", async () => {
  const file = join(folder, "letter.md");
  const output = join(folder, "refused.md");
  writeFileSync(file, "# Title\n\nWords.\n\n<b>Bold</b>\n");
  const { status, stdout, stderr } = await runCli(["import", file, "-o", output]);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /letter\.md, line 5, column 1: HTML .*\n {2}<b>Bold<\/b>\n/);
  assert.throws(() => readFileSync(output));
  const json = await runCli(["import", file, "--json"]);
  assert.equal(json.status, 1);
  assert.deepEqual(
    { line: 5, column: 1, code: "text_refused" },
    (({ line, column, code }) => ({ line, column, code }))(JSON.parse(json.stdout).error),
  );
  writeFileSync(file, Uint8Array.of(0x61, 0x0a, 0xff, 0x0a));
  assert.match((await runCli(["import", file])).stderr, /line 2: the bytes are not UTF-8/);
});

test("import: wrong usage", async () => {
  for (const words of [["import"], ["import", "-", "--format", "docx"], ["import", join(folder, "absent.txt")]]) {
    assert.equal((await runCli(words)).status, 2, words.join(" "));
  }
});

test("token create: a token that the depositary in this data folder knows", async () => {
  const dataDir = join(folder, "data");
  const { status, stdout, stderr } = await runCli(["token", "create", "--label", "newsletter"], {
    env: { DATA_DIR: dataDir },
  });
  assert.equal(status, 0, stderr);
  const token = stdout.trim();
  assert.match(stdout, /^undersigned_[A-Za-z0-9_-]{40,}\n$/);
  const json = await runCli(["token", "create", "--json"], { env: { DATA_DIR: dataDir } });
  assert.deepEqual(Object.keys(JSON.parse(json.stdout)), ["token", "label"]);
  const store = await openStore({ file: join(dataDir, "undersigned.db") });
  try {
    const known = await checkApiToken({ store, clock: Date.now }, token);
    assert.ok(known !== null);
    assert.equal(await checkApiToken({ store, clock: Date.now }, `${token}x`), null);
  } finally {
    await store.close();
  }
});

test("token create: settings and labels that are refused", async () => {
  const dataDir = join(folder, "data");
  const label = await runCli(["token", "create", "--label", ""], { env: { DATA_DIR: dataDir } });
  assert.equal(label.status, 2);
  assert.notEqual(label.stderr, "");
  const settings = await runCli(["token", "create"], { env: { DATA_DIR: dataDir, PORT: "many" } });
  assert.equal(settings.status, 2);
  assert.match(settings.stderr, /PORT/);
});
