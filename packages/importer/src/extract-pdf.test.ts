import assert from "node:assert/strict";
import { test } from "node:test";
import PDFDocument from "pdfkit";
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

/** As PDFKit sets it: with kerning, at places of one's own. */
async function printed(set: (document: PDFKit.PDFDocument) => void): Promise<Uint8Array> {
  const document = new PDFDocument({ size: [420, 595], margin: 0, autoFirstPage: false });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  set(document);
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

test("a space that kerning narrowed parts words all the same", async () => {
  const { text } = await extractPdf(
    await printed((document) => {
      document.addPage().font("Helvetica").fontSize(11);
      document.text("It is compulsory. Technical schools are open to all. Very well.", 50, 50, { lineBreak: false });
    }),
  );
  assert.equal(text.trim(), "It is compulsory. Technical schools are open to all. Very well.");
});

test("headings that differ by their number are no running heads, numbers of pages are", async () => {
  const pages = [4, 9, 15, 21];
  const extracted = await extractPdf(
    await printed((document) => {
      for (const [at, number] of pages.entries()) {
        document.addPage().font("Helvetica").fontSize(13).text(`Article ${number}`, 50, 50, { lineBreak: false });
        document.fontSize(11).text(`Words of the article that is the ${at}th here.`, 50, 90, { lineBreak: false });
        document.text(`${at + 1}`, 200, 560, { lineBreak: false });
      }
    }),
  );
  const regions = extracted.blocks.map(({ start, end, region }) => [extracted.text.slice(start, end), region ?? null]);
  for (const number of pages) assert.deepEqual(regions.find(([words]) => words === `Article ${number}`)?.[1], null);
  for (const at of pages.keys())
    assert.ok(regions.some(([words, region]) => words === `${at + 1}` && region === "footer"));
});

test("letters of one column are not raised by the larger ones of another", async () => {
  const { marks } = await extractPdf(
    await printed((document) => {
      document.addPage().font("Helvetica");
      for (let line = 0; line < 8; line++) {
        document.fontSize(11).text("the words of the first side", 50, 60 + line * 20, { lineBreak: false });
        document.fontSize(16).text("of the second", 240, 60 + line * 20, { lineBreak: false });
      }
    }),
  );
  assert.deepEqual(marks, []);
});
