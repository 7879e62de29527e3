import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { formatReceipt } from "../packages/core/src/verify/receipt.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import { openStatement, saveBundle, signAs } from "./statement-story.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-cli-rotate-"));
const bundle = join(folder, "after.zip");
const receiptFile = join(folder, "receipt.json");
let place: Place;
let opened: OpenPlace;
let statement: StatementView;
let old: string;

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  statement = await openStatement(opened);
  writeFileSync(receiptFile, formatReceipt((await signAs(opened, statement, "Ada Winter")).receipt));
  old = opened.depositary.identity.vkey;
  await opened.depositary.close();
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
  rmSync(folder, { recursive: true });
});

function rotate(...words: string[]) {
  return runCli(["rotate", ...words], { env: { DATA_DIR: place.dataDir } });
}

test("nobody who can be asked, or no database, and nothing is changed", async () => {
  const secrets = readFileSync(join(place.dataDir, "secrets.json"), "utf8");
  const silent = await rotate();
  assert.deepEqual(
    [silent.status, silent.stdout, silent.stderr],
    [2, "", "Nobody can be asked here. If you are sure, add --yes.\n"],
  );
  const nowhere = await rotate("--yes", "--data-dir", folder);
  assert.deepEqual(
    [nowhere.status, nowhere.stderr],
    [2, `There is no database in ${folder}. Set DATA_DIR to the data folder.\n`],
  );
  assert.equal(readFileSync(join(place.dataDir, "secrets.json"), "utf8"), secrets);
});

test("the key is replaced, and what to do now is said", async () => {
  const { status, stdout, stderr } = await rotate("--yes");
  assert.deepEqual([status, stderr], [0, ""]);
  const [done, from, to] = stdout.split("\n");
  assert.equal(done, "The key of letters.example is replaced.");
  assert.equal(from, `Old key: ${old}`);
  opened = await place.open();
  assert.equal(to, `New key: ${opened.depositary.identity.vkey}`);
  assert.match(stdout, /Now: back up secrets\.json, start the server, and publish the new key/);
});

test("verify tells which key was trusted, and which took over", async () => {
  await signAs(opened, statement, "Bo Nilsson");
  await saveBundle(opened, statement.id, bundle);
  const verified = await runCli(["verify", bundle, "--key", old]);
  assert.equal(verified.status, 0);
  const said = verified.stdout.replaceAll(/\s+/g, " ");
  const [oldName, newName] = [old, opened.depositary.identity.vkey].map((vkey) => vkey.split("+", 2).join("\\+"));
  assert.match(
    said,
    new RegExp(
      `Keys – You trust the key ${oldName}\\. – On [^–]* letters\\.example replaced the key ${oldName} by ${newName}\\. Both keys signed that\\. – This was signed with ${newName}\\.`,
    ),
  );
  assert.match(said, /✓ Whenever the depositary replaced its key, or moved to another host/);
  assert.match(said, /whoever steals a key can hand over with it too/);
  const json = JSON.parse((await runCli(["verify", bundle, "--key", old, "--json"])).stdout);
  assert.deepEqual(
    json.key.handOvers.map(({ act, from, key }: Record<string, string>) => [act, from, key]),
    [["rotate", old, opened.depositary.identity.vkey]],
  );
});

test("an old receipt beside the new bundle, by either key", async () => {
  for (const key of [old, opened.depositary.identity.vkey]) {
    const compared = await runCli(["verify", receiptFile, "--against", bundle, "--key", key]);
    assert.equal(compared.status, 0, compared.stdout);
  }
  // By itself the receipt knows nothing of the key that came later.
  const alone = await runCli(["verify", receiptFile, "--key", opened.depositary.identity.vkey]);
  assert.equal(alone.status, 1);
});

test("again, for a program", async () => {
  await opened.depositary.close();
  const before = opened.depositary.identity.vkey;
  const { status, stdout } = await rotate("--yes", "--json");
  assert.equal(status, 0);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.origin, report.from, report.resumed], ["letters.example", before, false]);
  assert.ok(parseVerifierKey(report.to));
  opened = await place.open();
});
