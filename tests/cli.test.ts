import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openStore } from "@undersigned/store/store.ts";
import { checkApiToken } from "../packages/server/src/depositary/api-tokens.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

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
