import assert from "node:assert/strict";
import { test } from "node:test";
import type { CountsView } from "../depositary/statements.ts";
import { speak } from "../words/speak.ts";
import { countNotes, countSentence, evidenceSummary } from "./count.ts";

const say = speak("en");
const NONE: CountsView = {
  total: 0,
  organisations: 0,
  people: 0,
  named: 0,
  unnamed: 0,
  earlier: 0,
  levels: { organisation: [0, 0, 0, 0], person: [0, 0, 0] },
};

test("who signed, in one sentence", () => {
  const say2 = (changes: Partial<CountsView>) => countSentence(say, { ...NONE, ...changes });
  assert.equal(say2({}), "Nobody has signed yet.");
  assert.equal(say2({ total: 1, people: 1 }), "1 person has signed.");
  assert.equal(say2({ total: 2, organisations: 2 }), "2 organisations have signed.");
  assert.equal(say2({ total: 991, organisations: 1, people: 990 }), "1 organisation and 990 people have signed.");
});

test("who is counted without a name, and who signed an earlier version", async () => {
  const notes = async (changes: Partial<CountsView>) => String(await countNotes(say, { ...NONE, ...changes })).trim();
  assert.equal(await notes({}), "");
  assert.equal(await notes({ unnamed: 1, named: 2 }), "1 of them is counted without a name, as they chose.");
  assert.equal(await notes({ unnamed: 1 }), "As they chose, no name is shown.");
  assert.equal(
    await notes({ unnamed: 2, named: 3, earlier: 8 }),
    "2 of those who signed this version are counted without a name, as they chose.",
  );
});

test("how we know, in words: one line for each kind of evidence that somebody gave", async () => {
  const levels = { organisation: [0, 2, 1, 0], person: [5, 0, 0] };
  const page = String(await evidenceSummary(say, { ...NONE, total: 8, organisations: 3, people: 5, levels }));
  assert.equal(page.match(/<li>/g)?.length, 3);
  assert.ok(page.includes("2 organisations confirmed from an address at the organisation’s own e-mail domain."));
  assert.ok(page.includes("5 people confirmed by e-mail"));
  assert.ok(!/level/i.test(page));
});
