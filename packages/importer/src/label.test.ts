import assert from "node:assert/strict";
import { test } from "node:test";
import { claimsOf } from "./label/claims.ts";
import { readLetter } from "./label/corpus.ts";
import { cuesFor } from "./label/cues.ts";
import { findDates } from "./label/dates.ts";
import { labelSource } from "./label.ts";
import { relabel } from "./relabel.ts";

const LETTER = `---
h1 headline | Open the reading rooms
p addressees | To: the Town Council
p salutation | Dear members of the council,
p body | Reading rooms are where a town meets its own mind, and in the last ten years more than a hundred of them were closed without a word.
p demand-lead-in | Our demands:
li demand | open them on Sundays;
li demand | heat them in winter.
p demand | We call on the Minister of Culture and the Province to pay for it.
p signature-lead-in | Signed by more than 1,300 organisations:
p signatory | Reading Society (RS), Ghent
p signatory | Ada Berg, teacher
p signatory | and 1,298 more
`;

function label(source: string) {
  const { extracted, article } = readLetter(source);
  return labelSource(extracted, article);
}

test("items ask whom their lead-in asks or the letter is addressed to; a paragraph says whom itself", () => {
  assert.deepEqual(
    label(LETTER).demands.map(({ addressees }) => addressees),
    [["Town Council"], ["Town Council"], ["Minister of Culture", "Province"]],
  );
});

test("names, their abbreviations, what is said to be missing and how many are claimed, with their places", () => {
  const labelled = label(LETTER);
  assert.deepEqual(labelled.signatories, [{ name: "Reading Society", abbreviation: "RS" }, { name: "Ada Berg" }]);
  assert.equal(labelled.signatoriesComplete, false);
  const { says, claimed } = claimsOf(labelled);
  assert.deepEqual([says?.text, claimed?.count, claimed?.text], ["and 1,298 more", 1300, "1,300 organisations"]);
});

test("what a person relabels is read again, and is sure", () => {
  const labelled = label(LETTER);
  const roles = labelled.blocks.map(({ role }) => (role === "demand" ? "body" : role));
  const changed = relabel(labelled, roles);
  assert.deepEqual(changed.demands, []);
  assert.ok(changed.blocks.some(({ rule, confidence }) => rule === "chosen" && confidence === 1));
  assert.deepEqual(changed.signatories, labelled.signatories);
  assert.throws(() => relabel(labelled, ["body"]), RangeError);
});

test("dates in words are read in each language; a day that may be a month is never guessed in silence", () => {
  const dates = (words: string, lang: string) => findDates(words, cuesFor(lang)).map(({ date }) => date);
  for (const [words, lang] of [
    ["3 May 2026", "en"],
    ["May 3rd, 2026", "en"],
    ["le 3 mai 2026", "fr"],
    ["3 de mayo de 2026", "es"],
    ["3 de maio de 2026", "pt"],
    ["3. Mai 2026", "de"],
    ["3 maggio 2026", "it"],
    ["3 мая 2026 г.", "ru"],
    ["3. маја 2026.", "sr-Cyrl"],
    ["3. maja 2026.", "sr-Latn"],
    ["٣ أيار ٢٠٢٦", "ar"],
    ["2026年5月3日", "zh"],
    ["2026-05-03", "en"],
    ["13.5.2026", "de"],
  ] as const) {
    const [date] = dates(words, lang);
    assert.ok(date !== null && date !== undefined && "iso" in date, words);
    assert.equal(date.iso, words.startsWith("13") ? "2026-05-13" : "2026-05-03", words);
  }
  assert.deepEqual(dates("3–5 May 2026", "en"), [{ text: "3–5 May 2026", from: "2026-05-03", to: "2026-05-05" }]);
  assert.deepEqual(dates("May 2026", "en"), [{ text: "May 2026", from: "2026-05-01", to: "2026-05-31" }]);
  assert.deepEqual(dates("31 February 2026", "en"), []);
  const [english] = findDates("04/05/2026", cuesFor("en"));
  const [german] = findDates("04/05/2026", cuesFor("de"));
  assert.deepEqual([english?.date, english?.warning?.code], [null, "date_order"]);
  assert.deepEqual([german?.date, german?.warning?.code], [{ text: "04/05/2026", iso: "2026-05-04" }, "date_order"]);
});

test("few words tell no language; a declared one that cannot be is not believed", () => {
  assert.deepEqual(
    [label("---\np headline | Open").lang, label("---\np headline | Open").warnings[0]?.code],
    [null, "language_unknown"],
  );
  const russian = label(
    `declared: en\n---\np body | ${"Мы призываем городской совет открыть читальные залы. ".repeat(4)}`,
  );
  assert.equal(russian.lang, "ru");
  assert.ok(russian.warnings.some(({ code }) => code === "language_differs"));
});

test("a sentence or a lead-in after addressees is none of them", () => {
  const { blocks, demands } = label(`---
p headline | رسالة مفتوحة: افتحوا قاعات المطالعة
p addressees | إلى السيد رئيس البلدية،
p body | قاعات المطالعة مغلقة منذ ثلاث سنوات، ولا يجد الطلاب مكانا يقرؤون فيه.
p demand-lead-in | لذلك نطالب المجلس البلدي بما يلي:
li demand | فتح القاعات يوم الجمعة؛
li demand | تدفئة القاعات في الشتاء.`);
  assert.deepEqual(
    blocks.map(({ role }) => role),
    ["headline", "addressees", "body", "demand-lead-in", "demand", "demand"],
  );
  assert.equal(demands.length, 2);
});

test("what a paragraph asks before it leads in to a list is a demand of its own, with whom it asks", () => {
  const { demands } = label(`---
p headline | Nachtzüge erhalten!
p salutation | Sehr geehrte Damen und Herren,
p demand-lead-in | seit Jahren werden Nachtzüge gestrichen. Wir, die unterzeichnenden Verbände, fordern den Bundestag auf, die Mittel zu verdoppeln. Außerdem fordern wir:
li demand | mehr Wagen
li demand | niedrigere Trassenpreise`);
  const first = "Wir, die unterzeichnenden Verbände, fordern den Bundestag auf, die Mittel zu verdoppeln.";
  assert.deepEqual(demands[0], { text: first, addressees: ["Bundestag"] });
  assert.equal(demands.length, 3);
});

test("a few words with a comma before the names close a letter, whatever they say", () => {
  const { blocks, signatories } = label(`---
p headline | Nachtzüge erhalten!
p salutation | Sehr geehrte Damen und Herren,
p body | seit Jahren werden Nachtzüge gestrichen, und niemand weiß warum.
p demand | Wir fordern den Bundestag auf, die Mittel zu verdoppeln.
p closing | In alter Verbundenheit,
p signatory | Verband der Reisenden
p signatory | Bund Beispiel`);
  assert.equal(blocks.at(-3)?.role, "closing");
  assert.equal(signatories.length, 2);
});
