import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { move } from "../packages/server/src/handover/move.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { serveFolder } from "./mirror-of.ts";
import { runCli } from "./run-cli.ts";
import type { ServedPlace } from "./served-place.ts";
import { servePlace, signPublished } from "./served-place.ts";
import { openStatement } from "./statement-story.ts";

/* A depositary that moves to another host, as a monitor sees it at the old host and at the new one. */

const folder = mkdtempSync(join(tmpdir(), "undersigned-monitor-move-"));
const left = join(folder, "left");
const NEW = "sign.letters.example";
let place: Place;
let open: OpenPlace;
let site: ServedPlace;
let statement: StatementView;
/** The keys of the old host. */
let first: string;
let last: string;

before(async () => {
  place = await makePlace("sqlite");
  open = await place.open();
  statement = await openStatement(open);
  site = await servePlace(open.depositary);
  first = open.depositary.identity.vkey;
  await signPublished(open, statement, "Ada Winter");
  for (const into of ["known", "elsewhere"]) await monitor(into, site.url.origin, "--key", first);
  await replaceKey();
  last = open.depositary.identity.vkey;
  await signPublished(open, statement, "Ben Summer");
  await open.depositary.close();
  const store = await place.openStore();
  const deps = { store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now, onNotice: () => undefined };
  await move({ ...deps, to: NEW, exportTo: left });
  await store.close();
  open = await place.open();
  site.answerWith(open.depositary);
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

type Seen = { readonly status: number | null; readonly codes: string[]; readonly said: string };

async function monitor(into: string, address: string, ...words: string[]): Promise<Seen> {
  const all = ["monitor", address, "--once", "--json", "--folder", join(folder, into), ...words];
  const { status, stdout, stderr } = await runCli(all);
  const lines = stdout.split("\n").filter((line) => line !== "");
  const codes = lines.map((line): { code?: string } => JSON.parse(line)).flatMap(({ code }) => code ?? []);
  assert.ok(status !== 2, stderr);
  return { status, codes, said: stdout };
}

test("what the old host goes on serving is followed to its end, and tells where it went; then all is quiet", async () => {
  const server = await serveFolder(left);
  try {
    const { status, codes, said } = await monitor("known", server.url, "--key", first);
    assert.deepEqual([status, codes], [0, ["key_rotated", "moved"]]);
    assert.ok(said.includes(`undersigned monitor https://${NEW} --key '${open.depositary.identity.vkey}'`), said);
    const again = await monitor("known", server.url, "--key", first);
    assert.deepEqual([again.status, again.codes], [0, []]);
    const late = await monitor("late", server.url, "--key", last);
    assert.deepEqual([late.status, late.codes], [0, ["first_visit", "moved"]]);
  } finally {
    await server.close();
  }
});

test("the new host in place of the old one is no alarm either, and is told", async () => {
  const { status, codes } = await monitor("elsewhere", site.url.origin, "--key", first);
  assert.deepEqual([status, codes.includes("moved"), codes.includes("key_changed")], [0, true, false]);
});

test("a key of the new host that the old one did not name is an alarm", async () => {
  await monitor("strict", site.url.origin, "--key", open.depositary.identity.vkey);
  site.tamper((path, { status, body }) => {
    if (path !== "/.well-known/undersigned.json") return null;
    const { identity, ...rest } = JSON.parse(Buffer.from(body).toString("utf8"));
    return { status, body: Buffer.from(JSON.stringify({ ...rest, identity: identity.slice(0, -1) })) };
  });
  const { status, codes } = await monitor("elsewhere", site.url.origin, "--key", first);
  site.tamper(null);
  assert.deepEqual([status, codes.includes("key_changed")], [1, true]);
});

test("the new host is followed in the same folder, and its logs must begin with those of the old one", async () => {
  const { vkey } = open.depositary.identity;
  await signPublished(open, statement, "Cleo Autumn");
  cpSync(join(folder, "known"), join(folder, "forged"), { recursive: true });
  const seen = await monitor("known", site.url.origin, "--key", vkey);
  assert.deepEqual([seen.status, seen.codes], [0, ["first_visit"]]);
  const checkpoint = join(folder, "forged", "letters.example", "s", statement.id, "log", "checkpoint");
  const [origin, size, root = "", ...rest] = readFileSync(checkpoint, "utf8").split("\n");
  const other = `${root.startsWith("A") ? "B" : "A"}${root.slice(1)}`;
  writeFileSync(checkpoint, [origin, size, other, ...rest].join("\n"));
  const rewritten = await monitor("forged", site.url.origin, "--key", vkey);
  assert.deepEqual([rewritten.status, rewritten.codes], [1, ["first_visit", "entries_differ"]]);
});
