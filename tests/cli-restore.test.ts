import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { mirrorOf } from "./mirror-of.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-restore-"));
const copy = join(folder, "copy.db");
const mirror = join(folder, "mirror");
let place: Place;
let opened: OpenPlace;
let statement: StatementView;

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  const { id } = await opened.depositary.drafts.create(makeDraft());
  statement = await opened.depositary.drafts.open(id);
  await sign("Early");
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
  rmSync(folder, { recursive: true });
});

async function sign(name: string): Promise<void> {
  const { signing } = opened.depositary;
  const mailbox = `${name.toLowerCase()}@post.example`;
  await signing.submit(statement.id, makeSignature(statement, { name, mailbox }), { address: "192.0.2.1" });
  const { receipt } = await signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
  assert.ok(receipt);
}

function restore(...words: string[]) {
  return runCli(["restore", ...words], { env: { DATA_DIR: place.dataDir } });
}

test("a copy of a running database, for its owner alone, without the secrets", async () => {
  const { status, stdout, stderr } = await runCli(["backup", copy], { env: { DATA_DIR: place.dataDir } });
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^Copied [\d,]+ bytes to .*copy\.db\. secrets\.json is not in it\.\n$/);
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  const { signingSeed } = JSON.parse(readFileSync(join(place.dataDir, "secrets.json"), "utf8"));
  assert.ok(!readFileSync(copy).includes(Buffer.from(signingSeed, "base64")));
});

test("no file is written over, and PostgreSQL is told how it is copied", async () => {
  const again = await runCli(["backup", copy], { env: { DATA_DIR: place.dataDir } });
  assert.deepEqual(
    [again.status, again.stderr],
    [2, `${copy} is there already. Choose another name: no copy is written over.\n`],
  );
  const env = { DATA_DIR: place.dataDir, DATABASE_URL: "postgres://x@localhost/y" };
  const postgres = await runCli(["backup", join(folder, "no.db")], { env });
  assert.equal(postgres.status, 2);
  assert.match(postgres.stderr, /pg_dump --format=custom/);
  const nowhere = await runCli(["backup", join(folder, "no.db"), "--data-dir", folder]);
  assert.deepEqual(
    [nowhere.status, nowhere.stderr],
    [2, `There is no database in ${folder}. Set DATA_DIR to the data folder.\n`],
  );
});

test("the copy is put back, and the commands say what is wrong and bring it back", async () => {
  await sign("Late");
  await mirrorOf(opened.depositary, mirror, [statement.id]);
  await opened.depositary.close();
  for (const name of readdirSync(place.dataDir)) {
    if (name.startsWith("undersigned.db")) rmSync(join(place.dataDir, name));
  }
  copyFileSync(copy, join(place.dataDir, "undersigned.db"));

  const looked = await restore("--from", mirror, "--dry-run");
  assert.deepEqual([looked.status, looked.stderr], [0, ""]);
  assert.match(looked.stdout, /Nothing was changed\. Without --dry-run all of it comes back\.\n$/);

  const done = await restore("--from", mirror);
  assert.deepEqual([done.status, done.stderr], [0, ""]);
  const said = done.stdout.replaceAll(/\s+/g, " ");
  assert.match(said, /✓ “Open the reading rooms” \([a-z2-7]{16}\): 1 of 1 entries are back\. 1 signature counts, but/);
  assert.match(said, /All that was published is there: start the server\. Say publicly/);

  const whole = await restore("--from", mirror);
  assert.match(whole.stdout, /^The log of heads has (\d+) entries; it had \1\. The anchor knows \1\.\n/);
  assert.match(whole.stdout, /Nothing is missing: there is nothing to bring back\.\n$/);

  const again = await restore("--from", mirror, "--json");
  assert.equal(again.status, 0);
  const report = JSON.parse(again.stdout);
  assert.deepEqual([report.complete, report.statements, report.problems], [true, [], []]);

  opened = await place.open();
  assert.equal(opened.depositary.trouble(), null);
  assert.equal((await opened.depositary.statements.counts(statement.id)).total, 2);
});

test("what cannot be used, and what does not answer, are said apart", async () => {
  const neither = await restore();
  assert.deepEqual(
    [neither.status, neither.stderr],
    [2, "Give either --from, with a mirror, or --successor, with a host name.\n"],
  );
  const empty = await restore("--from", folder);
  assert.equal(empty.status, 2);
  assert.match(empty.stderr, /has no log\/checkpoint: it is not the folder of one depositary\./);
  const silent = await restore("--from", "http://127.0.0.1:1/x");
  assert.equal(silent.status, 3);
  assert.match(silent.stderr, /does not answer\. Try again, or use another mirror\./);
  const host = await restore("--successor", "not a host");
  assert.equal(host.status, 2);
});
