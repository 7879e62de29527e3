import assert from "node:assert/strict";
import { test } from "node:test";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import type { Observation } from "./observation.ts";
import { formatObservation, OBSERVATION_FORMAT } from "./observation.ts";
import { formatObservationNote, openObservationNote } from "./observation-note.ts";

const { signer, key } = makeTestSigner("sign.example", 1);
const observation: Observation = {
  format: OBSERVATION_FORMAT,
  statement: "sign.example/s/peace-now",
  version: "ab".repeat(32),
  time: "2026-11-20T10:15:00Z",
  kind: "approval",
  domain: "reading.example",
};

test("the depositary's note gives the observation back, and no damaged byte of it does", () => {
  const note = formatObservationNote(observation, signer);
  assert.equal(
    decodeUtf8(note).split("\n\n")[0],
    `undersigned/observation@v1\n${decodeUtf8(formatObservation(observation))}`,
  );
  assert.deepEqual(openObservationNote(note, [key]).observation, observation);
  // A verification takes a millisecond: of all damages every fifth, which comes by every byte.
  for (const [i, { what, bytes }] of [...mangle(note)].entries()) {
    if (i % 5 !== 0) continue;
    try {
      const opened = openObservationNote(bytes, [key]);
      assert.deepEqual(opened.observation, observation, what);
    } catch (error) {
      assert.ok(error instanceof UndersignedError, `${what}: threw ${error}`);
    }
  }
});
