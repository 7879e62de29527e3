import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { decodeUtf8, encodeHex, encodeUtf8, sha256 } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import { findMisalignment } from "./align.ts";
import type { Manifest } from "./manifest.ts";
import {
  checkManifest,
  digestManifest,
  findManifestProblems,
  formatManifest,
  MANIFEST_LIMIT,
  parseManifest,
} from "./manifest.ts";
import { checkManifestTexts } from "./manifest-texts.ts";
import { digestText, parseText } from "./text.ts";

const ENGLISH = encodeUtf8("# Peace\n\nWe ask:\n\n- the council to act\n");
const FRENCH = encodeUtf8("# Paix\n\nNous demandons :\n\n- que le conseil agisse\n");

type Change = (manifest: Manifest) => Partial<Manifest>;

function makeManifest(change: Change = () => ({})): Manifest {
  const manifest: Manifest = {
    format: "undersigned/version@v1",
    statement: "peace-now",
    number: 1,
    previous: null,
    initiators: [{ name: "Réseau Exemple", domain: "example.org" }, { name: "Neighbours" }],
    texts: [
      { lang: "en", sha256: encodeHex(digestText(ENGLISH)), authentic: true, prevails: true },
      { lang: "fr", sha256: encodeHex(digestText(FRENCH)), authentic: true, prevails: false },
    ],
    demands: [{ block: 2, addressees: ["The council"] }],
    terms: {
      who: ["organisation", "person"],
      leastLevel: { organisation: 2, person: 1 },
      reservations: true,
      unnamed: true,
      minimumAge: 16,
      controller: { name: "Réseau Exemple", contact: "privacy@example.org" },
      retention: { unconfirmedDays: 7, mailboxDays: 90 },
      consentNotice: encodeHex(sha256(encodeUtf8("We keep what you write."))),
    },
  };
  return { ...manifest, ...change(manifest) };
}

test("a manifest survives format and parse, and its digest is that of its bytes", () => {
  const bytes = formatManifest(makeManifest());
  assert.deepEqual(parseManifest(bytes), makeManifest());
  assert.deepEqual(digestManifest(makeManifest()), sha256(bytes));
});

test("terms that restrict who signs are another version, and read as they were written", () => {
  const open = makeManifest();
  const restricted = makeManifest((m) => ({ terms: { ...m.terms, invited: true, review: true } }));
  assert.deepEqual(parseManifest(formatManifest(restricted)), restricted);
  assert.notDeepEqual(digestManifest(restricted), digestManifest(open));
  const { taken } = assertStrict(formatManifest(restricted), parseManifest, formatManifest);
  assert.ok(taken > 100, `${taken} taken`);
});

test("every damaged byte is refused, or is another manifest in just those bytes", () => {
  const { refused, taken } = assertStrict(formatManifest(makeManifest()), parseManifest, formatManifest);
  assert.ok(refused > 1000 && taken > 100, `${refused} refused, ${taken} taken`);
});

const BROKEN: readonly (readonly [field: string, change: Change])[] = [
  ["statement", () => ({ statement: "" })],
  ["statement", () => ({ statement: "Peace" })],
  ["statement", () => ({ statement: "-peace" })],
  ["statement", () => ({ statement: "x".repeat(65) })],
  ["number", () => ({ number: 0 })],
  ["number", () => ({ number: 10_000, previous: "a".repeat(64) })],
  ["previous", () => ({ previous: "a".repeat(64) })],
  ["previous", () => ({ number: 2 })],
  ["previous", () => ({ number: 2, previous: "A".repeat(64) })],
  ["initiators", () => ({ initiators: [] })],
  ["initiators", () => ({ initiators: Array.from({ length: 101 }, (_, i) => ({ name: `n${i}` })) })],
  ["initiators.0.name", () => ({ initiators: [{ name: "" }] })],
  ["initiators.0.name", () => ({ initiators: [{ name: "x".repeat(201) }] })],
  ["initiators.0.name", () => ({ initiators: [{ name: "a\u202eb" }] })],
  ["initiators.0.domain", () => ({ initiators: [{ name: "a", domain: "Example.org" }] })],
  ["initiators.0.domain", () => ({ initiators: [{ name: "a", domain: "bücher.example" }] })],
  ["initiators.1", () => ({ initiators: [{ name: "a" }, { name: "a" }] })],
  ["texts", () => ({ texts: [] })],
  ["texts", (m) => ({ texts: m.texts.map((text) => ({ ...text, authentic: false, prevails: false })) })],
  ["texts", (m) => ({ texts: m.texts.map((text) => ({ ...text, prevails: true })) })],
  ["texts.1.lang", (m) => ({ texts: m.texts.toReversed() })],
  ["texts.1.lang", (m) => ({ texts: m.texts.map((text) => ({ ...text, lang: "en" })) })],
  ["texts.0.lang", (m) => ({ texts: m.texts.map((text, i) => (i === 0 ? { ...text, lang: "EN" } : text)) })],
  ["texts.0.sha256", (m) => ({ texts: m.texts.map((text, i) => (i === 0 ? { ...text, sha256: "00" } : text)) })],
  ["texts.0.prevails", (m) => ({ texts: m.texts.map((text, i) => (i === 0 ? { ...text, authentic: false } : text)) })],
  ["demands.0.block", () => ({ demands: [{ block: 0, addressees: [] }] })],
  ["demands.0.block", () => ({ demands: [{ block: 10_000, addressees: [] }] })],
  ["demands.1.block", () => ({ demands: [2, 1].map((block) => ({ block, addressees: [] })) })],
  ["demands.1.block", () => ({ demands: [2, 2].map((block) => ({ block, addressees: [] })) })],
  ["demands.0.addressees.1", () => ({ demands: [{ block: 1, addressees: ["a", "a"] }] })],
  ["demands.0.addressees.0", () => ({ demands: [{ block: 1, addressees: [" a"] }] })],
  [
    "demands.0.addressees",
    () => ({ demands: [{ block: 1, addressees: Array.from({ length: 101 }, (_, i) => `${i}`) }] }),
  ],
  ["terms.who", (m) => ({ terms: { ...m.terms, who: [] } })],
  ["terms.who", (m) => ({ terms: { ...m.terms, who: ["person", "organisation"] } })],
  ["terms.who", (m) => ({ terms: { ...m.terms, who: ["person", "person"] } })],
  ["terms.invited", (m) => ({ terms: Object.assign({ ...m.terms }, { invited: false }) })],
  ["terms.review", (m) => ({ terms: Object.assign({ ...m.terms }, { review: false }) })],
  ["terms.minimumAge", (m) => ({ terms: { ...m.terms, minimumAge: -1 } })],
  ["terms.minimumAge", (m) => ({ terms: { ...m.terms, minimumAge: 100 } })],
  ["terms.controller.name", (m) => ({ terms: { ...m.terms, controller: { ...m.terms.controller, name: "" } } })],
  [
    "terms.controller.contact",
    (m) => ({ terms: { ...m.terms, controller: { ...m.terms.controller, contact: "x".repeat(301) } } }),
  ],
  [
    "terms.retention.unconfirmedDays",
    (m) => ({ terms: { ...m.terms, retention: { ...m.terms.retention, unconfirmedDays: 0 } } }),
  ],
  [
    "terms.retention.mailboxDays",
    (m) => ({ terms: { ...m.terms, retention: { ...m.terms.retention, mailboxDays: 3_651 } } }),
  ],
  ["terms.consentNotice", (m) => ({ terms: { ...m.terms, consentNotice: "" } })],
];

test("each rule of a version is checked, and the member at fault is named", () => {
  assert.deepEqual(findManifestProblems(makeManifest()), []);
  for (const [field, change] of BROKEN) {
    const manifest = makeManifest(change);
    const problems = findManifestProblems(manifest);
    assert.ok(
      problems.some((problem) => problem.field === field),
      `${field} not in ${JSON.stringify(problems)}`,
    );
    const first = problems[0]?.field ?? "";
    const refused = (error: unknown) =>
      error instanceof MalformedError && error.code === "malformed" && error.message.startsWith(`${first}: `);
    assert.throws(() => formatManifest(manifest), refused, field);
    assert.throws(() => checkManifest(manifest), refused, field);
  }
});

test("the shape is closed: no member more, none less, none of another type", () => {
  const text = decodeUtf8(formatManifest(makeManifest()));
  const cases: readonly (readonly [from: string | RegExp, to: string, code: string, message: RegExp])[] = [
    ['"format":"undersigned/version@v1"', '"format":"undersigned/version@v2"', "malformed", /^format: expected one of/],
    [/"format":"[^"]*",/, "", "malformed", /^the manifest: the member "format" is missing/],
    ['"number":1', '"note":"x","number":1', "malformed", /^the manifest: the member "note" is not known/],
    ['"number":1', '"number":"1"', "malformed", /^number: expected an integer/],
    ['"number":1', '"number":1.5', "malformed", /^number: expected an integer/],
    ['"number":1', '"number":1.0', "not_canonical", /./],
    ['"number":1', '"number": 1', "not_canonical", /./],
    ['"previous":null,', "", "malformed", /"previous" is missing/],
    ['"previous":null', '"previous":1', "malformed", /^previous: expected a string/],
    [/"initiators":\[.*?\]/, '"initiators":{}', "malformed", /^initiators: expected an array/],
    ['{"name":"Neighbours"}', "null", "malformed", /^initiators.1: expected an object/],
    ['{"name":"Neighbours"}', '["Neighbours"]', "malformed", /^initiators.1: expected an object/],
    [
      '{"name":"Neighbours"}',
      '{"domain":null,"name":"Neighbours"}',
      "malformed",
      /^initiators.1.domain: expected a string/,
    ],
    ['"prevails":true', '"prevails":1', "malformed", /^texts.0.prevails: expected true or false/],
    ['"addressees":["The council"]', '"addressees":[1]', "malformed", /^demands.0.addressees.0: expected a string/],
    ['"organisation":2', '"organisation":5', "malformed", /^terms.leastLevel.organisation: expected one of 1, 2, 3, 4/],
    ['"person":1', '"person":4', "malformed", /^terms.leastLevel.person: expected one of 1, 2, 3/],
    ['"person":1', '"person":0', "malformed", /^terms.leastLevel.person/],
    [
      '"leastLevel":',
      '"invited":false,"leastLevel":',
      "malformed",
      /^terms.invited: expected true: what is false is left out/,
    ],
    ['"leastLevel":', '"invited":"true","leastLevel":', "malformed", /^terms.invited: expected true/],
    ['"unnamed":', '"review":null,"unnamed":', "malformed", /^terms.review: expected true/],
    ['["organisation","person"]', '["organisation","state"]', "malformed", /^terms.who.1: expected one of/],
    ['"contact":', '"__proto__":{},"contact":', "malformed", /^terms.controller: the member "__proto__" is not known/],
  ];
  for (const [from, to, code, message] of cases) {
    const changed = text.replace(from, to);
    assert.notEqual(changed, text, String(from));
    assert.throws(
      () => parseManifest(encodeUtf8(changed)),
      (error) => error instanceof MalformedError && error.code === code && message.test(error.message),
      to,
    );
  }
});

test("all problems are found at once", () => {
  const manifest = makeManifest((m) => ({ statement: "!", terms: { ...m.terms, minimumAge: -1 } }));
  assert.deepEqual(
    findManifestProblems(manifest).map((problem) => problem.field),
    ["statement", "terms.minimumAge"],
  );
});

test("a manifest too long to read is not written", () => {
  const names = Array.from({ length: 100 }, (_, i) => `${i} ${"x".repeat(190)}`);
  const long = makeManifest(() => ({
    demands: Array.from({ length: 20 }, (_, i) => ({ block: i + 1, addressees: names })),
  }));
  assert.deepEqual(findManifestProblems(long), []);
  assert.throws(() => formatManifest(long), { code: "too_large" });
  assert.throws(() => parseManifest(new Uint8Array(MANIFEST_LIMIT + 1)), { code: "too_large" });
});

const FILES = new Map([
  ["en", ENGLISH],
  ["fr", FRENCH],
]);

function withFrench(source: string): { manifest: Manifest; files: Map<string, Uint8Array> } {
  const bytes = encodeUtf8(source);
  const sha256Hex = encodeHex(digestText(bytes));
  const manifest = makeManifest((m) => ({
    texts: m.texts.map((text) => (text.lang === "fr" ? { ...text, sha256: sha256Hex } : text)),
  }));
  return { manifest, files: new Map([...FILES, ["fr", bytes]]) };
}

test("a version is checked against the bytes of its texts", () => {
  const texts = checkManifestTexts(makeManifest(), FILES);
  assert.deepEqual([...texts.keys()], ["en", "fr"]);
  assert.deepEqual(texts.get("fr"), parseText(FRENCH));
  const fails = (code: string, files: Map<string, Uint8Array>, manifest = makeManifest()) =>
    assert.throws(
      () => checkManifestTexts(manifest, files),
      (error) => (error instanceof VerificationError || error instanceof MalformedError) && error.code === code,
      code,
    );
  fails("missing_file", new Map([["en", ENGLISH]]));
  fails("extra_file", new Map([...FILES, ["de", ENGLISH]]));
  fails("digest_mismatch", new Map([...FILES, ["fr", ENGLISH]]));
  fails("text_refused", withFrench("Paix\n").files, withFrench("Paix\n").manifest);
  fails(
    "malformed",
    FILES,
    makeManifest(() => ({ demands: [{ block: 3, addressees: [] }] })),
  );
});

test("languages of one version have the same sequence of kinds of block", () => {
  const { manifest, files } = withFrench("# Paix\n\nNous demandons :\n\nQue le conseil agisse.\n");
  assert.throws(() => checkManifestTexts(manifest, files), /¶ 2 is item in en and paragraph in fr/);
  const shorter = withFrench("# Paix\n\nNous demandons.\n");
  assert.throws(() => checkManifestTexts(shorter.manifest, shorter.files), /¶ 2 is item in en and nothing in fr/);
});

test("alignment names the first block that differs", () => {
  const parse = (blocks: string) => parseText(`# t\n\n${blocks}\n`);
  assert.equal(findMisalignment(parse("a\n\n## b\n\n- c"), parse("x\n\n### y\n\n7. z")), null);
  assert.deepEqual(findMisalignment(parse("a\n\n> b"), parse("a\n\nb")), {
    block: 2,
    kinds: ["quotation", "paragraph"],
  });
  assert.deepEqual(findMisalignment(parse("a"), parse("a\n\nb")), { block: 2, kinds: [null, "paragraph"] });
  assert.deepEqual(findMisalignment(parse("- a\n- b"), parse("- a")), { block: 2, kinds: ["item", null] });
});
