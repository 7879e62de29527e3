import assert from "node:assert/strict";
import { test } from "node:test";
import type { Extracted } from "../extracted.ts";
import { blocksOf, warnOfDisputes } from "./blocks-of.ts";
import type { Article } from "./find-article.ts";

function extractedOf(texts: readonly string[]): Extracted {
  let text = "";
  const blocks = texts.map((each) => {
    if (text !== "") text += "\n\n";
    const start = text.length;
    text += each;
    return { kind: "paragraph" as const, start, end: text.length };
  });
  const source = { kind: "html" as const, sha256: "", bytes: 0 };
  const metadata = { title: null, author: null, site: null, published: null, canonical: null };
  return { source, text, blocks, marks: [], unread: [], lang: null, metadata, warnings: [] };
}

const NONE: Article = { text: "", title: null, byline: null, site: null, published: null, disputed: [], warnings: [] };
const FIRST = "We call on the council to open the reading rooms on Sundays.";
const SECOND = "They were closed last winter, and nobody could say for how long.";

test("blocks of the article are found by their words, and its title before them", () => {
  const extracted = extractedOf([
    "Home",
    "Open the rooms",
    "Open the rooms!",
    FIRST,
    "Share",
    `  ${SECOND} `,
    "Share",
    FIRST,
  ]);
  const article = { ...NONE, title: "Open the rooms", text: `${FIRST}\n\n${SECOND}` };
  assert.deepEqual(blocksOf(article, extracted), [false, false, true, true, false, true, false, false]);
});

test("without an article nothing belongs to it", () => {
  assert.deepEqual(blocksOf(NONE, extractedOf([FIRST, SECOND])), [false, false]);
  assert.deepEqual(blocksOf(NONE, extractedOf([])), []);
});

test("disputes are told with where they stand, and many of them are counted", () => {
  const extracted = extractedOf(["Home", FIRST, SECOND]);
  const words = SECOND.toLowerCase().match(/\w+/g) ?? [];
  const disputed = Array.from({ length: 15 }, () => ({ blocks: [{ text: SECOND, words }], taken: true }));
  const warnings = warnOfDisputes({ ...NONE, disputed }, extracted);
  assert.equal(warnings.length, 13);
  assert.deepEqual([warnings[0]?.code, warnings[0]?.start, warnings[0]?.end], ["article_disputed", 68, 132]);
  assert.match(warnings[0]?.message ?? "", /“They were closed last winter/);
  assert.match(warnings.at(-1)?.message ?? "", /3 more places/);
});
