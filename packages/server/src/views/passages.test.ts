import assert from "node:assert/strict";
import { test } from "node:test";
import type { Passage } from "@undersigned/core/compare/copy-report.ts";
import { speak } from "../words/speak.ts";
import { layOut } from "./passage-rows.ts";
import { SHOWN_CHARACTERS, shortenRuns } from "./passage-words.ts";
import type { PassagesPage } from "./passages.ts";
import { passagesView } from "./passages.ts";

const say = speak("en");

function same(block: number, text = `Words of ${block}.`): Passage {
  return { kind: "same", block, start: 0, end: 1, runs: [{ kind: "same", text }] };
}

const ALTERED: Passage = {
  kind: "altered",
  block: 2,
  start: 0,
  end: 1,
  runs: [
    { kind: "same", text: "They shall " },
    { kind: "removed", text: "not" },
    { kind: "added", text: "<b>now</b>" },
    { kind: "same", text: " close." },
  ],
};

async function show(passages: readonly Passage[], change: Partial<PassagesPage> = {}): Promise<string> {
  const page = { comparison: layOut(passages), look: "beside", part: 1, lang: "en", ...change } as const;
  const href = (look: string, part: number) => `?look=${look}&part=${part}`;
  return String(await passagesView(say, { href, ...page }));
}

test("side by side, each side has its own words, marked and said", async () => {
  const page = await show([same(1), ALTERED]);
  const [signed, copy] = page.split('<div class="side">').slice(3);
  assert.match(signed ?? "", /They shall <del><span class="visually-hidden"[^>]*> missing in the copy: <\/span>not/);
  assert.ok(!signed?.includes("<ins>"));
  assert.match(copy ?? "", /<ins><span[^>]*> only in the copy: <\/span>&lt;b&gt;now&lt;\/b&gt;/);
  assert.ok(!copy?.includes("<del>"));
  assert.ok(!page.includes("<b>"));
});

test("as one marked text, what went stands before what came", async () => {
  const page = await show([ALTERED], { look: "one" });
  assert.match(page, /<del>.*not.*<\/del><ins class="instead">.*<\/ins> close\./s);
});

test("long runs of unchanged paragraphs fold, changes lead to each other", async () => {
  const page = await show([same(0), ...Array.from({ length: 9 }, (_, at) => same(at + 1)), ALTERED, same(11), ALTERED]);
  assert.match(page, /<summary>¶ 1 to ¶ 8 are unchanged \(8 paragraphs\)\.<\/summary>/);
  assert.match(page, /id="change-1".*Change 1 of 2.*href="#change-2".*id="change-2".*href="#change-1"/s);
});

test("what an excerpt leaves out is folded, and is no change", async () => {
  const dropped = (block: number): Passage => {
    return { kind: "dropped", block, runs: [{ kind: "removed", text: `Words of ${block}.` }] };
  };
  const passages = [dropped(0), same(1), same(2), dropped(3), dropped(4)];
  const page = await show(passages, { comparison: layOut(passages, true) });
  assert.match(page, /<summary>The title is not in this excerpt\.<\/summary>/);
  assert.match(page, /<summary>¶ 3 to ¶ 4 are not in this excerpt\.<\/summary>/);
  assert.ok(!page.includes("change-1") && !page.includes("missing from the copy"));
  assert.match(await show(passages), /¶ 3: missing from the copy.*Change 3 of 3/s);
});

test("the signed text's direction is its language's, the publisher's words go as they begin", async () => {
  const framing: Passage = { kind: "framing", start: 0, end: 1, runs: [{ kind: "added", text: "A headline" }] };
  const page = await show([framing, same(1)], { lang: "ar" });
  assert.match(page, /<p class="words" dir="auto">A headline<\/p>/);
  assert.match(page, /<p class="words" lang="ar" dir="rtl">Words of 1\.<\/p>/);
  assert.ok(!page.includes("<ins>"), "framing is not marked as a change");
});

test("five megabytes are shown in parts of a bearable size, whatever they are made of", async () => {
  const many = Array.from({ length: 50_000 }, (_, at) => same(at, "x".repeat(100)));
  const marks = Array.from({ length: 50_000 }, (_, at) => ({ kind: at % 2 ? "added" : "same", text: "y " }) as const);
  const passages: Passage[] = [
    { kind: "framing", start: 0, end: 1, runs: [{ kind: "same", text: "z".repeat(5_000_000) }] },
    { kind: "altered", block: 1, start: 0, end: 1, runs: marks },
    {
      ...ALTERED,
      runs: [
        { kind: "same", text: "w".repeat(5_000_000) },
        { kind: "added", text: "new" },
      ],
    },
    ...many,
  ];
  const comparison = layOut(passages);
  assert.ok(comparison.parts.length > 10);
  for (const part of [1, 2, comparison.parts.length]) {
    for (const look of ["beside", "one"] as const) {
      const page = await show(passages, { part, look, comparison });
      assert.ok(page.length < 400_000, `${part} ${look}: ${page.length}`);
    }
  }
  assert.match(await show(passages, { comparison }), /4,994,000 more characters are not shown here/);
});

test("of a long passage what changed is shown, and no letter is cut in two", () => {
  const { runs, left } = shortenRuns([
    { kind: "same", text: "😀".repeat(SHOWN_CHARACTERS) },
    { kind: "removed", text: "not" },
    { kind: "same", text: "😀".repeat(SHOWN_CHARACTERS) },
  ]);
  assert.equal(runs.map(({ kind }) => kind).join(), "same,removed,same");
  assert.ok(runs.every(({ text }) => text.isWellFormed()));
  assert.ok(left > 2 * SHOWN_CHARACTERS);
});
