import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import type { ServedPlace } from "./served-place.ts";
import { servePlace, signPublished } from "./served-place.ts";
import { openStatement } from "./statement-story.ts";

/* A key that takes over by an act in the log is followed; one that was merely put in its place is an alarm. */

const folder = mkdtempSync(join(tmpdir(), "undersigned-monitor-rotation-"));
let place: Place;
let open: OpenPlace;
let site: ServedPlace;
let statement: StatementView;
let first: string;

before(async () => {
  place = await makePlace("sqlite");
  open = await place.open();
  statement = await openStatement(open);
  site = await servePlace(open.depositary);
  first = open.depositary.identity.vkey;
  await signPublished(open, statement, "Ada Winter");
});

after(async () => {
  await site.close();
  await open.depositary.close();
  await place.remove();
  rmSync(folder, { recursive: true });
});

async function replaceKey(): Promise<void> {
  await open.depositary.close();
  const store = await place.openStore();
  await rotate({ store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now });
  await store.close();
  open = await place.open();
  site.answerWith(open.depositary);
}

async function monitor(into: string, ...words: string[]): Promise<{ status: number | null; codes: string[] }> {
  const all = ["monitor", site.url.origin, "--once", "--json", "--folder", join(folder, into), ...words];
  const { status, stdout, stderr } = await runCli(all);
  const lines = stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "");
  const codes = lines.map((line): { code?: string } => JSON.parse(line)).flatMap(({ code }) => code ?? []);
  assert.ok(status !== 2, stderr);
  return { status, codes };
}

test("one rotation, and two between visits, are followed and told, and all stays well", async () => {
  assert.deepEqual(await monitor("known", "--key", first), { status: 0, codes: ["first_visit"] });
  await signPublished(open, statement, "Ben Summer");
  await replaceKey();
  await signPublished(open, statement, "Cleo Autumn");
  assert.deepEqual(await monitor("known", "--key", first), { status: 0, codes: ["key_rotated"] });
  assert.deepEqual(await monitor("known", "--key", first), { status: 0, codes: [] });
  await replaceKey();
  await replaceKey();
  await signPublished(open, statement, "Dora Spring");
  assert.deepEqual(await monitor("known", "--key", first), { status: 0, codes: ["key_rotated", "key_rotated"] });
  await signPublished(open, statement, "Emil Winter");
  assert.deepEqual(await monitor("known", "--key", first), { status: 0, codes: [] });
});

test("a first visit after it, with the first key or with the last", async () => {
  const { status, codes } = await monitor("late", "--key", first);
  assert.deepEqual([status, codes.sort()], [0, ["first_visit", "key_rotated", "key_rotated", "key_rotated"]]);
  const { vkey } = open.depositary.identity;
  assert.deepEqual(await monitor("later", "--key", vkey), { status: 0, codes: ["first_visit"] });
});

test("a key without its chain, or with one that does not lead from the known key, is an alarm", async () => {
  const { vkey } = open.depositary.identity;
  await monitor("strict", "--key", vkey);
  await replaceKey();
  site.tamper((path, { status, body }) => {
    if (path !== "/.well-known/undersigned.json") return null;
    const { identity, ...rest } = JSON.parse(Buffer.from(body).toString("utf8"));
    return { status, body: Buffer.from(JSON.stringify({ ...rest, identity: identity.slice(0, -1) })) };
  });
  const { status, codes } = await monitor("strict", "--key", vkey);
  assert.equal(status, 1);
  assert.ok(codes.includes("key_changed"), codes.join());
});
