import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "./read-text.ts";

test("nothing typed is nothing to read", () => {
  assert.equal(readText({ title: "", body: "\n\n" }), null);
});

test("what is typed as a text should be is read as it is", () => {
  const reading = readText({ title: "Water", body: "One.\n\n- two\n- three" });
  assert.equal(reading?.fault, null);
  assert.equal(reading?.isTidied, false);
  assert.deepEqual(
    reading?.text?.blocks.map((block) => block.kind),
    ["paragraph", "item", "item"],
  );
});

test("a fault is placed as the text area counts lines, and the tidied text is shown", () => {
  const reading = readText({ title: "Water", body: "One.\n\n* two" });
  assert.deepEqual([reading?.fault?.line, reading?.fault?.column, reading?.fault?.inTitle], [3, 1, false]);
  assert.doesNotMatch(reading?.fault?.what ?? "", /^line/);
  assert.equal(reading?.isTidied, true);
  assert.equal(reading?.text?.blocks[1]?.kind, "item");
});

test("blank lines before the body are counted, though they are not kept", () => {
  const reading = readText({ title: "Water", body: "\n\nOne.\n\n* two" });
  assert.equal(reading?.fault?.line, 5);
});

test("a fault in the title is counted from its first letter", () => {
  const reading = readText({ title: "Wa\tter", body: "One." });
  assert.deepEqual([reading?.fault?.inTitle, reading?.fault?.column], [true, 3]);
});

test("what no tidying can mend is not shown", () => {
  const reading = readText({ title: "Water", body: "<b>One.</b>" });
  assert.equal(reading?.text, null);
  assert.equal(reading?.fault?.line, 1);
});
