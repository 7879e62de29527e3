import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDraftFields } from "./draft-fields.ts";

const draft = {
  slug: "clean-air-2026",
  texts: [
    { lang: "en", markdown: "# Clean air\n\nNow.\n", authentic: true },
    { lang: "fr", markdown: "# Air pur\n", prevails: false },
  ],
  initiators: [{ name: "Clean Air e.V.", domain: "clean-air.example" }, { name: "350.org" }],
  demands: [{ block: 1, addressees: ["The Mayor"] }],
  closes: "2026-12-31T18:00:00Z",
  terms: {
    who: ["organisation", "person"],
    leastLevel: { organisation: 1, person: 1 },
    reservations: true,
    unnamed: true,
    minimumAge: 16,
    controller: { name: "Clean Air e.V.", contact: "privacy@clean-air.example, https://clean-air.example/privacy" },
    retention: { unconfirmedDays: 14, mailboxDays: 90 },
  },
  visibility: "public",
  publishes: null,
};

function problemsOf(input: unknown): string[] {
  return (checkDraftFields(input).problems ?? []).map(({ field, rule, limit }) =>
    `${field} ${rule} ${limit ?? ""}`.trim(),
  );
}

test("a whole draft passes unchanged", () => {
  assert.deepEqual(checkDraftFields(draft), { draft, problems: null });
});

test("domains are tidied to lower-case ASCII", () => {
  const tidied = checkDraftFields({ ...draft, initiators: [{ name: "B", domain: " Bücher.Example. " }] });
  assert.equal(tidied.draft?.initiators[0]?.domain, "xn--bcher-kva.example");
});

const refused: [what: string, change: object, problem: string][] = [
  ["no text", { texts: [] }, "texts too_few 1"],
  ["too many texts", { texts: Array(101).fill(draft.texts[0]) }, "texts too_many 100"],
  ["a language that is none", { texts: [{ lang: "e", markdown: "" }] }, "texts.0.lang language"],
  [
    "a text too long",
    { texts: [{ lang: "en", markdown: "x".repeat(1_048_577) }] },
    "texts.0.markdown too_long 1048576",
  ],
  ["a misspelt member", { texts: [{ lang: "en", markdown: "x", autentic: true }] }, "texts.0.autentic unknown"],
  ["a domain with a path", { initiators: [{ name: "A", domain: "a.example/x" }] }, "initiators.0.domain domain"],
  ["a domain that is an address", { initiators: [{ name: "A", domain: "127.0.0.1" }] }, "initiators.0.domain domain"],
  [
    "a web address as domain",
    { initiators: [{ name: "A", domain: "https://a.example" }] },
    "initiators.0.domain domain",
  ],
  ["block 0", { demands: [{ block: 0, addressees: [] }] }, "demands.0.block too_small 1"],
  ["half a block", { demands: [{ block: 1.5, addressees: [] }] }, "demands.0.block wrong_type"],
  ["an addressee of nothing", { demands: [{ block: 1, addressees: [""] }] }, "demands.0.addressees.0 missing"],
  ["a day without a time", { closes: "2026-12-31" }, "closes moment"],
  ["a time that is none", { closes: "2026-02-30T25:00:00Z" }, "closes moment"],
  ["a time of the year 10000, in UTC", { closes: "9999-12-31T23:59:59-23:00" }, "closes moment"],
  ["a time before year 0, in UTC", { publishes: "0000-01-01T00:00:00+23:00" }, "publishes moment"],
  ["a slug with capitals", { slug: "Clean-Air" }, "slug slug"],
  ["a slug that could be an id", { slug: "abcdefghijklmnop" }, "slug slug"],
  ["a slug too long", { slug: "a".repeat(81) }, "slug too_long 80"],
  ["a slug that climbs", { slug: "../admin" }, "slug slug"],
  ["nobody may sign", { terms: { ...draft.terms, who: [] } }, "terms.who too_few 1"],
  [
    "level 5",
    { terms: { ...draft.terms, leastLevel: { organisation: 5, person: 1 } } },
    "terms.leastLevel.organisation not_one_of",
  ],
  [
    "level 4 for people",
    { terms: { ...draft.terms, leastLevel: { organisation: 1, person: 4 } } },
    "terms.leastLevel.person not_one_of",
  ],
  ["an age of 200", { terms: { ...draft.terms, minimumAge: 200 } }, "terms.minimumAge too_great 120"],
];
for (const [what, change, problem] of refused) {
  test(`refused: ${what}`, () => assert.deepEqual(problemsOf({ ...draft, ...change }), [problem]));
}
