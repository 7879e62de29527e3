import assert from "node:assert/strict";
import { test } from "node:test";
import { plainText } from "@undersigned/core/statement/inline.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import fc from "fast-check";
import { ImportError } from "./imported.ts";
import { importText } from "./text.ts";

test("paragraphs, items, quotations and a title", () => {
  const { source, changes } = importText(
    "Open the reading rooms\r\n\r\nReading rooms are where a town\r\nmeets its own mind.\r\n\r\n• Open them on Sundays.\r\n• Heat them.\r\n\r\n1) First\r\n2) Second\r\n\r\n> Quoted words\r\n",
  );
  assert.equal(
    source,
    "# Open the reading rooms\n\nReading rooms are where a town meets its own mind.\n\n- Open them on Sundays.\n- Heat them.\n\n1. First\n2. Second\n\n> Quoted words\n",
  );
  assert.deepEqual(
    changes.map(({ line, kind }) => `${line} ${kind}`),
    ["1 line_ends", "1 title", "3 joined", "6 bullet", "7 bullet", "9 number", "10 number"],
  );
});

test("what Markdown would take for marks stands for itself", () => {
  const words = "a * b*c* _d_ <e> [f](https://g.example) `h` &amp; #1 \\ ~i~ ![j]";
  const { text, changes } = importText(`Title\n\n${words}\n\n# no heading\n\n| no | table |\n`);
  const [block, heading, table] = text.blocks;
  assert.ok(block && heading && table);
  assert.deepEqual([block.kind, heading.kind, table.kind], ["paragraph", "paragraph", "paragraph"]);
  assert.equal(plainText(block.inlines), words);
  assert.equal(plainText(heading.inlines), "# no heading");
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["title"],
  );
});

test("what only a human can settle is refused where it stands", () => {
  assert.throws(
    () => importText("First line\nand second line\n\nWords.\n"),
    (error) => error instanceof ImportError && error.line === 1 && error.excerpt === "First line",
  );
  assert.throws(
    () => importText("Title\n\n- item\n    - item within it\n"),
    (error) => error instanceof ImportError && error.line === 4 && error.excerpt.endsWith("item within it"),
  );
  assert.throws(
    () => importText("Title\n\n(words) with a \u{e000} private character\n"),
    (error) => error instanceof ImportError && error.line === 3 && error.column === 16,
  );
  assert.throws(() => importText(""), ImportError);
  assert.throws(() => importText("Title alone\n"), /there is only a title/);
});

test("any words of one line come through unchanged", () => {
  const line = fc
    .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 })
    .map((words) => words.trim().replace(/ {2,}/g, " "));
  fc.assert(
    fc.property(line, (words) => {
      fc.pre(words !== "" && !/^(?:[-*+>]|[0-9]+[.)]|=+$)/.test(words));
      const { source, text } = importText(`Title\n\n${words}\n`);
      assert.equal(plainText(text.blocks[0]?.inlines ?? []), words);
      assert.deepEqual(parseText(source), text);
    }),
  );
});
