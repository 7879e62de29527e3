import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { formatCanonicalJson } from "../json.ts";
import type { Entry } from "./entry.ts";
import { CAPACITIES, formatEntry, KINDS, parseEntry, REMOVAL_REASONS } from "./entry.ts";

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const index = fc.oneof(fc.maxSafeNat(), fc.nat(300), fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53 - 1));
const level = fc.constantFrom(1, 2, 3, 4);
const lang = fc.constantFrom("en", "sr-Cyrl", "pt-BR", "zh-Hant", "ca-valencia");
const words = fc.stringMatching(/^[a-zé€𠀀م"\\/<'](?: ?[a-zé€𠀀م"\\/<']){0,40}$/u);
const time = fc
  .date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);
const closes = fc.option(time);
const consent = {
  version: digest,
  kind: fc.constantFrom(...KINDS),
  capacity: fc.constantFrom(...CAPACITIES),
  level,
  named: fc.boolean(),
  commitment: digest,
};

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ act: fc.constant("open" as const), version: digest, closes }),
  fc.record({ act: fc.constant("extend" as const), closes }),
  fc.record({ act: fc.constant("close" as const) }),
  fc.record({ act: fc.constant("sign" as const), ...consent }),
  fc.record({ act: fc.constant("resign" as const), of: index, ...consent }),
  fc.record({ act: fc.constant("attest" as const), of: index, level, observation: digest }),
  fc.record({
    act: fc.constantFrom(...(["withdraw", "dispute", "uphold", "erase", "anonymise"] as const)),
    of: index,
  }),
  fc.record({ act: fc.constant("remove" as const), of: index, reason: fc.constantFrom(...REMOVAL_REASONS) }),
  fc.record({ act: fc.constant("correction" as const), version: digest, lang, block: index, note: words }),
  fc.record({ act: fc.constant("translation" as const), version: digest, lang, sha256: digest }),
  fc.record({ act: fc.constant("response" as const), addressee: words, sha256: digest }),
  fc.record({
    act: fc.constant("succeed" as const),
    origin: fc.stringMatching(/^[!-*,-~]{1,80}$/),
    size: index.filter((size) => size > 0),
    root: digest,
  }),
);

test("entries: what is written is canonical JSON, and reads back as it was", () => {
  fc.assert(
    fc.property(entry, (value) => {
      const bytes = formatEntry(value);
      assert.deepEqual(bytes, formatCanonicalJson(value));
      assert.deepEqual(parseEntry(bytes), { ...value });
    }),
    { numRuns: 2_000 },
  );
});

test("entries: whatever is spliced in, what is taken is canonical", () => {
  const piece = fc.constantFrom(
    ...['"', "\\", "\\u0061", ",", ":", "{", "}", " ", "\n", "0", "-", "1e5", ".0", "null", "true", "é", "\u0000"],
  );
  let taken = 0;
  fc.assert(
    fc.property(entry, fc.nat(400), fc.nat(3), piece, (value, at, cut, put) => {
      const text = decodeUtf8(formatEntry(value));
      const start = at % text.length;
      const spliced = text.slice(0, start) + put + text.slice(start + cut);
      if (!spliced.isWellFormed()) return;
      const read = readOrNull(encodeUtf8(spliced));
      if (read === null) return;
      taken += 1;
      assert.equal(decodeUtf8(formatCanonicalJson(read)), spliced);
    }),
    { numRuns: 5_000 },
  );
  assert.ok(taken > 0, "some splices still make an entry, else this shows nothing");
});

function readOrNull(bytes: Uint8Array): Entry | null {
  try {
    return parseEntry(bytes);
  } catch (error) {
    assert.ok(error instanceof UndersignedError);
    return null;
  }
}
