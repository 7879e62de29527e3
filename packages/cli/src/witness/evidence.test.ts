import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeHex } from "@undersigned/core/bytes.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { checkContradiction, formatContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import { makeTestLog } from "../../../../tests/witness-log.ts";
import { makeWitness, START } from "../../../../tests/witness-place.ts";
import { EVIDENCE_LIMIT, keepEvidence, makeContradiction, readEvidence } from "./evidence.ts";

const ORIGIN = "letters.example";
const log = makeTestLog(ORIGIN, 1);

test("a longer fork that comes with its own proof has proved itself: anyone with the log's key can check that", async (t) => {
  for (const old of [5, 6, 7, 11, 300]) {
    const witness = await makeWitness(t, [log]);
    await witness.post(await log.request(0, old));
    const fork = makeTestLog(ORIGIN, 1, 3);
    const answer = await witness.post(await fork.request(old, 301));
    assert.equal(answer.status, 422);
    const [evidence] = witness.alarms;
    assert.ok(evidence !== undefined);
    assert.deepEqual([evidence.kind, evidence.size, evidence.seen], ["two_histories", old, START / 1000]);
    const read = readEvidence(witness.file.database);
    assert.deepEqual(
      read.map((piece) => ({ ...piece })),
      witness.alarms,
    );
    const contradiction = parseContradiction(formatContradiction(makeContradiction(evidence)));
    const shown = checkContradiction(contradiction, log.key);
    assert.deepEqual([shown.origin, shown.size], [ORIGIN, old]);
    assert.throws(() => checkContradiction(contradiction, makeTestLog(ORIGIN, 2).key), { code: "signature_missing" });
  }
});

test("a fork of the same size is a contradiction too", async (t) => {
  const witness = await makeWitness(t, [log]);
  await witness.post(await log.request(0, 8));
  await witness.post(await makeTestLog(ORIGIN, 1, 7).request(8, 8));
  const [evidence] = readEvidence(witness.file.database);
  assert.ok(evidence !== undefined);
  assert.equal(checkContradiction(makeContradiction(evidence), log.key).roots[1], encodeHex(evidence.root));
});

test("from a size that is a power of two a fork's proof shows no root of its own: it is a suspicion", async (t) => {
  const witness = await makeWitness(t, [log]);
  await witness.post(await log.request(0, 8));
  const answer = await witness.post(await makeTestLog(ORIGIN, 1, 3).request(8, 11));
  assert.equal(answer.status, 422);
  assert.deepEqual(
    witness.alarms.map(({ kind, size }) => ({ kind, size })),
    [{ kind: "proof_failed", size: 11 }],
  );
});

test("whoever sends a right checkpoint with a wrong proof raises a suspicion once, which the right proof takes away", async (t) => {
  const witness = await makeWitness(t, [log]);
  await witness.post(await log.request(0, 5));
  const wrong = formatWitnessRequest({ old: 5, proof: [], checkpoint: log.checkpoint(9) });
  const other = formatWitnessRequest({ old: 5, proof: [new Uint8Array(32)], checkpoint: log.checkpoint(9) });
  for (const request of [wrong, other, wrong]) assert.equal((await witness.post(request)).status, 422);
  assert.deepEqual(
    witness.alarms.map(({ kind }) => kind),
    ["proof_failed"],
  );
  assert.equal((await witness.post(await log.request(5, 9))).status, 200);
  assert.deepEqual(readEvidence(witness.file.database), []);
});

test("evidence has room for so many pieces of a kind and log: the first are kept, and other kinds and logs not touched", async (t) => {
  const witness = await makeWitness(t, [log, makeTestLog("reading.example", 1)]);
  const { database } = witness.file;
  const piece = { origin: ORIGIN, reason: "r", seen: 1, ours: new Uint8Array(1), request: new Uint8Array(1) };
  for (let size = 1; size <= EVIDENCE_LIMIT; size++) {
    assert.equal(keepEvidence(database, { ...piece, kind: "proof_failed", size, root: new Uint8Array(32) }), true);
  }
  const more = { ...piece, size: EVIDENCE_LIMIT + 1, root: new Uint8Array(32) };
  assert.equal(keepEvidence(database, { ...more, kind: "proof_failed" }), false);
  assert.equal(keepEvidence(database, { ...more, kind: "two_histories" }), true);
  assert.equal(keepEvidence(database, { ...more, origin: "reading.example", kind: "proof_failed" }), true);
  assert.equal(readEvidence(database).length, EVIDENCE_LIMIT + 2);
});
