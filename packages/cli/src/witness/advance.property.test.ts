import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { checkConsistency } from "@undersigned/core/log/merkle.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import fc from "fast-check";
import { makeTestLog } from "../../../../tests/witness-log.ts";
import { cosignatureIn, makeFolder, START } from "../../../../tests/witness-place.ts";
import { answerRequest } from "./answer.ts";
import { readEvidence } from "./evidence.ts";
import { openWitnessFile } from "./file.ts";
import { followLog } from "./logs.ts";

const ORIGIN = "letters.example";
const MOST = 40;
const honest = makeTestLog(ORIGIN, 1);
const fork = makeTestLog(ORIGIN, 1, 13);

const step = fc.record({
  /** What the sender believes was cosigned last; null: it asks until it knows. */
  old: fc.option(fc.nat(MOST), { nil: null, freq: 1 }),
  size: fc.nat(MOST),
  forked: fc.boolean(),
  tick: fc.integer({ min: -5, max: 5 }),
  /** The witness is stopped and started again first. */
  restart: fc.boolean(),
  /** Another process over the same file answers. */
  other: fc.boolean(),
});

test("whatever is sent, by a log that forks, in whatever order, over restarts and in two processes: what is cosigned is one history", async (t) => {
  const folder = makeFolder(t);
  let number = 0;
  let forks = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      number += 1;
      const path = join(folder, `${number}.db`);
      let files = [openWitnessFile(path, { name: "w.example" }), openWitnessFile(path, {})];
      const key = files[0]?.key;
      assert.ok(key !== undefined);
      followLog((files[0] as (typeof files)[0]).database, honest.key);
      let now = START;
      let last = { size: 0, time: 0, checkpoint: honest.checkpoint(0) };
      for (const { old, size, forked, tick, restart, other } of steps) {
        now += tick * 1_000;
        if (restart) {
          for (const file of files) file.close();
          files = [openWitnessFile(path, {}), openWitnessFile(path, {})];
        }
        const { database, cosigner } = files[other ? 1 : 0] as (typeof files)[0];
        const log = forked ? fork : honest;
        const from = Math.min(old ?? last.size, size);
        const checkpoint = log.checkpoint(size);
        const request = formatWitnessRequest({ old: from, proof: await log.proof(from, size), checkpoint });
        const answer = answerRequest({ database, cosigner, clock: () => now, onEvidence: () => {} }, request);
        if (answer.status === 409) assert.equal(Buffer.from(answer.body).toString(), `${last.size}\n`);
        if (answer.status !== 200) continue;
        const told = { status: 200, type: null, body: Buffer.from(answer.body).toString() };
        const { time } = cosignatureIn(told, checkpoint, key);
        assert.ok(size >= last.size && time >= last.time, "neither size nor time goes back");
        const [before, after] = [last.checkpoint, checkpoint].map((note) => parseCheckpoint(parseNote(note).text));
        assert.ok(before !== undefined && after !== undefined);
        if (before.size > 0) {
          const proof = await log.proof(before.size, after.size);
          checkConsistency({ oldSize: before.size, newSize: size, oldRoot: before.root, newRoot: after.root, proof });
        }
        last = { size, time, checkpoint };
      }
      const [first] = files;
      assert.ok(first !== undefined);
      forks += readEvidence(first.database).filter(({ kind }) => kind === "two_histories").length;
      for (const file of files) file.close();
    }),
    { numRuns: 40 },
  );
  assert.ok(forks > 0, "forks were among what was sent");
});
