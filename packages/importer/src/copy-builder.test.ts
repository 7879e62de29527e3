import assert from "node:assert/strict";
import { test } from "node:test";
import { CopyBuilder } from "./copy-builder.ts";

test("a blank line within a paragraph ends it; an item keeps its own", () => {
  const copy = new CopyBuilder();
  copy.write("One\n \n two \n\n\u200b\n\nthree");
  copy.open({ kind: "item" });
  copy.write("four\n\nfive");
  const { text, blocks } = copy.finish();
  assert.deepEqual(
    blocks.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ["paragraph One", "paragraph two", "paragraph three", "item four\n\nfive"],
  );
});

test("what cannot be read in white space that is left out stands in the block before, and is told once", () => {
  const copy = new CopyBuilder();
  copy.write("  The end   ");
  copy.unread("picture", "a picture");
  copy.unread("picture", "a picture");
  copy.open({ kind: "paragraph" });
  copy.write("Next\u202e words");
  copy.unread("font", "a sign");
  const { text, blocks, unread } = copy.finish();
  assert.equal(text, "The end\n\nNext\u202e words");
  assert.equal(blocks[0]?.end, 7);
  assert.deepEqual(unread, [
    { why: "picture", where: "a picture after “The end”", at: 7 },
    { why: "font", where: "a sign after “The end Next words”", at: text.length },
  ]);
});
