import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkOpening, commit, digestPart, formatOpening, openBoth, openPublic, parseOpening } from "./commitment.ts";
import type { PrivatePart, PublicPart } from "./part.ts";

const words = fc.stringMatching(/^[a-zé€𠀀م"\\/](?: ?[a-zé€𠀀م"\\/]){0,30}$/u);
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });
const identity = { name: words, organisation: words, role: words, place: words };
const publicPart: fc.Arbitrary<PublicPart> = fc.record(
  {
    ...identity,
    names: fc.dictionary(fc.constantFrom("ar", "en", "sr-Cyrl"), words, { minKeys: 1, noNullPrototype: true }),
    country: fc.stringMatching(/^[A-Z]{2}$/),
    authority: words,
    logo: digest,
    identity: fc.record(
      {
        issuer: fc.constantFrom("https://orcid.org", "https://id.example/realm"),
        subject: fc.stringMatching(/^[!-~]{1,30}$/),
      },
      { noNullPrototype: true },
    ),
    lang: fc.constantFrom("en", "sr-Cyrl"),
    date: fc.constant("2026-11-20"),
    reservation: words,
  },
  { requiredKeys: ["lang", "date"], noNullPrototype: true },
);
const privatePart: fc.Arbitrary<PrivatePart> = fc.record(
  {
    ...identity,
    mailbox: fc.constantFrom("a@example.org", "ü@пример.example"),
    evidence: fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()).map(throughJson),
    consent: fc.record(
      { version: digest, notice: digest, age: fc.nat(150), time: fc.constant("2026-11-20T10:00:00Z") },
      { noNullPrototype: true },
    ),
    representative: fc.record({ name: words, role: words }, { requiredKeys: ["name"], noNullPrototype: true }),
  },
  { requiredKeys: ["mailbox", "evidence", "consent"], noNullPrototype: true },
);

function throughJson(value: unknown): PrivatePart["evidence"] {
  return JSON.parse(JSON.stringify(value));
}

test("openings: what is written reads back as it was, and opens its commitment alone", () => {
  fc.assert(
    fc.property(publicPart, privatePart, salt, salt, salt, (shown, kept, salt1, salt2, other) => {
      const halves = [
        { salt: salt1, part: shown },
        { salt: salt2, part: kept },
      ] as const;
      const commitment = commit(...halves);
      for (const opening of [openBoth(...halves), openPublic(halves[0], digestPart(salt2, kept))]) {
        const read = parseOpening(formatOpening(opening));
        assert.deepEqual(read, opening);
        checkOpening(read, commitment);
      }
      const stranger = openBoth({ salt: other, part: shown }, halves[1]);
      assert.throws(() => checkOpening(stranger, commitment), { code: "commitment_mismatch" });
    }),
    { numRuns: 500 },
  );
});
