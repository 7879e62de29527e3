import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { encodeBase64, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatCosignerKey, signCosignature } from "@undersigned/core/log/cosignature.ts";
import { parseVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { parsePolicy } from "@undersigned/core/log/policy.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { checkContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import { makeReplays } from "../packages/cli/src/monitor/replays.ts";
import { worstOf } from "../packages/cli/src/monitor/report.ts";
import type { MonitorSettings, Outcome } from "../packages/cli/src/monitor/visit-once.ts";
import { visitOnce } from "../packages/cli/src/monitor/visit-once.ts";
import type { ForgedDepositary } from "./forged-depositary.ts";
import { FORGED_HOST, FORGED_KEY, FORGED_SEED, forgeDepositary, openEntry, signEntry } from "./forged-depositary.ts";
import { makeTestCosigner, makeTestSigner } from "./test-signer.ts";

const key = parseVerifierKey(FORGED_KEY);
let forged: ForgedDepositary;
let folder = "";
let time = 0;
let slept = 0;

beforeEach(async () => {
  forged = await forgeDepositary();
  folder = mkdtempSync(join(tmpdir(), "undersigned-forged-"));
  time = 1_800_000_000;
  slept = 0;
  forged.add("rooms", openEntry(), signEntry(1));
  forged.publish("rooms");
});
afterEach(async () => {
  await forged.close();
  rmSync(folder, { recursive: true, force: true });
});

async function look(change: Partial<MonitorSettings> = {}): Promise<Outcome> {
  const settings: MonitorSettings = {
    folder,
    keys: [key],
    alone: true,
    policy: null,
    watching: [],
    replays: makeReplays(),
    webhook: null,
    now: () => time,
    async sleep() {
      slept += 1;
    },
    ...change,
  };
  return await visitOnce(forged.url, settings, () => undefined);
}

/** The codes that are new, without those that every visit here has: nobody wrote the texts of this version. */
function codes({ findings }: Outcome): string[] {
  return findings.map(({ code }) => code).filter((code) => code !== "first_visit" && code !== "version_missing");
}

function readEvidence({ findings }: Outcome, code: string): Uint8Array {
  return readFileSync(join(folder, findings.find((finding) => finding.code === code)?.evidence ?? "-"));
}

test("a forged depositary that keeps the rules is followed like any other", async () => {
  const outcome = await look();
  assert.deepEqual(codes(outcome), []);
  assert.equal(outcome.memory?.statements.get("rooms")?.counts, "[1,0,1,0,1,[0,0,0,0],[1,0,0],0]");
});

test("an entry that no statement may hold is an alarm that stays, and the tree is followed on", async () => {
  await look();
  forged.add("rooms", { act: "withdraw", of: 9 });
  forged.publish("rooms");
  const told = await look();
  assert.deepEqual(codes(told), ["illegal_entry"]);
  assert.match(told.findings[0]?.message ?? "", /recorded what no statement may hold.*entry 2: /);
  forged.add("rooms", signEntry(2));
  forged.publish("rooms");
  const next = await look();
  assert.deepEqual(codes(next), []);
  assert.equal(next.memory?.statements.get("rooms")?.reached?.size, 4);
  assert.equal(worstOf(next.memory as NonNullable<Outcome["memory"]>), "alarm");
});

test("an act of a later edition leaves the count open, and is no alarm", async () => {
  forged.statements.get("rooms")?.push(encodeUtf8('{"act":"sing","of":1}'));
  forged.publish("rooms");
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["unknown_entry"]);
  assert.equal(worstOf(outcome.memory as NonNullable<Outcome["memory"]>), "warning");
});

test("a head with another root than the statement’s own summary is shown by both signatures", async () => {
  await look();
  forged.add("rooms", signEntry(2));
  forged.publish("rooms", { root: "ab".repeat(32) });
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["head_differs"]);
  const shown = checkContradiction(parseContradiction(readEvidence(outcome, "head_differs")), key);
  assert.deepEqual([shown.origin, shown.size, shown.roots[1]], [`${FORGED_HOST}/s/rooms`, 3, "ab".repeat(32)]);
});

test("a head on the way with a root that the entries do not lead to is found, though the last one is right", async () => {
  forged.add("rooms", signEntry(2));
  forged.publish("rooms", { root: "cd".repeat(32) });
  forged.add("rooms", signEntry(3));
  forged.publish("rooms");
  assert.deepEqual(codes(await look()), ["entries_differ"]);
});

const BROKEN_HEADS: Readonly<Record<string, (forged: ForgedDepositary) => void>> = {
  "one that is no head": (forged) => void forged.heads.push(encodeUtf8("{}")),
  "one that names no head before it": (forged) => forged.publish("rooms", { size: 9, previous: null }),
  "one that names another before it": (forged) => forged.publish("rooms", { size: 9, previous: 7 }),
  "one that is not larger": (forged) => forged.publish("rooms", { size: 2 }),
  "one that shrank": (forged) => forged.publish("rooms", { size: 1 }),
  "one that is older": (forged) => forged.publish("rooms", { size: 9, time: 1_799_999_999 }),
  "one of another depositary": (forged) => forged.publish("rooms", { statement: "letters.example/s/rooms", size: 9 }),
  "a first one that names one before it": (forged) =>
    forged.publish("other", { statement: `${FORGED_HOST}/s/other`, size: 1, previous: 0 }),
};

for (const [what, forge] of Object.entries(BROKEN_HEADS)) {
  test(`a log of heads with ${what} is an alarm, and is not believed`, async () => {
    await look();
    forge(forged);
    const outcome = await look();
    assert.deepEqual(codes(outcome), ["head_invalid"]);
    assert.match(outcome.findings[0]?.message ?? "", /entry 1 breaks its rules/);
    assert.equal(outcome.memory?.checkpoint?.split("\n")[1], "1");
  });
}

test("a state that was signed and has no head becomes an alarm once the heads go past it, or after a while", async () => {
  forged.add("rooms", signEntry(2));
  assert.deepEqual(codes(await look()), []);
  time += 601;
  const late = await look();
  assert.deepEqual(codes(late), ["checkpoint_without_head"]);
  assert.match(
    Buffer.from(readEvidence(late, "checkpoint_without_head")).toString(),
    /forged\.example\/s\/rooms\\n3\\n/,
  );
});

test("a state that was signed before its head is found is no alarm; one whose head is of another root is", async () => {
  forged.add("rooms", signEntry(2));
  await look();
  forged.publish("rooms");
  assert.deepEqual(codes(await look()), []);
  forged.add("rooms", signEntry(3));
  await look();
  const entries = forged.statements.get("rooms") ?? [];
  forged.statements.set("rooms", [...entries.slice(0, 3), formatEntry(signEntry(4))]);
  forged.publish("rooms");
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["head_differs"]);
  checkContradiction(parseContradiction(readEvidence(outcome, "head_differs")), key);
});

test("a statement whose own summary shows an older, other history is a fork of that statement", async () => {
  forged.add("rooms", signEntry(2), signEntry(3));
  forged.publish("rooms");
  await look();
  const origin = `${FORGED_HOST}/s/rooms`;
  const text = formatCheckpoint({ origin, size: 3, root: new Uint8Array(32).fill(7), extensions: [] });
  forged.files.set("/s/rooms/log/checkpoint", signNote(text, [makeTestSigner(origin, FORGED_SEED).signer]));
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["fork"]);
  const shown = checkContradiction(parseContradiction(readEvidence(outcome, "fork")), key);
  assert.deepEqual([shown.origin, shown.size], [origin, 3]);
});

test("a statement that goes on showing less than was published of it is told after a while", async () => {
  forged.add("rooms", signEntry(2));
  forged.publish("rooms");
  await look();
  const old = await (await fetch(new URL("/s/rooms/log/checkpoint", forged.url))).arrayBuffer();
  forged.add("rooms", signEntry(3));
  forged.publish("rooms");
  forged.files.set("/s/rooms/log/checkpoint", new Uint8Array(old));
  assert.deepEqual(codes(await look()), []);
  time += 601;
  assert.deepEqual(codes(await look()), ["statement_behind"]);
  forged.files.clear();
  assert.deepEqual(codes(await look()), ["resolved"]);
});

test("a policy asks for cosignatures, tells whose are missing, and is content once there are enough", async () => {
  const names = ["library.example", "partner.example"];
  const cosigners = names.map((name, at) => makeWitness(name, at + 1));
  const lines = [
    `log ${FORGED_KEY}`,
    ...cosigners.map(({ vkey }, at) => `witness ${["library", "partner"][at]} ${vkey}`),
    "group both all library partner",
    "quorum both",
  ];
  const policy = parsePolicy(encodeUtf8(`${lines.join("\n")}\n`));
  const [library, partner] = cosigners;
  forged.cosign = (text) => [library?.cosign(text) ?? ""];
  const missing = await look({ policy });
  assert.deepEqual(codes(missing), ["quorum_missing"]);
  assert.match(
    missing.findings.find(({ code }) => code === "quorum_missing")?.message ?? "",
    /2 of 2 witnesses: library, partner; those older .* Missing: partner\./,
  );
  assert.equal(slept, 2, "it was looked for again before it was told");
  forged.cosign = (text) => [library?.cosign(text) ?? "", partner?.cosign(text) ?? ""];
  assert.deepEqual(codes(await look({ policy })), ["resolved"]);
  forged.cosign = (text) => [library?.cosign(text) ?? "", partner?.cosign(`${text}other\n`) ?? ""];
  assert.deepEqual(codes(await look({ policy })), ["signature_invalid"]);
});

test("cosignatures of more than a day ago are none: whoever is shown the same state for ever is told", async () => {
  const library = makeWitness("library.example", 1);
  const policy = parsePolicy(encodeUtf8(`log ${FORGED_KEY}\nwitness library ${library.vkey}\nquorum library\n`));
  forged.cosign = (text) => [library.cosign(text)];
  assert.deepEqual(codes(await look({ policy })), []);
  time += 86_400;
  assert.deepEqual(codes(await look({ policy })), []);
  time += 301;
  const stale = await look({ policy });
  assert.deepEqual(codes(stale), ["quorum_missing"]);
  assert.match(stale.findings[0]?.message ?? "", /older than a day.*Missing: library\./);
  forged.cosign = (text) => [library.cosign(text, time)];
  assert.deepEqual(codes(await look({ policy })), ["resolved"]);
});

/** A witness, and the line that it adds to a checkpoint. */
function makeWitness(name: string, seed: number): { vkey: string; cosign(text: string, time?: number): string } {
  const { cosigner, key: cosignerKey } = makeTestCosigner(name, seed);
  return {
    vkey: formatCosignerKey(cosignerKey),
    cosign(text, at = 1_800_000_000) {
      const { keyId, signature } = signCosignature(text, at, cosigner);
      return `\u2014 ${name} ${encodeBase64(Uint8Array.of(...keyId, ...signature))}\n`;
    },
  };
}
