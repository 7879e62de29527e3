import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { ObservationVector } from "../../../../tests/evidence-vectors.ts";
import { runObservationVector } from "../../../../tests/evidence-vectors.ts";
import { assertStrict, mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { decodeUtf8, encodeHex, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { formatVerifierKey } from "../log/note.ts";
import { findNamed, formatNamingRecord } from "./naming-record.ts";
import type { Observation } from "./observation.ts";
import {
  digestObservation,
  formatObservation,
  formatObservationNote,
  openObservationNote,
  parseObservation,
} from "./observation.ts";

const { signer, key } = makeTestSigner("sign.example", 1);
const vectors = readVectors<ObservationVector>("observation");
/** The observations of the vectors that are valid, by name. */
const valid: ReadonlyMap<string, Observation> = new Map(
  vectors
    .filter(({ name }) => name.startsWith("valid_"))
    .map(({ name, vector }) => [name, parseObservation(encodeUtf8(vector.text ?? ""))]),
);

test("vectors/observation: each is read and digested as it says, or refused for its own defect", (t) => {
  for (const { name, vector } of vectors) {
    if (vector.error === null) runObservationVector(vector);
    else assert.throws(() => runObservationVector(vector), { code: vector.error }, name);
  }
  assert.ok(vectors.length >= 118);
  t.diagnostic(`vectors/observation: ${vectors.length} run`);
});

test("the vectors hold a valid observation of every kind", () => {
  const kinds = new Set([...valid.values()].map(({ kind }) => kind));
  const all = ["approval", "dns", "gone", "key", "named", "openid", "vouch", "web-page", "well-known"];
  assert.deepEqual([...kinds].sort(), all);
});

test("every damaged byte of an observation is refused, or is another observation in just those bytes", () => {
  for (const name of ["valid_dns", "valid_web_page", "valid_key", "valid_vouch", "valid_openid"]) {
    const observation = valid.get(name) as Observation;
    const { refused, taken } = assertStrict(formatObservation(observation), parseObservation, formatObservation);
    assert.ok(refused > 1000, `${name}: ${refused} refused, ${taken} taken`);
  }
});

test("no member of an observation can be left out, doubled, set to null or to another type", () => {
  for (const [name, observation] of valid) {
    for (const member of Object.keys(observation).filter((one) => one !== "role")) {
      const { [member]: _, ...rest } = observation as Record<string, unknown>;
      for (const changed of [rest, ...[null, 1, true, [], {}].map((value) => ({ ...rest, [member]: value }))]) {
        // Without pages that are looked for at resolvers there may be none of these.
        if (member === "resolvers" && name.startsWith("valid_gone_") && JSON.stringify(changed).includes("[]"))
          continue;
        assert.throws(() => formatObservation(changed as Observation), UndersignedError, `${name}, ${member}`);
      }
    }
  }
});

test("a digest is the HMAC of the canonical JSON, and hides the observation under its salt", () => {
  const observation = valid.get("valid_openid") as Observation;
  const salt = new Uint8Array(32).fill(9);
  const expected = createHmac("sha256", salt).update(formatObservation(observation)).digest("hex");
  assert.equal(encodeHex(digestObservation(salt, observation)), expected);
  assert.throws(() => digestObservation(new Uint8Array(31), observation), { code: "malformed" });
});

test("the depositary's note gives the observation back, and no damaged byte of it does", () => {
  const observation = valid.get("valid_approval") as Observation;
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

test("a naming record is read in its one spelling, and everything else at the name is passed over", () => {
  const version = "ab".repeat(32);
  assert.deepEqual(findNamed(formatNamingRecord({ version })), { version });
  const named = findNamed(formatNamingRecord({ key }));
  assert.ok(named !== null && "key" in named && formatVerifierKey(named.key) === formatVerifierKey(key));
  for (const record of [
    "",
    "v=spf1 -all",
    `"undersigned=v1 version=${version}"`,
    `undersigned=v1 version=${version.toUpperCase()}`,
    `undersigned=v1  version=${version}`,
    `undersigned=v1 version=${version} `,
    `undersigned=v1 version=${version}\n`,
    `undersigned=v2 version=${version}`,
    "undersigned=v1 key=sign.example",
    `undersigned=v1 key=${formatVerifierKey(key)} version=${version}`,
  ]) {
    assert.equal(findNamed(record), null, JSON.stringify(record));
  }
});
