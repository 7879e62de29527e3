import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { MalformedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { ReadingOptions } from "./create-reading.ts";
import { createReading } from "./create-reading.ts";
import type { Reading } from "./reading.ts";

const [HANGS, SWELLS, THROWS, DIES, FAILS, REFUSES] = [1, 2, 3, 4, 5, 6];
const opened: Reading[] = [];
const faults: Error[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((reading) => reading.close()));
  faults.length = 0;
});

/** Readings over a thread that does what its first byte says. */
function restless(options: Partial<ReadingOptions> = {}): Reading {
  const url = new URL("./restless-worker.ts", import.meta.url);
  const reading = createReading({ onFault: (fault) => void faults.push(fault), url, ...options });
  opened.push(reading);
  return reading;
}

async function refusal(work: Promise<unknown>): Promise<UndersignedError> {
  const error: unknown = await work.then(
    () => assert.fail("it was taken"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UndersignedError, String(error));
  return error;
}

const of = (wish = 0) => Uint8Array.of(wish);

test("what a library says of a source reaches whoever asked, with its code and its line", async () => {
  const error = await refusal(restless().bringIn(of(REFUSES), {}));
  assert.ok(error instanceof MalformedError);
  assert.deepEqual([error.code, error.message, error.line], ["source_empty", "Nothing", 7]);
});

test("attack: a source that keeps the thread busy is given up in time, and the next one is read", async () => {
  const reading = restless({ timeLimit: 300 });
  const [hung, next] = [reading.bringIn(of(HANGS), {}), reading.bringIn(of(REFUSES), {})];
  const error = await refusal(hung);
  assert.equal(error.code, "too_large");
  assert.match(error.message, /takes too long to read: the limit is 0.3 seconds\. .*paste it/);
  assert.equal((await refusal(next)).code, "source_empty");
  assert.deepEqual(faults, []);
});

test("while something is read that takes for ever, this thread does other things", async () => {
  const hung = refusal(restless({ timeLimit: 500 }).bringIn(of(HANGS), {}));
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  await hung;
  clearInterval(timer);
  assert.ok(ticks > 10, `${ticks} ticks`);
});

test("attack: a source that swells ends its thread and not the server, and the next one is read", async () => {
  const reading = restless({ memoryLimit: 32 });
  const [swollen, next] = [reading.bringIn(of(SWELLS), {}), reading.bringIn(of(REFUSES), {})];
  const error = await refusal(swollen);
  assert.equal(error.code, "too_large");
  assert.match(error.message, /too much memory to read: the limit is 32 MB/);
  assert.equal((await refusal(next)).code, "source_empty");
});

test("a thread that dies is replaced, its source refused, and nothing that was read is told to the log", async () => {
  for (const wish of [THROWS, DIES, FAILS]) {
    const reading = restless();
    const error = await refusal(reading.bringIn(of(wish), {}));
    assert.equal(error.code, "source_damaged", String(wish));
    assert.equal((await refusal(reading.bringIn(of(REFUSES), {}))).code, "source_empty");
  }
  assert.equal(faults.length, 3);
  assert.doesNotMatch(faults.map(({ message }) => message).join(), /words that were read/);
});

test("no more wait than the queue holds; whoever comes then is told to come again", async () => {
  const reading = restless({ queueLimit: 2, timeLimit: 300 });
  const first = refusal(reading.bringIn(of(REFUSES), {}));
  const second = refusal(reading.bringIn(of(REFUSES), {}));
  const error = await refusal(reading.bringIn(of(REFUSES), {}));
  assert.equal(error.code, "rate_limited");
  assert.match(error.message, /at most 2 wait\. .*try again in a minute/);
  assert.deepEqual([(await first).code, (await second).code], ["source_empty", "source_empty"]);
});

test("closing refuses what is under way and what waits, and nothing is taken afterwards", async () => {
  const reading = restless();
  const under = [refusal(reading.bringIn(of(HANGS), {})), refusal(reading.bringIn(of(REFUSES), {}))];
  await reading.close();
  for (const error of [...(await Promise.all(under)), await refusal(reading.bringIn(of(REFUSES), {}))]) {
    assert.equal(error.code, "unavailable");
  }
});

test("code that cannot start refuses what waits, instead of starting for ever", async () => {
  const reading = restless({ url: new URL("./no-such-worker.ts", import.meta.url) });
  const waiting = await Promise.all([
    refusal(reading.bringIn(of(REFUSES), {})),
    refusal(reading.bringIn(of(REFUSES), {})),
  ]);
  assert.deepEqual(
    waiting.map(({ code }) => code),
    ["unavailable", "unavailable"],
  );
});
