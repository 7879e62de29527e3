import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { extractText } from "./extract-text.ts";

/** Each block as its kind, the marker and depth of an item, and its words. */
function blocksOf(source: string): string[] {
  const { text, blocks } = extractText(source);
  return blocks.map(({ kind, level, list, start, end }) => {
    const sign = list === undefined ? "" : ` ${list.marker}${list.depth > 1 ? `^${list.depth}` : ""}`;
    return `${kind}${level ?? ""}${sign}: ${text.slice(start, end)}`;
  });
}

test("blank lines part paragraphs, and their own line breaks stay", () => {
  const source =
    "Open the rooms\r\n\r\nReading rooms are where a town\r\nmeets its own mind.\r\n \r\n\r\nHeat them.\r\n";
  assert.deepEqual(
    extractText(source).text,
    "Open the rooms\n\nReading rooms are where a town\nmeets its own mind.\n\nHeat them.",
  );
});

test("where no blank line stands, each line is a block", () => {
  assert.deepEqual(blocksOf("Open the rooms\nWe ask:\n- Heat\n  them\n- Light them\nSigned, all"), [
    "paragraph: Open the rooms",
    "paragraph: We ask:",
    "item -: Heat\n  them",
    "item -: Light them",
    "paragraph: Signed, all",
  ]);
});

test("bullets, numbers, letters and Roman numbers are markers, and what is set in stands in a list of its own", () => {
  assert.deepEqual(
    blocksOf(
      "We ask:\n• one\n• two\n   – deep\n   – deeper\n\n1) a\n\n2) b\n\ni. x\nii. y\n\nа) п\nб) в\n\n一、甲\n二、乙",
    ),
    [
      "paragraph: We ask:",
      "item •: one",
      "item •: two",
      "item –^2: deep",
      "item –^2: deeper",
      "item 1): a",
      "item 2): b",
      "item i.: x",
      "item ii.: y",
      "item а): п",
      "item б): в",
      "item 一、: 甲",
      "item 二、: 乙",
    ],
  );
});

test("what only looks like a marker keeps its words", () => {
  for (const source of [
    "We met on the\n12. maja and again\n\nThen all went home.",
    "A. Smith\nB. Jones\n\nC. Brown",
    "1948. was a year.\n\nIt was.",
    "— I say so.\n\nAnd she did.",
    "* a note alone\n\nWords.",
    "Open rooms\n- and warm ones - now.\n\nWords.",
  ]) {
    assert.equal(extractText(source).text, source);
    assert.ok(extractText(source).blocks.every(({ kind }) => kind === "paragraph"));
  }
});

test("a dash at the beginning of a broken line belongs to its sentence, also beside a quotation and without blank lines", () => {
  const [one, two] = [
    "Everyone has a right to learn, and learning must be free",
    "- at least in the beginning - and open",
  ];
  const kinds = (source: string) => extractText(source).blocks.map(({ kind }) => kind);
  assert.deepEqual(kinds(`Title\n\n> ${one}\n${two}\nto all.\n\nWords.`), [
    "paragraph",
    "quotation",
    "paragraph",
    "paragraph",
  ]);
  assert.deepEqual(blocksOf(`${one}\n${two}`), [`paragraph: ${one}\n${two}`]);
  assert.deepEqual(kinds(`A title\n\n${one}\n${two}\n\n${one}\n${two}`), ["paragraph", "paragraph", "paragraph"]);
  // What ends before, begins with a capital, or has others beside it, is a list.
  const items = ["paragraph", "item"];
  assert.deepEqual(kinds(`${one}:\n${two}`), items);
  assert.deepEqual(kinds(`${one}\n- Open them`), items);
  assert.deepEqual(kinds(`${one}\n  ${two}`), items);
  assert.deepEqual(kinds(`We ask\n${two}`), items);
  assert.deepEqual(kinds(`${one}\n${two}\n- or later`), [...items, "item"]);
});

test("quotations of mails, underlined headings and rows of signs", () => {
  assert.deepEqual(
    blocksOf("Title\n=====\n\n> > Dear all,\n> > open them\n\n* * *\n\nPart\n----\nWords\f\nNext page"),
    [
      "heading1: Title",
      "quotation: Dear all,\nopen them",
      "heading2: Part",
      "paragraph: Words",
      "paragraph: Next page",
    ],
  );
});

test("a character that was lost is told where it stands", () => {
  const { text, unread } = extractText("Open the caf\ufffd.");
  assert.equal(text, "Open the caf\ufffd.");
  assert.deepEqual(
    unread.map(({ why, at }) => [why, at]),
    [["undecodable", 12]],
  );
});

test("soft hyphens, spaces of any width and invisible characters stay where they are", () => {
  const words = "a\u00adb\u00a0c\u200bd \u2003e\u202ef\u2069";
  assert.equal(extractText(`Title\n\n${words}`).text, `Title\n\n${words}`);
});

test("whatever is brought, blocks are in order, apart by two line breaks, and hold every letter", () => {
  const line = fc.stringMatching(/^[-*•> 0-9a-c.)\n\t“é\u0430]{0,40}$/);
  fc.assert(
    fc.property(line, (source) => {
      const { text, blocks } = extractText(source);
      assert.equal(blocks.map(({ start, end }) => text.slice(start, end)).join("\n\n"), text);
      const letters = (words: string) => words.replaceAll(/[^b-cé\u0430]/g, "");
      const markers = blocks.map(({ list }) => list?.marker ?? "").join("");
      assert.equal(letters(text).length + letters(markers).length, letters(source).length);
    }),
  );
});

test("25,000 lists and one line of five million characters are read in little time, and more blocks are refused", () => {
  const began = process.cpuUsage();
  assert.equal(extractText("- a\n\nb\n\n".repeat(25_000)).blocks.length, 50_000);
  assert.throws(() => extractText("- a\n\nb\n\n".repeat(100_000)), /more than 50000 paragraphs, items and cells/);
  assert.equal(extractText("ab ".repeat(1_700_000)).blocks.length, 1);
  // Of this process alone, whatever else the machine is doing.
  assert.ok(process.cpuUsage(began).user < 10_000_000);
});
