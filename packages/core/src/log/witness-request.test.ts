import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import type { WitnessRequestVector } from "../../../../tests/witness-vectors.ts";
import { runWitnessRequestVector } from "../../../../tests/witness-vectors.ts";
import { decodeUtf8, encodeBase64, encodeUtf8 } from "../bytes.ts";
import { formatCheckpoint } from "./checkpoint.ts";
import { hashLeaf } from "./merkle.ts";
import { signNote } from "./note.ts";
import { formatWitnessRequest, parseWitnessRequest } from "./witness-request.ts";

const { signer } = makeTestSigner("letters.example", 1);
const text = formatCheckpoint({ origin: "letters.example", size: 9, root: hashLeaf(encodeUtf8("r")), extensions: [] });
const checkpoint = signNote(text, [signer]);
const hash = hashLeaf(encodeUtf8("h"));

for (const { name, vector } of readVectors<WitnessRequestVector>("witness-request")) {
  test(`witness request ${name}: ${vector.about}`, () => {
    if (vector.error === null) runWitnessRequestVector(vector);
    else assert.throws(() => runWitnessRequestVector(vector), { code: vector.error });
  });
}

test("a request is written as in C2SP tlog-witness", () => {
  const lines = decodeUtf8(formatWitnessRequest({ old: 5, proof: [hash, hash], checkpoint })).split("\n");
  assert.deepEqual(lines.slice(0, 4), ["old 5", encodeBase64(hash), encodeBase64(hash), ""]);
  assert.equal(lines.slice(4).join("\n"), decodeUtf8(checkpoint));
});

test("a mangled request is refused, or read for exactly what it says", () => {
  const bytes = formatWitnessRequest({ old: 5, proof: [hash, hash], checkpoint });
  const { refused, taken } = assertStrict(bytes, parseWitnessRequest, formatWitnessRequest);
  assert.ok(refused > 0 && taken > 0);
});

test("what would not be read is not written", () => {
  assert.throws(() => formatWitnessRequest({ old: 2 ** 53, proof: [], checkpoint }), /invariant/);
  assert.throws(() => formatWitnessRequest({ old: 1, proof: [new Uint8Array(31)], checkpoint }), /invariant/);
  assert.throws(() => formatWitnessRequest({ old: 1, proof: Array(64).fill(hash), checkpoint }), /invariant/);
  assert.throws(() => formatWitnessRequest({ old: 1, proof: [], checkpoint: new Uint8Array(65_536) }), /invariant/);
});

test("a refusal names the line", () => {
  const bytes = formatWitnessRequest({ old: 5, proof: [hash, hash], checkpoint });
  bytes[60] = 0x20;
  assert.throws(() => parseWitnessRequest(bytes), { line: 3, message: /line 3/ });
});
