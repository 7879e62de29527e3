import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import { openStatement, saveBundle, signAs } from "./statement-story.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-cli-move-"));
let place: Place;
let opened: OpenPlace;
let old: string;
let id: string;

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  const statement = await openStatement(opened);
  ({ id } = statement);
  await signAs(opened, statement, "Ada Winter");
  old = opened.depositary.identity.vkey;
  await opened.depositary.close();
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
  rmSync(folder, { recursive: true });
});

function move(...words: string[]) {
  return runCli(["move", ...words], { env: { DATA_DIR: place.dataDir } });
}

test("what is no address, and nobody who can be asked, are refused", async () => {
  for (const [words, message] of [
    [["--to", "http://sign.letters.example", "--yes"], /must begin with https/],
    [["--to", "not a host", "--yes"], /is not a host name/],
    [["--to", "sign.letters.example"], /Nobody can be asked here/],
  ] as const) {
    const { status, stderr } = await move(...words);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
});

test("it moves, and says what to do now", async () => {
  const exported = join(folder, "old-host");
  const { status, stdout, stderr } = await move("--to", "https://sign.letters.example/", "--export", exported, "--yes");
  assert.deepEqual([status, stderr], [0, ""]);
  const said = stdout.replaceAll(/\s+/g, " ");
  assert.match(said, /^letters\.example has moved to sign\.letters\.example; 1 statement goes on there\. Key: sign\./);
  assert.match(said, /Now: set BASE_URL to https:\/\/sign\.letters\.example and start the server\./);
  const { origin, vkey } = JSON.parse(readFileSync(join(exported, ".well-known", "undersigned.json"), "utf8"));
  assert.deepEqual([origin, vkey], ["letters.example", old]);
  opened = await place.open();
});

test("verify tells where it went", async () => {
  const bundle = join(folder, "after.zip");
  await saveBundle(opened, id, bundle);
  const { status, stdout } = await runCli(["verify", bundle, "--key", old]);
  assert.equal(status, 0, stdout);
  const said = stdout.replaceAll(/\s+/g, " ");
  assert.match(
    said,
    /letters\.example moved to sign\.letters\.example, with the key sign\.letters\.example\+[0-9a-f]{8}\./,
  );
});
