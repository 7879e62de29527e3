import assert from "node:assert/strict";
import { test } from "node:test";
import { parseText } from "../statement/text.ts";
import type { Run, TextDifference } from "./text-difference.ts";
import { compareTexts } from "./text-difference.ts";

function compare(before: string, after: string): TextDifference {
  return compareTexts(parseText(before), parseText(after));
}

/** `[-what went-]` and `{+what came+}`. */
function show(runs: readonly Run[]): string {
  return runs
    .map(({ kind, pieces }) => {
      const words = pieces.map(({ text }) => text).join("");
      return kind === "removed" ? `[-${words}-]` : kind === "added" ? `{+${words}+}` : words;
    })
    .join("");
}

function shown({ blocks }: TextDifference): string[] {
  return blocks.map((block) => `${block.kind} ${show(block.runs)}`);
}

test("the same text has no change", () => {
  const text = "# Rooms\n\nA paragraph.\n\n- One.\n- Two.\n";
  assert.equal(compare(text, text).changes, 0);
});

test("a word within a paragraph", () => {
  const difference = compare("# Rooms\n\nOpen them on Sundays.\n", "# Rooms\n\nOpen them on all Mondays.\n");
  assert.deepEqual(shown(difference), ["changed Open them on [-Sundays-]{+all Mondays+}."]);
  assert.equal(difference.changes, 1);
});

test("words that changed side by side read as one change", () => {
  const difference = compare("# R\n\nA blue stone of the wall.\n", "# R\n\nA red brick of the wall.\n");
  assert.deepEqual(shown(difference), ["changed A [-blue stone-]{+red brick+} of the wall."]);
});

test("a paragraph that came does not change those after it", () => {
  const difference = compare("# R\n\nFirst words.\n\nLast words.\n", "# R\n\nFirst words.\n\nNew.\n\nLast words.\n");
  assert.deepEqual(shown(difference), ["same First words.", "added {+New.+}", "same Last words."]);
  assert.equal(difference.changes, 1);
});

test("a reworded paragraph beside one that went is found", () => {
  const difference = compare(
    "# R\n\nNothing like the others at all.\n\nHeat the rooms in winter.\n",
    "# R\n\nHeat the rooms well in winter.\n",
  );
  assert.deepEqual(shown(difference), [
    "removed [-Nothing like the others at all.-]",
    "changed Heat the rooms {+well +}in winter.",
  ]);
});

test("the title, emphasis, the destination of a link and the kind of a block are changes", () => {
  assert.equal(show(compare("# Rooms\n\nA.\n", "# Halls\n\nA.\n").title), "[-Rooms-]{+Halls+}");
  assert.equal(compare("# Rooms\n\nA.\n", "# Halls\n\nA.\n").changes, 1);
  assert.equal(compare("# R\n\nOpen *now*.\n", "# R\n\nOpen now.\n").changes, 1);
  const link = compare("# R\n\n[Here](https://one.example/).\n", "# R\n\n[Here](https://two.example/).\n");
  assert.equal(link.changes, 1);
  assert.deepEqual(
    link.blocks[0]?.runs.flatMap(({ pieces }) => pieces.map(({ href }) => href)),
    ["https://one.example/", "https://two.example/", null],
  );
  const kind = compare("# R\n\nOpen them.\n", "# R\n\n> Open them.\n");
  assert.deepEqual(
    kind.blocks.map(({ kind }) => kind),
    ["changed"],
  );
  assert.equal(compare("# R\n\n- One.\n", "# R\n\n1. One.\n").changes, 1);
});

test("scripts without spaces are compared letter by letter, Arabic by words", () => {
  assert.deepEqual(shown(compare("# 字\n\n我们要求开放。\n", "# 字\n\n我们请求开放。\n")), [
    "changed 我们[-要-]{+请+}求开放。",
  ]);
  assert.deepEqual(shown(compare("# R\n\nافتحوا كل قاعة اليوم.\n", "# R\n\nافتحوا كل قاعة غدا.\n")), [
    "changed افتحوا كل قاعة [-اليوم-]{+غدا+}.",
  ]);
});

test("two long texts without anything in common are told so in little time", () => {
  const words = (stem: string) => Array.from({ length: 9_000 }, (_, i) => `${stem}${i}`);
  const one = `# R\n\n${words("a").join("\n\n")}\n`;
  const two = `# R\n\n${words("b").join("\n\n")}\n`;
  const began = performance.now();
  assert.equal(compare(one, two).changes, 18_000);
  assert.ok(performance.now() - began < 5_000);
});
