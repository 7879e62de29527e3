import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { makeReplays } from "../packages/cli/src/monitor/replays.ts";
import { worstOf } from "../packages/cli/src/monitor/report.ts";
import { openSite } from "../packages/cli/src/monitor/site.ts";
import type { Outcome } from "../packages/cli/src/monitor/visit-once.ts";
import { visitOnce } from "../packages/cli/src/monitor/visit-once.ts";
import type { ForgedDepositary } from "./forged-depositary.ts";
import { FORGED_KEY, forgeDepositary, openEntry, signEntry } from "./forged-depositary.ts";

/* A depositary that wants a monitor to see nothing, or to see nothing any more. */

const keys = [parseVerifierKey(FORGED_KEY)];
let forged: ForgedDepositary;
let folder = "";

beforeEach(async () => {
  forged = await forgeDepositary();
  folder = mkdtempSync(join(tmpdir(), "undersigned-hostile-"));
  forged.add("rooms", openEntry(), signEntry(1));
  forged.publish("rooms");
});
afterEach(async () => {
  await forged.close();
  rmSync(folder, { recursive: true, force: true });
});

async function look(watching: readonly string[] = []): Promise<Outcome> {
  const settings = { folder, keys, alone: true, policy: null, watching, replays: makeReplays(), webhook: null };
  const time = { now: () => 1_800_000_000, sleep: async () => undefined };
  return await visitOnce(forged.url, { ...settings, ...time }, () => undefined);
}

/** The codes that are new, without those that every visit here has: nobody wrote the texts of this version. */
function codes({ findings }: Outcome): string[] {
  return findings.map(({ code }) => code).filter((code) => code !== "first_visit" && code !== "version_missing");
}

function list(...items: readonly object[]): void {
  forged.files.set("/api/v1/statements?limit=50", encodeUtf8(JSON.stringify({ items, next: null })));
}

const COUNTS = { total: 1, organisations: 0, people: 1, named: 0, unnamed: 1, earlier: 0 };
const LEVELS = { organisation: [0, 0, 0, 0], person: [1, 0, 0] };

test("a statement that is listed for everyone, and whose log is kept back, is not taken for one that is shown by link", async () => {
  const entries = forged.statements.get("rooms") ?? [];
  list({ id: "rooms", log: {}, counts: { ...COUNTS, levels: LEVELS } });
  forged.statements.delete("rooms");
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["log_withheld"]);
  assert.equal(worstOf(outcome.memory as NonNullable<Outcome["memory"]>), "warning");
  forged.statements.set("rooms", entries);
  assert.deepEqual(codes(await look()), ["resolved"]);
});

test("one that was never listed and has no log to be read is shown by link, and no matter", async () => {
  forged.statements.delete("rooms");
  assert.deepEqual(codes(await look()), []);
});

const ODD_LISTS: Readonly<Record<string, object>> = {
  "a count that is half a character": { counts: { ...COUNTS, total: "\ud800", levels: LEVELS } },
  "a count that is no number": { counts: { ...COUNTS, total: "x".repeat(100_000), levels: LEVELS } },
  "levels that are no list": { counts: { ...COUNTS, levels: { organisation: "\udfff", person: null } } },
  "no counts": {},
};

for (const [what, item] of Object.entries(ODD_LISTS)) {
  test(`a list with ${what} is told, and neither ends the visit nor is remembered`, async () => {
    list({ id: "rooms", log: {}, ...item });
    const outcome = await look();
    assert.deepEqual(codes(outcome), ["unreadable"]);
    assert.equal(outcome.memory?.statements.get("rooms")?.claim, null);
    assert.ok((outcome.findings.find(({ code }) => code === "unreadable")?.message.length ?? 0) < 300);
    list({ id: "rooms", log: {}, counts: { ...COUNTS, levels: LEVELS } });
    assert.deepEqual(codes(await look()), ["resolved"]);
  });
}

test("an id in the list that no statement can have is told, and not remembered", async () => {
  list({ id: "\ud800\u001b[2J".repeat(10_000), log: {} }, { id: "../../rooms", log: {} });
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["unreadable"]);
  assert.equal(outcome.memory?.unlogged.size, 0);
});

test("a name in a list that is half a character, or without end, is told and ends no visit", async () => {
  const item = { index: 1, name: `\ud800${"x".repeat(100_000)}`, domain: "reading.example" };
  forged.files.set(
    "/api/v1/statements/rooms/signatories?kind=organisation&limit=200&cursor=-1",
    encodeUtf8(JSON.stringify({ items: [item], next: null })),
  );
  forged.files.set(
    "/api/v1/statements/rooms/signatories?kind=organisation&limit=200",
    encodeUtf8(JSON.stringify({ items: [item], next: null })),
  );
  const outcome = await look(["reading.example"]);
  assert.deepEqual(codes(outcome), ["name_unproven"]);
  assert.ok((outcome.findings.find(({ code }) => code === "name_unproven")?.message.length ?? 0) < 3_000);
});

test("a visit has an end, however slowly a site answers", async () => {
  await assert.rejects(openSite(forged.url, 0).read("/log/checkpoint", 1_000), { code: "unavailable" });
  forged.silent = true;
  await assert.rejects(openSite(forged.url, 50).read("/log/checkpoint", 1_000), { code: "unavailable" });
});
