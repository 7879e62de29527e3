import assert from "node:assert/strict";
import { test } from "node:test";
import { ImportError } from "./imported.ts";
import { importMarkdown } from "./markdown.ts";

test("Markdown as people write it", () => {
  const { source, changes, text } = importMarkdown(
    "Open the reading rooms\n======================\n\n* Open them __now__\n* [Read on](https://reading.example)\n",
  );
  assert.equal(source, "# Open the reading rooms\n\n- Open them **now**\n- [Read on](https://reading.example)\n");
  assert.equal(text.blocks.length, 2);
  assert.ok(changes.length >= 3 && changes.every(({ line, what }) => line >= 1 && what !== ""));
});

test("a canonical text is left alone", () => {
  const source = "# Title\n\nWords.\n";
  assert.deepEqual([importMarkdown(source).source, importMarkdown(source).changes], [source, []]);
});

test("what a text cannot hold is refused at its line and column of the original", () => {
  const bad = "\n\n# Title\n\n\nWords.\n\n   <b>Bold</b> words\n";
  assert.throws(
    () => importMarkdown(bad),
    (error) => error instanceof ImportError && error.code === "text_refused" && error.line === 8 && error.column === 4,
  );
});
