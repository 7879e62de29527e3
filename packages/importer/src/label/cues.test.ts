import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { cueFiles } from "./cue-files.ts";
import { checkCues, cueLanguages, cuesFor } from "./cues.ts";
import { plantPhrases } from "./phrase.ts";

test("every file of cues has the shape that the guide describes, and its phrases can be looked for", () => {
  for (const tag of cueLanguages()) {
    const cues = checkCues(tag, cueFiles[tag]);
    assert.ok(cues.asks.length > 0 && cues.signatureLeadIn.length > 0, tag);
    for (const phrase of [...Object.values(cues).flat(2)]) if (typeof phrase === "string") plantPhrases([phrase]);
  }
});

test("a file of cues that is wrong is refused with its name, its key and what to write", () => {
  const cues = checkCues("en", cueFiles.en);
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [[], /cues\/xx\.json: it is no object/],
    [{ ...cues, askes: [] }, /nothing is called "askes": delete it/],
    [{ ...cues, more: undefined }, /"more" has to be a list/],
    [{ ...cues, more: ["And Others"] }, /write "And Others" in lower case/],
    [{ ...cues, more: [""] }, /no phrase/],
    [{ ...cues, more: ["a", "a"] }, /twice/],
    [{ ...cues, months: cues.months.slice(1) }, /twelve lists/],
    [{ ...cues, numericDates: "ydm" }, /"numericDates" has to be/],
    [Object.fromEntries(Object.entries(cues).slice(1)), /is missing: add it/],
  ];
  for (const [value, message] of wrong) {
    assert.throws(
      () => checkCues("xx", value),
      (error) => error instanceof MalformedError && message.test(error.message),
    );
  }
});

test("a region or script finds the cues of its language; a language without cues has those of all", () => {
  assert.equal(cuesFor("en-GB"), cuesFor("en"));
  assert.ok(cuesFor(null).asks.includes("we * call on"));
  assert.equal(cuesFor("eo"), cuesFor(null));
});
