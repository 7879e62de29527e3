import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBundle, HEAD_TIME, HOST, readerOf, SEED } from "../../../../tests/bundle-fixture.ts";
import { makeVersion, Teller, tellLongStory, tellStory } from "../../../../tests/bundle-story.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { makeTestPolicy } from "../../../../tests/witness-fixture.ts";
import { MalformedError } from "../errors.ts";
import { CHECKPOINT_FILE, openingsFile, textFile } from "./bundle.ts";
import { PROBLEM_LIMIT } from "./findings.ts";
import { verifyBundle } from "./verify.ts";

const files = await buildBundle(tellStory());
const trust = { key: makeTestSigner(HOST, SEED).key, source: "given" } as const;

test("a report tells what stands", async () => {
  const report = await verifyBundle(readerOf(files), trust);
  assert.equal(report.verdict, "valid");
  assert.equal(report.reason, null);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report, "a report survives JSON");
  const { origin, asOf, size, status, closes, names, counts } = report;
  assert.deepEqual(
    { origin, asOf, size, status, closes, names },
    {
      origin: "letters.example/s/readingrooms2345",
      asOf: "2026-11-20T12:00:00Z",
      size: 18,
      status: "closed",
      closes: "2026-12-01T00:00:00Z",
      names: { shown: 2, of: 2 },
    },
  );
  assert.deepEqual(
    { total: counts?.total, earlier: counts?.earlier, signed: counts?.tallies.signed },
    { total: 2, earlier: 4, signed: 8 },
  );
  assert.deepEqual(
    report.versions.map(({ total, texts }) => [total, ...texts.map(({ lang, title }) => `${lang} ${title}`)]),
    [
      [4, "en Open the reading rooms", "fr Ouvrez les salles de lecture"],
      [2, "en Open the reading rooms", "fr Ouvrez les salles de lecture"],
    ],
  );
  assert.match(report.trusted.join("\n"), /the key you gave/);
});

test("it says who vouches that everybody is shown the same list", async () => {
  const key = makeTestSigner(HOST, SEED).key;
  const cosigned = await buildBundle(tellStory(), {
    witnesses: [
      { name: "library", time: HEAD_TIME + 1 },
      { name: "reading", time: HEAD_TIME + 61 },
    ],
  });
  const policy = makeTestPolicy({ logs: [key] });
  const enough = await verifyBundle(readerOf(cosigned), { key: null, source: "policy", policy });
  assert.equal(enough.verdict, "valid");
  assert.deepEqual(enough.witnessed, {
    quorum: "2 of 3 witnesses: library, partner, reading",
    met: true,
    cosigned: [
      { name: "library", time: "2026-11-20T12:00:01Z" },
      { name: "reading", time: "2026-11-20T12:01:01Z" },
    ],
  });
  assert.equal(enough.key?.source, "policy");
  assert.match(
    enough.trusted.join("\n"),
    /won over as many witnesses as your policy asks for \(2 of 3 witnesses: library, partner, reading\)/,
  );
  assert.deepEqual(JSON.parse(JSON.stringify(enough)), enough);

  const none = await verifyBundle(readerOf(files), { key, source: "given", policy });
  assert.equal(
    none.reason,
    "Your policy asks for 2 of 3 witnesses: library, partner, reading. None of them has cosigned.",
  );
  assert.match(none.trusted.join("\n"), /those whom your policy asks for have not vouched/);

  const unasked = await verifyBundle(readerOf(cosigned), trust);
  assert.equal(unasked.witnessed, null);
  assert.ok(!unasked.checks.some(({ name }) => name === "witnesses"));
  assert.match(unasked.trusted.join("\n"), /The depositary alone says so[\s\S]*no policy that names any was given/);
});

test("any byte of any file, changed", async () => {
  let tried = 0;
  for (const [name, bytes] of files) {
    const step = Math.max(1, Math.floor(bytes.length / 12));
    for (let at = 0; at < bytes.length; at += step) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const report = await verifyBundle(readerOf(new Map(files).set(name, damaged)), trust);
      assert.equal(report.verdict, "invalid", `${name}, byte ${at}`);
      assert.ok(report.reason !== null && report.reason.length > 20);
      tried += 1;
    }
  }
  assert.ok(tried > 170, `${tried} bytes`);
});

test("any file left out", async () => {
  for (const name of files.keys()) {
    const without = new Map(files);
    without.delete(name);
    const report = await verifyBundle(readerOf(without), trust);
    // Names may be left out, and then it says so.
    const expected = name.startsWith("openings/") ? "valid" : "invalid";
    assert.equal(report.verdict, expected, name);
    if (expected === "valid") {
      assert.deepEqual(report.names, { shown: 0, of: 2 });
      assert.match(report.trusted.join("\n"), /Who 2 of the named organisations are/);
    }
  }
});

test("all problems are told, the first ones in full", async () => {
  const damaged = new Map(files);
  for (const name of [textFile(1, "en"), textFile(2, "fr"), CHECKPOINT_FILE]) {
    damaged.set(name, (files.get(name) ?? new Uint8Array()).toReversed());
  }
  for (let i = 0; i < PROBLEM_LIMIT + 5; i++) damaged.set(`extra/${i}`, new Uint8Array());
  const { checks, reason } = await verifyBundle(readerOf(damaged), trust);
  const [filesCheck, versions] = checks;
  assert.equal(filesCheck?.problems.length, PROBLEM_LIMIT);
  assert.equal(filesCheck?.more, 5);
  assert.equal(reason, "extra/0: this file does not belong in the bundle");
  assert.deepEqual(
    versions?.problems.map(({ where }) => where),
    [textFile(1, "en"), textFile(2, "fr")],
  );
  assert.equal(checks.find(({ name }) => name === "checkpoint")?.status, "failed");
  assert.equal(checks.find(({ name }) => name === "entries")?.status, "ok");
  assert.equal(checks.find(({ name }) => name === "tree")?.status, "not_checked");
});

test("a reason names the file, what was expected and what was found", async () => {
  const name = textFile(1, "en");
  const damaged = new Map(files).set(name, new TextEncoder().encode("# Other\n\nWords.\n"));
  const { reason } = await verifyBundle(readerOf(damaged), trust);
  assert.match(
    reason ?? "",
    /^versions\/1\/text\.en\.md: .* its SHA-256 is [0-9a-f]{64}, and [0-9a-f]{64} was expected$/,
  );
});

test("files are read one at a time, each once, and only those that belong there", async () => {
  const long = await buildBundle(tellLongStory(600));
  const read: string[] = [];
  let reading = 0;
  const reader = readerOf(new Map(long).set("bomb.zip", new Uint8Array()));
  const report = await verifyBundle(
    {
      names: reader.names,
      async read(name) {
        reading += 1;
        assert.equal(reading, 1, "one at a time");
        read.push(name);
        await new Promise((resolve) => setImmediate(resolve));
        reading -= 1;
        return await reader.read(name);
      },
    },
    trust,
  );
  assert.equal(report.reason, "bomb.zip: this file does not belong in the bundle");
  assert.deepEqual(read.toSorted(), [...long.keys()].toSorted());
});

test("progress is told tile by tile", async () => {
  const told: number[] = [];
  await verifyBundle(readerOf(await buildBundle(tellLongStory(600))), trust, {
    onProgress: (read, size) => told.push(read, size),
  });
  assert.deepEqual(told, [256, 601, 512, 601, 601, 601]);
});

test("a damaged file is a problem, a reader that breaks is not", async () => {
  const reader = readerOf(files);
  const broken = (error: Error) => ({
    names: reader.names,
    read: (name: string) => (name === CHECKPOINT_FILE ? Promise.reject(error) : reader.read(name)),
  });
  const report = await verifyBundle(broken(new MalformedError("malformed", "its check sum is wrong")), trust);
  assert.equal(report.verdict, "invalid");
  assert.equal(report.reason, "log/checkpoint: its check sum is wrong");
  await assert.rejects(verifyBundle(broken(new Error("the disk is gone")), trust), /the disk is gone/);
});

test("two files of one name are refused", async () => {
  const reader = readerOf(files);
  const report = await verifyBundle({ ...reader, names: () => [...reader.names(), CHECKPOINT_FILE] }, trust);
  assert.equal(report.reason, "the bundle: two files have one name");
});

test("a claimed size of 2^53 - 1 costs nothing", async () => {
  const text = new TextDecoder().decode(files.get("bundle.json")).replace('"size":18', `"size":${2 ** 53 - 1}`);
  const report = await verifyBundle(readerOf(new Map(files).set("bundle.json", new TextEncoder().encode(text))), trust);
  assert.equal(report.verdict, "invalid");
  assert.match(report.reason ?? "", /^log\/tile\/entries\/000: this file is missing/);
});

test("after an entry that nobody knows, nothing of what follows is called wrong or right", async () => {
  const teller = new Teller();
  teller.open(makeVersion(1, null));
  teller.story.entries.push(new TextEncoder().encode('{"act":"bless","of":0}'));
  teller.sign({ kind: "organisation", named: true, name: "Library of Alexandria" });
  const report = await verifyBundle(readerOf(await buildBundle(teller.story)), trust);
  assert.equal(report.verdict, "inconclusive");
  assert.match(report.reason ?? "", /entry 1: the act "bless" is not known here/);
  assert.deepEqual([report.counts, report.status, report.names], [null, null, null]);
  assert.deepEqual(
    report.checks.filter(({ status }) => status === "not_checked").map(({ name }) => name),
    ["entries", "openings"],
  );
  assert.equal(report.checks.find(({ name }) => name === "tree")?.status, "ok");
});

test("openings in many files", async () => {
  const long = await buildBundle(tellLongStory(600));
  assert.ok(long.has(openingsFile(2, 601)));
  const report = await verifyBundle(readerOf(long), trust);
  assert.equal(report.reason, null);
  assert.deepEqual(report.names, { shown: 100, of: 100 });
  assert.equal(report.counts?.total, 600);
});
