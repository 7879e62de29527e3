import assert from "node:assert/strict";
import { test } from "node:test";
import { makePdf } from "../../../tests/make-pdf.ts";
import { shownBlocks } from "../../../tests/shown-blocks.ts";
import { extractPdf } from "./extract-pdf.ts";

test("headings, paragraphs and lists", async () => {
  const extracted = await extractPdf(
    makePdf([
      { kind: "heading", level: 1, words: "Open the reading rooms" },
      {
        kind: "paragraph",
        words:
          "Reading rooms are where a town meets its own mind, and a town that closes them forgets in a winter what it knew for a hundred years.",
      },
      { kind: "heading", level: 2, words: "We ask" },
      {
        kind: "item",
        words:
          "Open them on Sundays, from ten in the morning until the last reader leaves, and never close them for want of a lamp.",
      },
      { kind: "item", level: 2, words: "All of them." },
      { kind: "item", words: "Heat them." },
      { kind: "paragraph", words: "And:" },
      { kind: "item", ordered: true, words: "First" },
      { kind: "item", ordered: true, words: "Second" },
    ]),
  );
  assert.deepEqual(shownBlocks(extracted), [
    "heading 1: Open the reading rooms",
    "paragraph: Reading rooms are where a town meets its own mind, and a town that closes them forgets\nin a winter what it knew for a hundred years.",
    "heading 2: We ask",
    "item 1.1 •: Open them on Sundays, from ten in the morning until the last reader leaves, and\nnever close them for want of a lamp.",
    "item 2.2 •: All of them.",
    "item 1.1 •: Heat them.",
    "paragraph: And:",
    "item 3.1 1.: First",
    "item 3.1 2.: Second",
  ]);
  assert.deepEqual([extracted.unread, extracted.warnings], [[], []]);
});

for (const [lang, words] of [
  ["Arabic", "نطالب المدينة (كلها) بأن تفتح قاعات القراءة في 2026 وأن تدفئها."],
  ["Hebrew", "אנו קוראים לעירייה לפתוח את חדרי הקריאה (כולם) עד 15 במאי 2026."],
  ["Chinese", "我们呼吁市政府在二〇二六年五月之前开放所有阅览室，并为其供暖。"],
] as const)
  test(`${lang} comes out in the order in which it is read`, async () => {
    const { text } = await extractPdf(makePdf([{ kind: "paragraph", words }]));
    assert.equal(text, words);
  });
