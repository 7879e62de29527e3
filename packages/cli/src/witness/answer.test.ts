import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatNote, parseNote, signNote } from "@undersigned/core/log/note.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { makeTestLog } from "../../../../tests/witness-log.ts";
import { cosignatureIn, makeWitness, START } from "../../../../tests/witness-place.ts";
import { readEvidence } from "./evidence.ts";
import { followLog, readLogs } from "./logs.ts";

const ORIGIN = "letters.example";
const log = makeTestLog(ORIGIN, 1);
const stranger = makeTestLog(ORIGIN, 2);
const SIZE_TYPE = "text/x.tlog.size";

test("a log that grows is cosigned step by step, and its size is remembered", async (t) => {
  const witness = await makeWitness(t, [log]);
  for (const [old, size] of [
    [0, 1],
    [1, 5],
    [5, 300],
    [300, 300],
    [300, 777],
  ] as const) {
    witness.clock += 1_000;
    const answer = await witness.post(await log.request(old, size));
    assert.equal(answer.status, 200, answer.body);
    const { time } = cosignatureIn(answer, log.checkpoint(size), witness.file.key);
    assert.equal(time, witness.clock / 1000);
    assert.match(answer.body, /^\u2014 witness\.partner\.example [A-Za-z0-9+/=]+\n$/);
    assert.deepEqual(
      readLogs(witness.file.database).map(({ origin, size, time }) => ({ origin, size, time })),
      [{ origin: ORIGIN, size, time }],
    );
  }
  assert.deepEqual(witness.alarms, []);
});

test("400: what is no request, and an old size above the checkpoint's", async (t) => {
  const witness = await makeWitness(t, [log]);
  assert.equal((await witness.post("")).status, 400);
  assert.equal((await witness.post("old 01\n\nnothing\n")).status, 400);
  const beyond = formatWitnessRequest({ old: 6, proof: [], checkpoint: log.checkpoint(5) });
  assert.deepEqual(await witness.post(beyond), {
    status: 400,
    type: "text/plain; charset=utf-8",
    body: "the old size 6 is above that of the checkpoint, 5\n",
  });
});

test("400: a checkpoint of 2^63 entries, and one with 101 signatures", async (t) => {
  const witness = await makeWitness(t, [log]);
  const { signer } = makeTestSigner(ORIGIN, 1);
  const text = `${ORIGIN}\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`;
  const large = Buffer.concat([Buffer.from("old 0\n\n"), signNote(text, [signer])]);
  assert.equal((await witness.post(large)).status, 400);
  const line = "\u2014 x.example AAAAAAA=\n".repeat(100);
  const many = Buffer.concat([Buffer.from("old 0\n\n"), log.checkpoint(5), Buffer.from(line)]);
  const answer = await witness.post(many);
  assert.equal(answer.status, 400);
  assert.match(answer.body, /at most 100 signatures/);
});

test("404: a log that is not followed", async (t) => {
  const witness = await makeWitness(t, [log]);
  assert.equal((await witness.post(await makeTestLog("reading.example", 1).request(0, 5))).status, 404);
});

test("403: none of the log's keys has signed, or one has and it does not hold", async (t) => {
  const witness = await makeWitness(t, [log]);
  const unsigned = await witness.post(await stranger.request(0, 5));
  assert.equal(unsigned.status, 403);
  const { text, signatures } = parseNote(log.checkpoint(5));
  const [line] = signatures;
  assert.ok(line !== undefined);
  const forged = { ...line, signature: line.signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) };
  for (const lines of [[forged], [forged, line], [line, forged]]) {
    const request = formatWitnessRequest({ old: 0, proof: [], checkpoint: formatNote(text, lines) });
    assert.equal((await witness.post(request)).status, 403);
  }
  assert.equal(readLogs(witness.file.database)[0]?.size, 0);
});

test("200: strangers beside the log's own signature, and the same line twice, do no harm", async (t) => {
  const witness = await makeWitness(t, [log]);
  const own = parseNote(log.checkpoint(5));
  const others = parseNote(stranger.checkpoint(5)).signatures;
  const checkpoint = formatNote(own.text, [...others, ...own.signatures, ...own.signatures]);
  const answer = await witness.post(formatWitnessRequest({ old: 0, proof: [], checkpoint }));
  assert.equal(answer.status, 200);
  assert.equal(cosignatureIn(answer, checkpoint, witness.file.key).time, START / 1000);
});

test("409: an old size that is not the last one, with the last one to go on from", async (t) => {
  const witness = await makeWitness(t, [log]);
  assert.deepEqual(await witness.post(await log.request(3, 5)), { status: 409, type: SIZE_TYPE, body: "0\n" });
  assert.equal((await witness.post(await log.request(0, 10))).status, 200);
  for (const [old, size] of [
    [0, 20],
    [0, 10],
    [5, 10],
    [11, 20],
    [0, 5],
    [5, 7],
  ] as const) {
    assert.deepEqual(await witness.post(await log.request(old, size)), { status: 409, type: SIZE_TYPE, body: "10\n" });
  }
  assert.deepEqual(witness.alarms, [], "who lags does no wrong");
});

test("409: a size of 2^53 - 1 is remembered to the last digit", async (t) => {
  const witness = await makeWitness(t, [log]);
  const { signer } = makeTestSigner(ORIGIN, 1);
  const size = Number.MAX_SAFE_INTEGER;
  const text = formatCheckpoint({ origin: ORIGIN, size, root: hashLeaf(encodeUtf8("r")), extensions: [] });
  const request = formatWitnessRequest({ old: 0, proof: [], checkpoint: signNote(text, [signer]) });
  assert.equal((await witness.post(request)).status, 200);
  assert.equal((await witness.post(await log.request(0, 5))).body, "9007199254740991\n");
});

test("422: a proof that does not hold, is of the wrong length, or leads from nothing", async (t) => {
  const witness = await makeWitness(t, [log]);
  const [hash = new Uint8Array()] = await log.proof(5, 6);
  const first = await witness.post(formatWitnessRequest({ old: 0, proof: [hash], checkpoint: log.checkpoint(6) }));
  assert.deepEqual([first.status, first.body], [422, "a proof from size 0 is empty\n"]);
  assert.equal((await witness.post(await log.request(0, 6))).status, 200);
  const proof = await log.proof(6, 11);
  for (const wrong of [[], proof.slice(1), [...proof, hash], proof.toReversed()]) {
    const request = formatWitnessRequest({ old: 6, proof: wrong, checkpoint: log.checkpoint(11) });
    assert.equal((await witness.post(request)).status, 422);
  }
  const equal = formatWitnessRequest({ old: 6, proof: [hash], checkpoint: log.checkpoint(6) });
  assert.equal((await witness.post(equal)).status, 422);
  assert.equal((await witness.post(await log.request(6, 11))).status, 200, "nothing was stored meanwhile");
});

test("an empty log is cosigned, with the one root that it can have", async (t) => {
  const witness = await makeWitness(t, [log]);
  assert.equal((await witness.post(await log.request(0, 0))).status, 200);
  const { signer } = makeTestSigner(ORIGIN, 1);
  const text = formatCheckpoint({ origin: ORIGIN, size: 0, root: hashLeaf(encodeUtf8("r")), extensions: [] });
  const request = formatWitnessRequest({ old: 0, proof: [], checkpoint: signNote(text, [signer]) });
  assert.deepEqual(await witness.post(request), { status: 409, type: SIZE_TYPE, body: "0\n" });
  assert.equal((await witness.post(await log.request(0, 9))).status, 200);
});

test("the time of a log's cosignatures never goes back, though the clock does", async (t) => {
  const other = makeTestLog("reading.example", 3);
  const witness = await makeWitness(t, [log, other]);
  await witness.post(await log.request(0, 5));
  witness.clock -= 3_600_000;
  const later = await witness.post(await log.request(5, 6));
  assert.equal(cosignatureIn(later, log.checkpoint(6), witness.file.key).time, START / 1000);
  const fresh = await witness.post(await other.request(0, 6));
  assert.equal(cosignatureIn(fresh, other.checkpoint(6), witness.file.key).time, START / 1000 - 3_600);
});

test("several logs are followed apart, and a log's further key is as good as its first", async (t) => {
  const other = makeTestLog("reading.example", 3);
  const witness = await makeWitness(t, [log, other]);
  assert.equal((await witness.post(await log.request(0, 5))).status, 200);
  assert.equal((await witness.post(await other.request(0, 7))).status, 200);
  assert.equal((await witness.post(await log.request(5, 6))).status, 200);
  const renewed = makeTestLog(ORIGIN, 9);
  assert.equal((await witness.post(await renewed.request(6, 8))).status, 403);
  assert.equal(followLog(witness.file.database, renewed.key), true);
  assert.equal(followLog(witness.file.database, renewed.key), false);
  assert.equal((await witness.post(await renewed.request(6, 8))).status, 200);
  assert.equal((await witness.post(await log.request(8, 9))).status, 200);
});

test("of two requests from one size at the same time, one is cosigned and one is told the new size", async (t) => {
  const witness = await makeWitness(t, [log]);
  await witness.post(await log.request(0, 5));
  const [small, large] = await Promise.all([log.request(5, 6), log.request(5, 9)]);
  const answers = await Promise.all([witness.post(small), witness.post(large)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const size = answers[0].status === 200 ? 6 : 9;
  assert.equal(answers.find(({ status }) => status === 409)?.body, `${size}\n`);
  assert.equal(readLogs(witness.file.database)[0]?.size, size);
});

test("a fork of the same size is refused with 409, and kept as proof", async (t) => {
  const witness = await makeWitness(t, [log]);
  await witness.post(await log.request(0, 10));
  const fork = makeTestLog(ORIGIN, 1, 7);
  for (const old of [10, 0]) {
    const request = formatWitnessRequest({ old, proof: [], checkpoint: fork.checkpoint(10) });
    assert.deepEqual(await witness.post(request), { status: 409, type: SIZE_TYPE, body: "10\n" });
  }
  assert.deepEqual(
    witness.alarms.map(({ kind, size }) => ({ kind, size })),
    [{ kind: "two_histories", size: 10 }],
    "told once",
  );
  assert.equal((await witness.post(await log.request(10, 11))).status, 200, "the history it knows goes on");
  assert.equal(readEvidence(witness.file.database).length, 1, "what is proved stays proved");
});
