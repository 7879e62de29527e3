import assert from "node:assert/strict";
import { test } from "node:test";
import { makeDocx } from "../../../tests/make-docx.ts";
import { shownBlocks } from "../../../tests/shown-blocks.ts";
import { extractDocx } from "./extract-docx.ts";

test("headings in a German Word, paragraphs, lists and quotations", async () => {
  const extracted = await extractDocx(
    makeDocx([
      { kind: "heading", level: 1, words: "Open the reading rooms" },
      { kind: "paragraph", words: "Reading rooms are where a town\nmeets its own mind." },
      { kind: "heading", level: 2, words: "We ask" },
      { kind: "item", words: "Open them on Sundays." },
      { kind: "item", level: 2, words: "All of them." },
      { kind: "item", words: "Heat them." },
      { kind: "paragraph", words: "And:" },
      { kind: "item", ordered: true, words: "First" },
      { kind: "item", ordered: true, words: "Second" },
      { kind: "quotation", words: "Quoted & <words>" },
    ]),
  );
  assert.deepEqual(shownBlocks(extracted), [
    "heading 1: Open the reading rooms",
    "paragraph: Reading rooms are where a town\nmeets its own mind.",
    "heading 2: We ask",
    "item 1.1 •: Open them on Sundays.",
    "item 2.2 •: All of them.",
    "item 1.1 •: Heat them.",
    "paragraph: And:",
    "item 3.1 1.: First",
    "item 3.1 2.: Second",
    "quotation: Quoted & <words>",
  ]);
  assert.deepEqual([extracted.unread, extracted.warnings], [[], []]);
});
