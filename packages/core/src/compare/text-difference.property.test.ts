import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plainText } from "../statement/inline.ts";
import type { Text } from "../statement/text.ts";
import { parseText } from "../statement/text.ts";
import { findCommon } from "./common-sequence.ts";
import { compareTexts } from "./text-difference.ts";

const few = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });

test("what is found in common is equal, in order, and as long as can be", () => {
  fc.assert(
    fc.property(few, few, (a, b) => {
      const matches = findCommon(a, b);
      let before: readonly [number, number] = [-1, -1];
      for (const match of matches) {
        assert.equal(a[match[0]], b[match[1]]);
        assert.ok(match[0] > before[0] && match[1] > before[1]);
        before = match;
      }
      assert.equal(matches.length, longestCommon(a, b));
    }),
    { numRuns: 1_000 },
  );
});

/** By the table, as in any textbook. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (let j = 1; j <= b.length; j++) {
      next[j] = item === b[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const word = fc.constantFrom(
  "open",
  "the",
  "rooms",
  "*now*",
  "and",
  "[here](https://a.example/)",
  "字字",
  "d’été",
  "3,5",
);
const line = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
const block = fc.tuple(fc.constantFrom("", "- ", "> ", "## "), line).map(([mark, words]) => {
  return mark === "## " ? `## ${words.replace("[here](https://a.example/)", "here")}` : `${mark}${words}`;
});
const text = fc.tuple(line, fc.array(block, { minLength: 1, maxLength: 8 })).chain(([title, blocks]) => {
  const source = `# ${title.replace(/\[here\]\([^)]*\)/g, "here")}\n\n${blocks.map(paragraph).join("")}`;
  return parsed(source);
});

function paragraph(source: string, at: number, all: readonly string[]): string {
  return `${source}\n${source.startsWith("- ") && all[at + 1]?.startsWith("- ") ? "" : at + 1 < all.length ? "\n" : ""}`;
}

function parsed(source: string): fc.Arbitrary<Text> {
  try {
    return fc.constant(parseText(source));
  } catch {
    return fc.constant(parseText("# Rooms\n\nOpen the rooms.\n"));
  }
}

test("without what came it is the first text, without what went the second", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const difference = compareTexts(before, after);
      const side = (gone: "removed" | "added") =>
        [{ runs: difference.title }, ...difference.blocks]
          .map(({ runs }) =>
            runs.flatMap(({ kind, pieces }) => (kind === gone ? [] : pieces.map(({ text }) => text))).join(""),
          )
          .filter((words) => words !== "");
      const words = ({ title, blocks }: Text) => [title, ...blocks.map(({ inlines }) => inlines)].map(plainText);
      assert.deepEqual(side("added"), words(before));
      assert.deepEqual(side("removed"), words(after));
    }),
    { numRuns: 500 },
  );
});

test("a text differs from itself in nothing, and from another in something", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      assert.equal(compareTexts(one, one).changes, 0);
      const same = JSON.stringify(stripped(one)) === JSON.stringify(stripped(other));
      assert.equal(compareTexts(one, other).changes === 0, same);
    }),
  );
});

function stripped({ title, blocks }: Text): unknown {
  return [title, blocks.map(({ kind, inlines }) => [kind, inlines])];
}
