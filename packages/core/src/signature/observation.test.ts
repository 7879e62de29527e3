import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { ObservationVector } from "../../../../tests/evidence-vectors.ts";
import { runObservationVector } from "../../../../tests/evidence-vectors.ts";
import { assertStrict } from "../../../../tests/mangle.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { encodeHex, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import type { Observation } from "./observation.ts";
import { digestObservation, formatObservation, parseObservation } from "./observation.ts";

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
