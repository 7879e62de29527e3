import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Manifest } from "./manifest.ts";
import { formatManifest, parseManifest } from "./manifest.ts";

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const words = fc.constantFrom("Réseau Exemple", "شبكة السلام", "和平網絡", "A", 'Ɖ 5 "x" \\ / é', "𠮷");
const domain = fc.constantFrom("example.org", "xn--bcher-kva.example", "a.b");
const lang = fc.constantFrom("ar", "en", "fr", "sr-Cyrl", "sr-Latn", "zh-Hans");

const initiators = fc.uniqueArray(
  fc.tuple(words, fc.option(domain)).map(([name, host]) => (host === null ? { name } : { name, domain: host })),
  { minLength: 1, maxLength: 4, selector: (initiator) => JSON.stringify(initiator) },
);

const texts = fc
  .tuple(fc.uniqueArray(fc.tuple(lang, digest, fc.boolean()), { minLength: 1, selector: ([tag]) => tag }), fc.nat())
  .map(([rows, chosen]) => {
    const sorted = rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const first = chosen % sorted.length;
    return sorted.map(([tag, sha256, authentic], i) => {
      return { lang: tag, sha256, authentic: authentic || i === first, prevails: i === first && chosen % 2 === 0 };
    });
  });

const demands = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.uniqueArray(words)), {
    maxLength: 4,
    selector: ([block]) => block,
  })
  .map((rows) => rows.toSorted(([a], [b]) => a - b).map(([block, addressees]) => ({ block, addressees })));

const terms = fc.record(
  {
    who: fc
      .constantFrom(["organisation"] as const, ["person"] as const, ["organisation", "person"] as const)
      .map((who) => [...who]),
    leastLevel: fc.record(
      { organisation: fc.constantFrom(1, 2, 3, 4), person: fc.constantFrom(1, 2, 3) },
      { noNullPrototype: true },
    ),
    reservations: fc.boolean(),
    unnamed: fc.boolean(),
    minimumAge: fc.integer({ min: 0, max: 99 }),
    controller: fc.record({ name: words, contact: words }, { noNullPrototype: true }),
    retention: fc.record(
      { unconfirmedDays: fc.integer({ min: 1, max: 3_650 }), mailboxDays: fc.integer({ min: 0, max: 3_650 }) },
      { noNullPrototype: true },
    ),
    consentNotice: digest,
    invited: fc.constant(true as const),
    review: fc.constant(true as const),
  },
  {
    noNullPrototype: true,
    requiredKeys: [
      ...(["who", "leastLevel", "reservations", "unnamed"] as const),
      ...(["minimumAge", "controller", "retention", "consentNotice"] as const),
    ],
  },
);

const manifests = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/),
    fc.integer({ min: 1, max: 9_999 }),
    digest,
    initiators,
    texts,
    demands,
    terms,
  )
  .map(([statement, number, before, ...parts]): Manifest => {
    const previous = number === 1 ? null : before;
    return {
      format: "undersigned/version@v1",
      statement,
      number,
      previous,
      initiators: parts[0],
      texts: parts[1],
      demands: parts[2],
      terms: parts[3],
    };
  });

test("what is formatted parses to the same manifest, and to the same bytes again", () => {
  fc.assert(
    fc.property(manifests, (manifest) => {
      const bytes = formatManifest(manifest);
      const parsed = parseManifest(bytes);
      assert.deepEqual(parsed, manifest);
      assert.deepEqual(formatManifest(parsed), bytes);
    }),
    { numRuns: 500 },
  );
});
