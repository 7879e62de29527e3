import assert from "node:assert/strict";
import { test } from "node:test";
import { plainCopy } from "../../../../tests/plain-copy.ts";
import { parseText } from "../statement/text.ts";
import { compareCopy } from "./compare-copy.ts";
import type { Copy, CopyBlock } from "./copy.ts";
import type { CopyReport } from "./copy-report.ts";

const TEXT = parseText(`# Open the reading rooms

We, the undersigned, ask the council to open the reading rooms of the town.

We resign ourselves to “nothing” less — ever.

## What we ask

1. Open them on Sundays.
2. Heat them in winter.

The rooms are ours! Keep them open, and they'll serve you.
`);

const COPY = `Open the reading rooms

We, the undersigned, ask the council to open the reading rooms of the town.

We resign ourselves to “nothing” less — ever.

What we ask

1. Open them on Sundays.

2. Heat them in winter.

The rooms are ours! Keep them open, and they'll serve you.`;

function compare(text: string, more: Partial<Copy> = {}): CopyReport {
  return compareCopy({ text: TEXT, demands: [4, 5], names: null }, plainCopy(text, more), null);
}

function told({ changes }: CopyReport): unknown[] {
  return changes.map(({ kind, block, words }) => [kind, block ?? null, words.join(" ")]);
}

test("the words of the statement and no others are identical, in whatever typography", () => {
  const report = compare(COPY);
  assert.equal(report.verdict, "identical");
  assert.deepEqual(report.changes, []);
  assert.deepEqual(report.demands, { present: 2, dropped: [], altered: [] });
  for (const other of [
    COPY.replaceAll("\n\n", "\n"),
    COPY.replace("“nothing” less —", '"nothing" less –'),
    COPY.replace("“nothing”", "« nothing »").replace("ours!", "ours !"),
    COPY.replace("resign", "re-\nsign").replace("winter", "win\u00adter").replace("Sundays", "Sun\u200bdays"),
    COPY.replace("1.", "(1)").replace("2.", "•"),
    `\ufeff${COPY}\n`,
  ]) {
    assert.equal(compare(other).verdict, "identical", other);
  }
});

test("what is around it is framing", () => {
  const report = compare(`By a reporter\n\n${COPY}\n\nSigned by many`);
  assert.equal(report.verdict, "faithful");
  assert.deepEqual(
    report.framing.map(({ text, where }) => [text, where]),
    [
      ["By a reporter", "before"],
      ["Signed by many", "after"],
    ],
  );
});

test("a word, a sign, a letter or a space that is other makes it altered, and is told", () => {
  const attacks: [string, string, unknown[]][] = [
    ["resign", "re-sign", ["altered", 2, "resign re-sign"]],
    ["resign", "re sign", ["altered", 2, "resign re sign"]],
    ["the council", "the mayor", ["altered", 1, "council mayor"]],
    ["“nothing”", "nothing", ["altered", 2, "“ ”"]],
    ["ours!", "ours.", ["altered", 6, "! ."]],
    ["Open them", "Opеn them", ["altered", 4, "Open Opеn"]],
    ["Heat", "heat", ["altered", 5, "Heat heat"]],
    ["serve you.", "serve you. Not.", ["altered", 6, "Not."]],
    ["Open the", "Do open the", ["altered", 0, "Open Do open"]],
    ["What we ask", "Words of others.\n\nWhat we ask", ["added", null, "Words of others."]],
    ["1. Open them on Sundays.\n\n", "", ["dropped", 4, "Open them on Sundays."]],
    ["Sundays.\n\n2. ", "Sundays. ", ["merged", 5, "Heat them in winter."]],
    ["2. Heat", "3. Heat", ["altered", 5, "3."]],
    ["winter.", "\u202ewinter.", ["altered", 5, "\u202e"]],
  ];
  for (const [from, to, change] of attacks) {
    const report = compare(COPY.replace(from, to));
    assert.equal(report.verdict, "altered", to);
    assert.deepEqual(told(report), [change], to);
  }
});

test("a copy without the title is an excerpt, and one with nearly the title is altered", () => {
  assert.equal(compare(COPY.replace("Open the reading rooms\n\n", "")).verdict, "excerpt");
  assert.equal(compare(COPY.replace("Open the reading rooms\n", "OPEN THE READING ROOMS\n")).verdict, "altered");
});

test("another text is unrelated, and what was not read is never faithful", () => {
  assert.equal(compare("The weather in town is fine.").verdict, "unrelated");
  const picture = { why: "picture" as const, where: "a picture" };
  assert.equal(compare(COPY, { unread: [{ ...picture, at: 40 }] }).verdict, "inconclusive");
  assert.equal(compare(`${COPY}\n\nMore`, { unread: [{ ...picture, at: COPY.length + 3 }] }).verdict, "faithful");
  assert.equal(compare(COPY, { unread: [{ ...picture, at: 0 }] }).verdict, "identical");
  assert.equal(compare(COPY, { unread: [{ ...picture, why: "generated", at: 0 }] }).verdict, "inconclusive");
});

test("struck and raised words are no words of the statement", () => {
  const start = COPY.indexOf("council");
  const struck = compare(COPY, { marks: [{ kind: "struck", start, end: start + 7 }] });
  assert.deepEqual([struck.verdict, ...told(struck)], ["altered", ["altered", 1, "council"]]);
  const text = parseText("# Heat\n\nThe rooms lose 106 joules in an hour.\n");
  const copy = "Heat\n\nThe rooms lose 106 joules in an hour.";
  const marks = [{ kind: "superscript" as const, start: copy.indexOf("6"), end: copy.indexOf("6") + 1 }];
  const raised = compareCopy({ text, demands: [], names: null }, plainCopy(copy, { marks }), null);
  assert.deepEqual([raised.verdict, ...told(raised)], ["altered", ["altered", 1, "106 10⁶"]]);
});

test("an item without a marker after one that has it is the rest of that item, as in the next column", () => {
  const text = parseText("# Heat\n\nWe ask:\n\n- Open them.\n- Heat them.\n");
  const words = ["Heat", "We ask:", "Open them.", "Heat them."];
  const list = { id: 1, depth: 1, ordered: false, marker: "•" };
  const verdict = (kinds: readonly CopyBlock["kind"][]) => {
    let end = -2;
    const blocks = words.map((line, at): CopyBlock => {
      const start = end + 2;
      end = start + line.length;
      const kind = kinds[at] ?? "paragraph";
      return kind === "item" ? { kind, start, end, list } : { kind, start, end };
    });
    const copy = { text: words.join("\n\n"), blocks, marks: [], unread: [] };
    return compareCopy({ text, demands: [2, 3], names: null }, copy, null).verdict;
  };
  assert.equal(verdict(["paragraph", "paragraph", "item", "paragraph"]), "altered");
  assert.equal(verdict(["paragraph", "paragraph", "item", "item"]), "identical");
  assert.equal(verdict(["paragraph", "paragraph", "paragraph", "paragraph"]), "identical");
});
