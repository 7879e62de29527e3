import assert from "node:assert/strict";
import { test } from "node:test";
import { parseText } from "@undersigned/core/statement/text.ts";
import type { ComparedVersion } from "./version-changes.ts";
import { compareVersions } from "./version-changes.ts";

/** A version of which only the texts are of interest, in the order in which its initiators put them. */
function version(number: number, texts: Readonly<Record<string, string>>): ComparedVersion {
  const entries = Object.entries(texts);
  return {
    number,
    openedAt: null,
    manifest: {
      format: "undersigned/version@v1",
      statement: "readingrooms2345",
      number,
      previous: null,
      initiators: [],
      demands: [],
      // In a manifest the languages are in the order of their tags.
      texts: entries
        .map(([lang, words]) => ({
          lang,
          sha256: Buffer.from(words).toString("hex"),
          authentic: true,
          prevails: false,
        }))
        .sort((one, other) => (one.lang < other.lang ? -1 : 1)),
      terms: {
        who: ["person"],
        leastLevel: { organisation: 1, person: 1 },
        unnamed: true,
        reservations: false,
        minimumAge: 16,
        controller: { name: "Coalition", contact: "data@coalition.example" },
        retention: { mailboxDays: 365, unconfirmedDays: 14 },
        consentNotice: "00",
      },
    },
    texts: new Map(
      entries.map(([lang, words]) => [lang, parseText(new TextEncoder().encode(`# ${words}\n\n${words}\n`))]),
    ),
  };
}

test("unless a language is asked for, the words are shown in one in which they changed", () => {
  const before = version(1, { en: "One", fr: "Un", ar: "واحد" });
  const english = compareVersions(before, version(2, { en: "Two", fr: "Un", ar: "واحد" }), undefined);
  assert.equal(english.lang, "en");
  const french = compareVersions(before, version(2, { en: "One", fr: "Deux", ar: "واحد" }), undefined);
  assert.equal(french.lang, "fr");
  assert.equal(french.languages.length, 0, "and none of the others changed");
  assert.equal(compareVersions(before, version(2, { en: "One", fr: "Deux", ar: "واحد" }), "ar").lang, "ar");
});

test("where several changed, the first in the order of the initiators is shown, as on the statement's own page", () => {
  const before = version(1, { en: "One", ar: "واحد" });
  const both = compareVersions(before, version(2, { en: "Two", ar: "اثنان" }), undefined);
  assert.equal(both.lang, "en");
  assert.deepEqual(both.languages, [{ lang: "ar", kind: "words" }]);
});
