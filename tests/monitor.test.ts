import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import { checkContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import { readMemory } from "../packages/cli/src/monitor/memory-file.ts";
import { makeReplays } from "../packages/cli/src/monitor/replays.ts";
import { worstOf } from "../packages/cli/src/monitor/report.ts";
import { tellAct } from "../packages/cli/src/monitor/tell-act.ts";
import type { MonitorSettings, Outcome } from "../packages/cli/src/monitor/visit-once.ts";
import { visitOnce } from "../packages/cli/src/monitor/visit-once.ts";
import { makeWebhook } from "../packages/cli/src/monitor/webhook.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace } from "./depositary.ts";
import type { ServedPlace } from "./served-place.ts";
import { servePlace, signPublished } from "./served-place.ts";
import { waitUntil } from "./wait-until.ts";

const HOST = "letters.example";

/** One depositary for all tests, which only grows; each test follows it from a folder of its own. */
let place: Place;
let open: OpenPlace;
let site: ServedPlace;
let statement: StatementView;
let folder = "";
let time = 0;
let signed = 0;

before(async () => {
  place = await makePlace("sqlite");
  open = await place.open();
  site = await servePlace(open.depositary);
  const draft = await open.depositary.drafts.create(makeDraft({ slug: "rooms" }));
  statement = await open.depositary.drafts.open(draft.id);
  await sign(3);
});
after(async () => {
  await site.close();
  await open.depositary.close();
  await place.remove();
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

const folders: string[] = [];
beforeEach(() => {
  site.tamper(null);
  site.answerWith(open.depositary);
  folder = mkdtempSync(join(tmpdir(), "undersigned-monitor-"));
  folders.push(folder);
  time = 1_800_000_000;
});

async function sign(count: number): Promise<void> {
  const names = Array.from({ length: count }, () => `Reader ${++signed}`);
  await Promise.all(names.map((name) => signPublished(open, statement, name, { mailbox: mailboxOf(name) })));
}

function mailboxOf(name: string): string {
  return `${name.toLowerCase().replaceAll(" ", "")}@post.example`;
}

function settings(change: Partial<MonitorSettings> = {}): MonitorSettings {
  return {
    folder,
    keys: [parseVerifierKey(open.depositary.identity.vkey)],
    alone: true,
    policy: null,
    watching: [],
    replays: makeReplays(),
    webhook: null,
    now: () => time,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 30)),
    ...change,
  };
}

async function look(change: Partial<MonitorSettings> = {}): Promise<Outcome> {
  return await visitOnce(site.url, settings(change), () => undefined);
}

function codes({ findings }: Outcome): string[] {
  return findings.map(({ code }) => code);
}

test("at the first visit the key is believed or given, which is said; then only what is new is fetched", async () => {
  const first = await look();
  assert.deepEqual(codes(first), ["first_visit"]);
  assert.match(first.findings[0]?.message ?? "", /with the key that you gave/);
  assert.deepEqual(first.visited, { read: 1, hidden: 0, grown: 1, followed: true });
  site.asked();
  assert.deepEqual((await look()).findings, []);
  assert.deepEqual(site.asked(), [
    "/.well-known/undersigned.json",
    "/api/v1/statements?limit=50",
    "/log/checkpoint",
    `/s/${statement.id}/log/checkpoint`,
  ]);
});

test("growth over many visits, across full tiles, is followed to the signed root each time, and mirrored as tlog-tiles", async () => {
  await look();
  for (const count of [1, 40, 230, 0, 1]) {
    await sign(count);
    const outcome = await look();
    assert.deepEqual(codes(outcome), []);
    const { reached, head } = outcome.memory?.statements.get(statement.id) ?? {};
    assert.deepEqual(reached, head);
  }
  const mirror = join(folder, HOST);
  const size = Number(readFileSync(join(mirror, "s", statement.id, "log", "checkpoint"), "utf8").split("\n")[1]);
  assert.ok(size > 256);
  // Exactly what a depositary serves for this size, and no partial tile of an earlier one.
  const entries = join(mirror, "s", statement.id, "log", "tile");
  assert.deepEqual(readdirSync(join(entries, "entries")).sort(), ["000", "001.p"]);
  assert.deepEqual(readdirSync(join(entries, "entries", "001.p")), [String(size % 256)]);
  assert.deepEqual(readdirSync(join(entries, "0", "001.p")), [String(size % 256)]);
  assert.deepEqual(readdirSync(join(entries, "1", "000.p")), ["1"]);
  assert.ok(existsSync(join(mirror, "s", statement.id, "versions", "1", "text.en.md")));
  for (const path of ["log/tile/entries/000", "log/tile/0/000", "log/checkpoint"]) {
    const served = await fetch(new URL(`/s/${statement.id}/${path}`, site.url));
    const kept = readFileSync(join(mirror, "s", statement.id, path));
    assert.deepEqual(Buffer.from(await served.arrayBuffer()), kept, path);
  }
});

test("a replay begins again from the mirror when the monitor was started anew", async () => {
  await look();
  await sign(2);
  const outcome = await look({ replays: makeReplays() });
  assert.deepEqual(codes(outcome), []);
  assert.equal(worstOf(outcome.memory as NonNullable<Outcome["memory"]>), null);
});

test("two histories from one copy, signed with one key, are caught, with both checkpoints as evidence", async () => {
  const origin = await makeForkablePlace();
  const served = await servePlace(origin.open.depositary);
  try {
    const forkSettings = settings({ keys: [parseVerifierKey(origin.open.depositary.identity.vkey)] });
    const visitFork = () => visitOnce(served.url, forkSettings, () => undefined);
    assert.deepEqual(codes(await visitFork()), ["first_visit"]);
    const { depositary: other } = await origin.openCopy();
    await signPublished(origin.open, origin.statement, "Ada Shown");
    assert.deepEqual(codes(await visitFork()), []);
    // The other history: of the same size, then longer.
    served.answerWith(other.depositary);
    await signPublished(other, origin.statement, "Bea Other");
    const same = await visitFork();
    assert.deepEqual(codes(same), ["fork"]);
    await signPublished(other, origin.statement, "Cy Other");
    await signPublished(other, origin.statement, "Dan Other");
    await visitFork();
    const evidence = same.findings[0]?.evidence ?? "";
    const contradiction = parseContradiction(readFileSync(join(folder, evidence)));
    const shown = checkContradiction(contradiction, parseVerifierKey(other.depositary.identity.vkey));
    assert.equal(shown.origin, HOST);
    assert.equal(worstOf((await visitFork()).memory as NonNullable<Outcome["memory"]>), "alarm");
    // Nothing of the second history was believed: the first goes on being followed.
    served.answerWith(origin.open.depositary);
    const back = await visitFork();
    assert.deepEqual(codes(back), []);
    assert.equal(worstOf(back.memory as NonNullable<Outcome["memory"]>), "alarm");
    await other.depositary.close();
  } finally {
    await served.close();
    await origin.remove();
  }
});

test("a longer second history is caught by a proof of its own tiles", async () => {
  const origin = await makeForkablePlace();
  const served = await servePlace(origin.open.depositary);
  try {
    const forkSettings = settings({ keys: [parseVerifierKey(origin.open.depositary.identity.vkey)] });
    const { depositary: other } = await origin.openCopy();
    await signPublished(origin.open, origin.statement, "Ada Shown");
    await visitOnce(served.url, forkSettings, () => undefined);
    served.answerWith(other.depositary);
    for (const name of ["Bea Other", "Cy Other", "Dan Other"]) await signPublished(other, origin.statement, name);
    const outcome = await visitOnce(served.url, forkSettings, () => undefined);
    assert.deepEqual(codes(outcome), ["fork"]);
    const contradiction = parseContradiction(readFileSync(join(folder, outcome.findings[0]?.evidence ?? "")));
    assert.equal(contradiction.kind, "two-histories");
    assert.ok(contradiction.proof.length > 0);
    checkContradiction(contradiction, parseVerifierKey(other.depositary.identity.vkey));
    await other.depositary.close();
  } finally {
    await served.close();
    await origin.remove();
  }
});

async function makeForkablePlace() {
  const first = await makePlace("sqlite");
  const opened = await first.open();
  const draft = await opened.depositary.drafts.create(makeDraft({ slug: "forked" }));
  const view = await opened.depositary.drafts.open(draft.id);
  await signPublished(opened, view, "Zoe First");
  const copies: Place[] = [];
  return {
    open: opened,
    statement: view,
    /** A second depositary from a copy of all files, with the same key, that knows nothing of the first. */
    async openCopy() {
      const second = await makePlace("sqlite");
      copies.push(second);
      cpSync(first.dataDir, second.dataDir, { recursive: true });
      return { depositary: await second.open() };
    },
    async remove() {
      await opened.depositary.close();
      for (const one of [first, ...copies]) await one.remove();
    },
  };
}

test("an entry that was tampered with does not lead to the signed root, and nothing of it is kept", async () => {
  await look();
  const before = readFileSync(join(folder, HOST, "s", statement.id, "log", "checkpoint"), "utf8");
  await sign(1);
  site.tamper((path, { status, body }) => {
    if (!path.startsWith(`/s/${statement.id}/log/tile/entries/`)) return null;
    const text = Buffer.from(body).toString("latin1");
    const at = text.lastIndexOf('"commitment":"') + 14;
    const changed = Buffer.from(body);
    changed[at] = changed[at] === 0x30 ? 0x31 : 0x30;
    return { status, body: changed };
  });
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["entries_differ"]);
  assert.equal(readFileSync(join(folder, HOST, "s", statement.id, "log", "checkpoint"), "utf8"), before);
  // Told once; and no longer so once the right ones are served.
  assert.deepEqual(codes(await look()), []);
  site.tamper(null);
  const mended = await look();
  assert.deepEqual(codes(mended), ["resolved"]);
  assert.equal(worstOf(mended.memory as NonNullable<Outcome["memory"]>), null);
});

test("an entry that was seen before and is served changed is noticed, whatever follows it", async () => {
  await look();
  await sign(1);
  site.tamper((path, { status, body }) => {
    if (!path.startsWith(`/s/${statement.id}/log/tile/entries/`)) return null;
    const changed = Buffer.from(body);
    const at = changed.indexOf('"version":"') + 11;
    changed[at] = changed[at] === 0x30 ? 0x31 : 0x30;
    return { status, body: changed };
  });
  assert.deepEqual(codes(await look()), ["entries_differ"]);
});

test("a log that shrank is an older state for a while, and an alarm then", async () => {
  const old = Buffer.from((await open.depositary.logs.checkpoint("heads")) ?? []);
  await sign(1);
  await look();
  site.tamper((path, { status }) => (path === "/log/checkpoint" ? { status, body: old } : null));
  assert.deepEqual(codes(await look()), ["checkpoint_older"]);
  time += 601;
  const late = await look();
  assert.ok(codes(late).includes("log_shrank"));
  const record = readFileSync(
    join(folder, late.findings.find(({ code }) => code === "log_shrank")?.evidence ?? ""),
    "utf8",
  );
  assert.equal(JSON.parse(record).served, old.toString());
  site.tamper(null);
  assert.ok(codes(await look()).includes("resolved"));
});

test("a log that is gone altogether is one that shrank", async () => {
  await look();
  site.tamper((path) => (path === "/log/checkpoint" ? { status: 404, body: new Uint8Array(0) } : null));
  assert.deepEqual(codes(await look()), ["checkpoint_older"]);
});

test("another key is an alarm, whether it is only named or also signs", async () => {
  await look();
  const stranger = await makeForkablePlace();
  try {
    site.tamper((path, { status }) => {
      if (path !== "/.well-known/undersigned.json") return null;
      const { origin, vkey } = stranger.open.depositary.identity;
      return { status, body: Buffer.from(JSON.stringify({ origin, vkey })) };
    });
    assert.deepEqual(codes(await look()), ["key_changed"]);
    site.tamper(null);
    site.answerWith(stranger.open.depositary);
    assert.deepEqual(codes(await look()), ["signature_invalid"]);
  } finally {
    await stranger.remove();
  }
});

test("a count that the log does not bear out is looked at again, and then an alarm; one that is late is not", async () => {
  await look();
  const lie: Parameters<ServedPlace["tamper"]>[0] = (path, { status, body }) => {
    if (!path.startsWith("/api/v1/statements?")) return null;
    const answer = JSON.parse(Buffer.from(body).toString());
    for (const item of answer.items) item.counts.total += 1000;
    return { status, body: Buffer.from(JSON.stringify(answer)) };
  };
  site.tamper(lie);
  assert.deepEqual(codes(await look()), ["count_unsettled"]);
  time += 121;
  const told = await look();
  assert.ok(codes(told).includes("count_differs"));
  assert.match(
    told.findings.find(({ code }) => code === "count_differs")?.message ?? "",
    /shows a count of 1\d{3} .* come to/,
  );
  assert.equal(worstOf(told.memory as NonNullable<Outcome["memory"]>), "alarm");
  // It stands for as long as the lie does.
  assert.deepEqual(codes(await look()), []);
  site.tamper(null);
  assert.deepEqual(codes(await look()), ["resolved"]);
  // A count from a moment ago is one that the log had.
  let kept: Buffer | null = null;
  site.tamper((path, { status, body }) => {
    if (!path.startsWith("/api/v1/statements?")) return null;
    kept ??= Buffer.from(body);
    return { status, body: kept };
  });
  assert.deepEqual(codes(await look()), []);
  await sign(2);
  assert.deepEqual(codes(await look()), []);
});

test("a statement that is shown only by link is counted, and read once it is shown; one that vanishes is told", async () => {
  const draft = await open.depositary.drafts.create(
    makeDraft({ slug: `hidden-${folders.length}`, visibility: "link" }),
  );
  const hidden = await open.depositary.drafts.open(draft.id);
  await signPublished(open, hidden, "Ada Early");
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["first_visit"]);
  assert.deepEqual([outcome.visited?.read, outcome.visited?.hidden], [1, 1]);
  site.tamper((path) => (path.startsWith(`/s/${statement.id}/`) ? { status: 404, body: new Uint8Array(0) } : null));
  assert.deepEqual(codes(await look()), ["statement_vanished"]);
});

test("a text that is not the one that was signed is an alarm, until the right one is shown", async () => {
  site.tamper((path, { status, body }) =>
    path.endsWith("/versions/1/text.en.md")
      ? { status, body: Buffer.from(Buffer.from(body).toString().replace("Sundays", "Mondays")) }
      : null,
  );
  const outcome = await look();
  assert.deepEqual(codes(outcome), ["first_visit", "version_differs"]);
  assert.match(outcome.findings[1]?.message ?? "", /shows other words than were signed/);
  site.tamper(null);
  assert.deepEqual(codes(await look()), ["resolved"]);
});

test("a site that is down is told once, and that it is back", async () => {
  await look();
  site.tamper(() => ({ status: 503, body: new Uint8Array(0) }));
  const down = await look();
  assert.deepEqual(codes(down), ["unreachable"]);
  assert.equal(worstOf(down.memory as NonNullable<Outcome["memory"]>), "warning");
  assert.deepEqual(codes(await look()), []);
  site.tamper(null);
  assert.deepEqual(codes(await look()), ["resolved"]);
});

test("a webhook that fails first is told later, in order, and nothing of it is lost with the monitor", async () => {
  const got: string[] = [];
  let failing = true;
  const receiver = createServer((request, response) => {
    text(request).then((body) => {
      if (!failing) got.push(JSON.parse(body).data.code);
      response.writeHead(failing ? 503 : 204).end();
    }, assert.ifError);
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  try {
    const url = new URL(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
    const make = () => makeWebhook({ url, secret: null, folder, now: () => time, onFailure: () => undefined });
    await look({ webhook: make() });
    assert.equal(await make().deliver(), 1);
    time += 31;
    site.tamper((path) => (path === "/log/checkpoint" ? { status: 404, body: new Uint8Array(0) } : null));
    await look({ webhook: make() });
    failing = false;
    assert.equal(await make().deliver(), 0);
    assert.deepEqual(got, ["first_visit", "checkpoint_older"]);
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
});

test("cut off at any answer, and ended before anything is told: the next visit believes nothing unverified and loses nothing", async () => {
  await look();
  await sign(3);
  class Killed extends Error {}
  let kills = 0;
  for (let step = 0; ; step++) {
    const copy = `${folder}-${step}`;
    folders.push(copy);
    cpSync(folder, copy, { recursive: true });
    let left = step;
    const killing = settings({ folder: copy, watching: ["reading.example"] });
    // Answers stop in the middle: whatever was written until then is what the next visit finds.
    site.tamper(() => (left-- > 0 ? null : { status: 500, body: new Uint8Array(0) }));
    const outcome = await visitOnce(site.url, killing, () => {
      throw new Killed();
    }).catch((error: unknown) => {
      assert.ok(error instanceof Killed, String(error));
      return null;
    });
    assert.equal(outcome, null);
    site.tamper(null);
    const told: string[] = [];
    const next = await visitOnce(site.url, { ...killing, replays: makeReplays() }, ({ findings }) =>
      told.push(...findings.map(({ code }) => code)),
    );
    assert.equal(told.filter((code) => code === "watched_opened").length, 1, `cut at answer ${step}: ${told}`);
    assert.equal(worstOf(next.memory as NonNullable<Outcome["memory"]>), null);
    assert.deepEqual(
      next.memory?.statements.get(statement.id)?.reached,
      next.memory?.statements.get(statement.id)?.head,
    );
    kills += 1;
    if (left > 0) break;
  }
  assert.ok(kills > 5);
});

test("a mangled memory is refused in words, and a damaged mirror is not taken for the depositary's fault", async () => {
  await look();
  const path = join(folder, "_memory", `${HOST}.json`);
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; at += 7) {
    const mangled = Buffer.from(bytes);
    mangled[at] = (mangled[at] as number) ^ 1;
    writeFileSync(path, mangled);
    await assert.rejects(readMemory(path), { code: "configuration", message: /cannot be trusted/ }, `byte ${at}`);
  }
  writeFileSync(path, bytes);
  await sign(1);
  const tile = join(folder, HOST, "s", statement.id, "log", "tile", "entries", "000");
  const entries = readFileSync(tile);
  entries[400] = (entries[400] as number) ^ 1;
  writeFileSync(tile, entries);
  await assert.rejects(look({ replays: makeReplays() }), { code: "configuration", message: /mirror in .* is damaged/ });
});

test("organisations that are watched: what they open, sign and take back is told, proved, and once", async () => {
  const own = await makeForkablePlace();
  const served = await servePlace(own.open.depositary);
  try {
    const organisation = { kind: "organisation", capacity: "institutional" } as const;
    const signAs = (name: string, mailbox: string) =>
      signPublished(own.open, own.statement, name, { ...organisation, mailbox });
    await signAs("Press of Readers", "desk@press.reading.example");
    await signAs("Look-alikes", "desk@reading.example.evil.net");
    await signAs("Partners", "office@partner.example");
    const keys = [parseVerifierKey(own.open.depositary.identity.vkey)];
    const watch = async (watching: string[]) =>
      await visitOnce(served.url, settings({ keys, watching }), () => undefined);
    const first = await watch(["reading.example"]);
    assert.deepEqual(codes(first), ["first_visit", "watched_opened", "watched_signed"]);
    assert.match(first.findings[1]?.message ?? "", /names Friends of Reading Rooms \(reading\.example\)/);
    assert.match(first.findings[2]?.message ?? "", /^Press of Readers \(reading\.example\) has signed/);
    assert.deepEqual(codes(await watch(["reading.example"])), []);
    // Somebody else watches from now on as well: what is there already is news to them.
    const both = await watch(["partner.example", "reading.example"]);
    assert.deepEqual(codes(both), ["watched_opened", "watched_signed", "watched_signed"]);
    const { token } = await signAs("More Readers", "office@reading.example");
    assert.deepEqual(codes(await watch(["partner.example", "reading.example"])), ["watched_signed"]);
    await own.open.depositary.signing.withdraw(token);
    const after = await watch(["partner.example", "reading.example"]);
    assert.deepEqual(codes(after), ["watched_withdrawn"]);
    assert.match(after.findings[0]?.message ?? "", /More Readers \(reading\.example\).*its signature was taken back/);
  } finally {
    await served.close();
    await own.remove();
  }
});

test("of organisations that are watched, disputes and what shows who signed are told, in words, and once", async () => {
  const own = await makeForkablePlace();
  const served = await servePlace(own.open.depositary);
  try {
    const { depositary } = own.open;
    const { disputes, evidence } = depositary;
    const by = { kind: "administrator", id: "a", name: "Ada" } as const;
    const domain = "reading.example";
    const organisation = { kind: "organisation", capacity: "institutional" } as const;
    for (const name of ["First Readers", "Late Readers"])
      await signPublished(own.open, own.statement, name, {
        ...organisation,
        mailbox: `${name.toLowerCase().replace(" ", ".")}@${domain}`,
      });
    const { items } = await depositary.statements.signatories(own.statement.id, { limit: 200 });
    const [first, late] = ["First Readers", "Late Readers"].map((one) => items.find(({ name }) => name === one)?.index);
    assert.ok(first !== undefined && late !== undefined);
    const settle = async () => {
      const log = await own.open.store.db
        .selectFrom("log")
        .select("size")
        .where("log_id", "=", own.statement.id)
        .execute();
      await waitUntil(async () => (await depositary.statements.find(own.statement.id))?.log?.size === log[0]?.size);
    };
    const keys = [parseVerifierKey(depositary.identity.vkey)];
    const watch = async () => {
      await settle();
      return await visitOnce(served.url, settings({ keys, watching: [domain] }), () => undefined);
    };
    const dispute = async (index: number) => {
      const mailbox = `board${index}@${domain}`;
      const says = {
        speaks: "organisation",
        mailbox,
        name: "The Board",
        words: "We never did.",
        keepsName: false,
      } as const;
      await disputes.submit(own.statement.id, { index, ...says }, {});
      await disputes.confirm({ token: await mailedToken(depositary, mailbox, "dispute") });
    };
    const see = (seen: Seen) => evidence.add({ statementId: own.statement.id, index: first }, seen);
    const record = `undersigned=v1 version=${own.statement.version?.digest}`;
    const resolver = "192.0.2.53:53";
    await dispute(late);
    assert.deepEqual(
      codes(await watch()),
      ["first_visit", "watched_opened", "watched_signed"],
      "what is hidden is not told",
    );

    const name = `_undersigned.${domain}`;
    await see({ kind: "dns", domain, name, names: "version", record, resolvers: [{ resolver, records: [record] }] });
    await dispute(first);
    await see({ kind: "gone", domain, of: "dns", resolvers: [{ resolver, records: [] }] });
    const told = await watch();
    assert.deepEqual(codes(told), ["watched_level", "watched_disputed", "watched_level"]);
    const says = told.findings.map(({ message }) => message);
    assert.match(says[0] ?? "", /rose from level 2 to level 3, confirmed by its own domain or website \(entry/);
    assert.match(
      says[1] ?? "",
      /somebody says that it never signed\. Its name is hidden .* does not show who is right/,
    );
    assert.match(says[2] ?? "", /not found any more: it fell from level 3, .* to level 2, .*as it was \(entry/);
    await disputes.uphold(own.statement.id, first, "We asked.", by);
    await disputes.uphold(own.statement.id, late, "We asked.", by);
    const upheld = await watch();
    assert.deepEqual(codes(upheld), ["watched_upheld", "watched_signed"], "what is in the list again is told");
    assert.match(upheld.findings[0]?.message ?? "", /checked and settled: its signature stands/);
    assert.deepEqual(codes(await watch()), []);
  } finally {
    await served.close();
    await own.remove();
  }
});

test("a monitor tells that what was disputed is not in the record any more, and never that it was false", () => {
  const entry = { act: "remove", of: 3, reason: "disputed" } as const;
  const [code, what] = tellAct({ index: 9, entry, before: null }) ?? [];
  assert.equal(code, "watched_removed");
  assert.match(what ?? "", /as disputed: the one whose name it bore says .* It is not in the record any more$/);
  assert.doesNotMatch(what ?? "", /fake|false|forged/);
});

test("a list that names an organisation which the log did not commit to is an alarm; one without proof is told", async () => {
  const own = await makeForkablePlace();
  const served = await servePlace(own.open.depositary);
  try {
    const keys = [parseVerifierKey(own.open.depositary.identity.vkey)];
    const watch = async () =>
      await visitOnce(served.url, settings({ keys, watching: ["partner.example"] }), () => undefined);
    await watch();
    const mailbox = "desk@press.example";
    const change = { kind: "organisation", capacity: "institutional", mailbox } as const;
    await signPublished(own.open, own.statement, "Press", change);
    const lie: Parameters<ServedPlace["tamper"]>[0] = (path, { status, body }) =>
      path.includes("/signatories?")
        ? { status, body: Buffer.from(Buffer.from(body).toString().replace("press.example", "partner.example")) }
        : null;
    served.tamper(lie);
    const told = await watch();
    assert.deepEqual(codes(told), ["name_differs"]);
    assert.match(
      told.findings[0]?.message ?? "",
      /says that Press \(partner\.example\) signed; what its log commits to says Press \(press\.example\)/,
    );
    served.tamper((path, answer) =>
      path.endsWith("/proof") ? { status: 404, body: new Uint8Array(0) } : lie(path, answer),
    );
    assert.deepEqual(codes(await watch()).sort(), ["name_unproven", "resolved"]);
    served.tamper(null);
    assert.deepEqual(codes(await watch()), ["resolved"]);
  } finally {
    await served.close();
    await own.remove();
  }
});
