import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import type { WitnessRequest } from "@undersigned/core/log/witness-request.ts";
import type { Engine } from "../../../../tests/depositary.ts";
import type { Misbehaviour, TestWitness } from "../../../../tests/test-witness.ts";
import { falseLine, NOTHING_HELD } from "../../../../tests/test-witness.ts";
import type { WatchedPlace } from "../../../../tests/watched-place.ts";
import { openWatchedPlace, until } from "../../../../tests/watched-place.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`witnesses of a depositary on ${engine}`, () => witnessingSuite(engine));
}

function witnessingSuite(engine: Engine): void {
  let watched: WatchedPlace;
  let reading: TestWitness;
  let partner: TestWitness;
  let archive: TestWitness;

  before(async () => {
    watched = await openWatchedPlace(engine, ["reading", "partner", "archive"], 2);
    [reading, partner, archive] = watched.witnesses as [TestWitness, TestWitness, TestWitness];
  });
  after(() => watched.close());
  // One that fails says so once, and not again through those that follow.
  afterEach(() => {
    for (const witness of watched.witnesses) {
      witness.misbehave = null;
      witness.letGo();
    }
  });

  const allServed = (...names: string[]) =>
    until(`${names.join(", ")} have cosigned what is served`, async () => {
      const { size, by } = await watched.served();
      return size === (await watched.heads()) && names.every((name) => by.includes(name));
    });
  const inCondition = (name: string, condition: string) =>
    until(`${name} is ${condition}`, async () => {
      const states = await watched.depositary.witnesses.states();
      // A change is told after it was written: both are waited for.
      const told = changesOf(name).filter((change) => change !== "went_back");
      return (
        states.find((state) => state.name === name)?.condition === condition && (told.at(-1) ?? condition) === condition
      );
    });
  const detailOf = async (name: string) =>
    (await watched.depositary.witnesses.states()).find((state) => state.name === name)?.detail ?? "";
  const changesOf = (name: string) =>
    watched.open.witnessChanges.filter(({ witness }) => witness === name).map(({ condition }) => condition);

  test("what is published is cosigned by all of them, and served so", async () => {
    await allServed("reading", "partner", "archive");
    await watched.sign();
    await allServed("reading", "partner", "archive");
    assert.deepEqual(
      (await watched.depositary.witnesses.states()).map(({ name, condition, detail }) => [name, condition, detail]),
      [
        ["reading", "cosigning", null],
        ["partner", "cosigning", null],
        ["archive", "cosigning", null],
      ],
    );
    assert.deepEqual(changesOf("reading"), []);
    // Each was asked from the size that it had confirmed: none had to say so with a 409.
    const sizes = reading.asked.map(({ old }) => old);
    assert.deepEqual(
      sizes,
      [...new Set(sizes)].sort((a, b) => a - b),
    );
  });

  test("one that is stopped costs the others nothing, is told of once, and catches up", async () => {
    await archive.stop();
    for (let i = 0; i < 3; i++) await watched.sign();
    await allServed("reading", "partner");
    await inCondition("archive", "unreachable");
    await watched.sign();
    await allServed("reading", "partner");
    assert.match(await detailOf("archive"), /ECONNREFUSED/);
    await archive.restart();
    await allServed("reading", "partner", "archive");
    await until("that is told", () => changesOf("archive").length === 2);
    assert.deepEqual(changesOf("archive"), ["unreachable", "cosigning"]);
  });

  test("one that lags is asked one thing at a time, leaves out what it missed, and catches up", async () => {
    partner.holdBack();
    const before = partner.asked.length;
    for (let i = 0; i < 5; i++) {
      await watched.sign();
      await allServed("reading", "archive");
    }
    assert.equal(partner.waiting(), 1);
    assert.equal(partner.asked.length, before + 1);
    partner.letGo();
    await allServed("reading", "partner", "archive");
    assert.equal(partner.asked.length, before + 2);
    assert.deepEqual(changesOf("partner"), []);
  });

  test("signing goes on while all of them hang", async () => {
    for (const witness of watched.witnesses) witness.holdBack();
    for (let i = 0; i < 20; i++) {
      const { confirmed } = await watched.sign();
      assert.ok(confirmed.receipt, "the receipt did not wait");
    }
    await until("each is asked", () => watched.witnesses.every((witness) => witness.waiting() === 1));
    for (const witness of watched.witnesses) witness.letGo();
    await allServed("reading", "partner", "archive");
  });

  test("one that was restored to an older state is asked from there, and its operator's friends hear of it", async () => {
    const old = reading.holds;
    await watched.sign();
    await allServed("reading", "partner", "archive");
    reading.holds = old;
    await watched.sign();
    await allServed("reading", "partner", "archive");
    assert.deepEqual(changesOf("reading"), ["went_back"]);
    reading.holds = NOTHING_HELD;
    await watched.sign();
    await allServed("reading", "partner", "archive");
    assert.deepEqual(changesOf("reading"), ["went_back", "went_back"]);
  });

  const bad: [name: string, misbehave: (witness: TestWitness) => Misbehaviour, detail: RegExp][] = [
    ["garbage", () => (response) => void response.end("<html>Welcome</html>"), /malformed|note|signature/i],
    ["nothing", () => (response) => void response.end(), /no cosignature by archive/],
    ["bytes without end", () => endless, /does not end/],
    ["a redirect", () => (r) => void r.writeHead(302, { Location: `${reading.url}/add-checkpoint` }).end(), /redirect/],
    ["a cosignature by another", () => ofText((text) => partner.cosign(text)), /no cosignature by archive/],
    ["a cosignature of another text", (self) => ofText((text) => self.cosign(`${text}more\n`)), /does not fit/],
    [
      "another text with its cosignature",
      (self) => ofText(() => `\nmore\n\n${self.cosign("more\n")}`),
      /no list|note|fit/,
    ],
    ["zeros", (self) => (response) => void response.end(falseLine(self.key, 72)), /does not fit/],
    ["a cosignature cut short", (self) => (response) => void response.end(falseLine(self.key, 71)), /71 bytes/],
    [
      "a clock an hour fast",
      (self) => ofText((text) => self.cosign(text, (Date.now() / 1000 + 3600) | 0)),
      /ahead of ours/,
    ],
    [
      "a clock an hour slow",
      (self) => ofText((text) => self.cosign(text, (Date.now() / 1000 - 3600) | 0)),
      /behind ours/,
    ],
    ["a size that is none", () => (response) => void response.writeHead(409).end("many\n"), /without a size/],
    ["always another size", () => tellSizes(), /another size each time/],
    ["HTTP status 418", () => (response) => void response.writeHead(418).end(), /418/],
  ];
  for (const [name, misbehave, detail] of bad) {
    test(`one that answers ${name} gives nothing that is kept, and is forgiven when it mends`, async () => {
      archive.misbehave = misbehave(archive);
      await watched.sign();
      await inCondition("archive", "bad_answer");
      assert.match(await detailOf("archive"), detail);
      await allServed("reading", "partner");
      assert.ok(!(await watched.served()).by.includes("archive"));
      archive.misbehave = null;
      await allServed("reading", "partner", "archive");
    });
  }

  for (const [status, condition] of [
    [403, "wrong_key"],
    [404, "unknown_log"],
    [422, "inconsistent"],
    [429, "busy"],
    [503, "busy"],
  ] as const) {
    test(`HTTP status ${status} is told once, as ${condition}`, async () => {
      // What was wrong before is over, and told, before anything is counted.
      await allServed("archive");
      await inCondition("archive", "cosigning");
      const told = changesOf("archive").length;
      archive.misbehave = (response) => void response.writeHead(status).end();
      await watched.sign();
      await inCondition("archive", condition);
      const asked = archive.asked.length;
      await until("it was asked again", () => archive.asked.length > asked + 2);
      assert.deepEqual(changesOf("archive").slice(told), [condition]);
      archive.misbehave = null;
      await allServed("archive");
    });
  }

  test("one that holds another log of the same length, and one whose log does not go on in ours, raise alarms", async () => {
    await allServed("archive");
    const { size } = archive.holds;
    archive.holds = { size, root: new Uint8Array(32).fill(1) };
    await watched.sign();
    await inCondition("archive", "inconsistent");
    archive.holds = { size: await watched.heads(), root: new Uint8Array(32).fill(1) };
    await inCondition("archive", "other_root");
    const asked = archive.asked.length;
    await until("it was asked often", () => archive.asked.length > asked + 5);
    assert.match(await detailOf("archive"), /^size \d+$/, "and it stays that alarm");
    archive.holds = NOTHING_HELD;
    await allServed("archive");
  });

  test("a depositary that starts again asks each from where it was", async () => {
    await watched.depositary.close();
    const counts = watched.witnesses.map(({ asked }) => asked.length);
    const held = watched.witnesses.map(({ holds }) => holds.size);
    await watched.reopen();
    await watched.sign();
    await allServed("reading", "partner", "archive");
    assert.deepEqual(
      // First they are asked, from 0, which size they hold.
      watched.witnesses.map(({ asked }, i) => asked.slice(counts[i]).map(({ old }) => old)[1]),
      held,
    );
    assert.deepEqual(watched.open.witnessChanges, []);
    // Nothing is shown then that could contradict what was published.
    for (const [i, { asked }] of watched.witnesses.entries()) {
      assert.equal(sizeOf(asked[counts[i] ?? 0] as WitnessRequest), 0);
    }
  });

  test("of two processes one asks; when it stops the other goes on", async () => {
    const first = watched.open;
    await watched.reopen();
    await watched.sign();
    await allServed("reading", "partner", "archive");
    // At a start they are asked with the log when it was empty.
    const sizes = reading.asked.map(sizeOf).filter((size) => size > 0);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => a - b),
      "nobody asked for what was already confirmed",
    );
    await first.depositary.close();
    assert.deepEqual(first.errors, []);
    await watched.sign();
    await allServed("reading", "partner", "archive");
    assert.deepEqual(watched.open.witnessChanges, []);
  });

  test("stopping breaks off what hangs", async () => {
    for (const witness of watched.witnesses) witness.holdBack();
    await watched.sign();
    await until("each is asked", () => watched.witnesses.every((witness) => witness.waiting() === 1));
    await watched.depositary.close();
    assert.deepEqual(watched.open.errors, []);
    assert.deepEqual(watched.open.witnessChanges, []);
    for (const witness of watched.witnesses) witness.letGo();
  });

  test("one that holds more of our log than there is stops the publishing, at once or at the next start", async () => {
    await watched.reopen();
    const honest = archive.holds;
    const size = (await watched.heads()) + 100;
    archive.holds = { size, root: new Uint8Array(32).fill(1) };
    await watched.sign();
    await inCondition("archive", "ahead");
    assert.match(await detailOf("archive"), new RegExp(`cosigned ${size} heads`));
    const isStopped = () => watched.depositary.trouble()?.includes(`the witness archive knows ${size}`) ?? false;
    await until("publishing is stopped", isStopped);
    await watched.depositary.close();
    await watched.reopen();
    assert.ok(isStopped(), "before anything else could be published");
    await watched.depositary.close();
    archive.holds = honest;
    await watched.reopen();
    assert.equal(watched.depositary.trouble(), null);
    await watched.sign();
    await allServed("reading", "partner", "archive");
  });
}

function ofText(answer: (text: string) => string): Misbehaviour {
  return (response, { checkpoint }) => void response.end(answer(parseNote(checkpoint).text));
}

const endless: Misbehaviour = (response) => {
  const more = () => {
    while (response.write("\u2014 x ".repeat(1000)));
  };
  response.on("drain", more);
  more();
};

/** Sizes that are possible, so that each has to be believed: but never the one that it was asked from. */
function tellSizes(): Misbehaviour {
  let size = 0;
  return (response, { old }) => {
    size = old === 1 ? 2 : 1;
    response.writeHead(409, { "Content-Type": "text/x.tlog.size" }).end(`${size}\n`);
  };
}

function sizeOf({ checkpoint }: WitnessRequest): number {
  return parseCheckpoint(parseNote(checkpoint).text).size;
}
