import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Skeleton } from "../../../../tests/commonmark.ts";
import { readCommonMark, withoutPlaces } from "../../../../tests/commonmark.ts";
import { UndersignedError } from "../errors.ts";
import type { Inline } from "./inline.ts";
import { parseText, tidyText } from "./text.ts";

const words = fc
  .array(
    fc.constantFrom("we", "ask", "naïve", "حقوق", "می‌خواهیم", "люди", "*gently*", "**now**", "R&D", "\\[…\\]", "a\\_b"),
    {
      minLength: 1,
      maxLength: 9,
    },
  )
  .map((parts) => parts.join(" "));

const block = fc.oneof(
  words,
  words.map((line) => `## ${line}`),
  words.map((line) => `### ${line}`),
  words.map((line) => `> ${line}`),
  fc.array(words, { minLength: 1, maxLength: 3 }).map((items) => items.map((line) => `- ${line}`).join("\n")),
  fc
    .array(words, { minLength: 1, maxLength: 3 })
    .map((items) => items.map((line, i) => `${i + 3}. ${line}`).join("\n")),
);

/** Canonical texts; two lists of one kind never stand side by side. */
const texts = fc
  .tuple(words, fc.array(block, { minLength: 1, maxLength: 6 }))
  .map(([title, blocks]) => `# ${title}\n\n${blocks.join("\n\nand\n\n")}\n`);

type Mess = (text: string) => string;

/** What editors, mail programs and people do to a text without meaning anything by it. */
const MESSES: Record<string, Mess> = {
  "carriage returns": (text) => text.replaceAll("\n", "\r\n"),
  "old carriage returns": (text) => text.replaceAll("\n", "\r"),
  "byte order mark": (text) => `\ufeff${text}`,
  "no line end": (text) => text.trimEnd(),
  "many line ends": (text) => `\n${text}\n\n`,
  "more blank lines": (text) => text.replaceAll("\n\n", "\n \n\n"),
  "trailing spaces": (text) => text.replaceAll("\n", "  \n"),
  "two spaces": (text) => text.replace(/(\p{L}) (?=\p{L})/gu, "$1  "),
  "no-break spaces": (text) => text.replace(/(\p{L}) (?=\p{L})/gu, "$1\u00a0"),
  "soft hyphens": (text) => text.replace(/([a-z])(?=[a-z])/g, "$1\u00ad"),
  "zero width spaces": (text) => text.replace(/ /g, "\u200b \u200b"),
  "direction marks": (text) => text.replace(/(\p{Script=Arabic}+)/gu, "\u200f$1\u200e"),
  decomposed: (text) => text.normalize("NFD"),
  "asterisk bullets": (text) => text.replace(/^- /gm, "* "),
  "plus bullets": (text) => text.replace(/^- /gm, "+   "),
  "printed bullets": (text) => text.replace(/^- /gm, "•\t"),
  "indented bullets": (text) => text.replace(/^- /gm, "  - "),
  "bracketed numbers": (text) => text.replace(/^([0-9]+)\. /gm, "$1) "),
  "loose lists": (text) => text.replace(/\n(- |[0-9]+\. )/g, "\n\n$1"),
  "headings closed": (text) => text.replace(/^(##+) (.*)/gm, "$1 $2 $1"),
  "title underlined": (text) => text.replace(/^# (.*)/, "$1\n====="),
  "headings underlined": (text) => text.replace(/^## (.*)/gm, "$1\n---"),
  "no mark before the title": (text) => text.replace(/^# /, ""),
  "hard-wrapped": (text) => text.replace(/^(?![#]).*$/gm, (line) => line.replace(/(\p{L}{2}) (?=\p{L})/gu, "$1\n")),
  "hard-wrapped quotations": (text) =>
    text.replace(/^>.*$/gm, (line) => line.replace(/(\p{L}{2}) (?=\p{L})/gu, "$1\n> ")),
  "hard breaks": (text) => text.replace(/^(?![#]).*$/gm, (line) => line.replace(/(\p{L}{2}) (?=\p{L})/gu, "$1\\\n")),
  "underscored emphasis": (text) => text.replaceAll("*gently*", "_gently_").replaceAll("**now**", "__now__"),
  "names of characters": (text) => text.replaceAll("R&D", "R&amp;D"),
  "needless backslashes": (text) => text.replaceAll("R&D", "R\\&D"),
  "missing backslashes": (text) => text.replaceAll("a\\_b", "a_b").replaceAll("\\[…\\]", "[…]"),
};

test("whatever people do to a text without meaning anything by it, tidying undoes and reports", () => {
  const messes = fc.uniqueArray(fc.constantFrom(...Object.keys(MESSES)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(texts, messes, (text, names) => {
      // Underlines go first: what wraps lines afterwards must not take them for words.
      const order = Object.keys(MESSES).filter((name) => names.includes(name));
      const messy = order.reduceRight((made, name) => MESSES[name]?.(made) ?? made, text);
      const tidied = tidyText(messy);
      assert.equal(tidied.text, text);
      assert.equal(tidied.changes.length > 0, messy !== text);
      for (const change of tidied.changes) assert.ok(change.line >= 1 && change.what !== "");
    }),
    { numRuns: 1500 },
  );
});

const soup = fc
  .array(
    fc.constantFrom(
      ..."*_[]()`<>~#-+!\\&;|.:= \n\t\r",
      ..."\u00a0\u200b\u200c\u200d\u202e\u00ad\ue000\ufeff",
      ...[
        "**",
        "\n\n",
        "a",
        "b ",
        "é",
        "e\u0301",
        "字",
        "。",
        "](https://x.org)",
        "](http://x.org)",
        "\n- ",
        "\n1. ",
        "\n  - ",
      ],
      ...[
        "&amp;",
        "&copy;",
        "&#42;",
        "<b>",
        "<https://x.org>",
        "\n> ",
        "\n---\n",
        "\n===\n",
        "```",
        "\n## ",
        "\n|a|\n|-|\n",
      ],
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

test("tidying never fails, leaves alone what is accepted, and once is enough", () => {
  fc.assert(
    fc.property(soup, (source) => {
      const once = tidyText(source);
      const twice = tidyText(once.text);
      assert.equal(twice.text, once.text);
      if (accepts(source)) assert.deepEqual(once, { text: source, changes: [] });
      assert.equal(once.changes.length > 0 || once.text === source, true, "a change was not reported");
    }),
    { numRuns: 8_000 },
  );
});

/** One block of inline Markdown after a title: everything that CommonMark reads in it is kept, where it is accepted. */
const inline = fc
  .array(
    fc.constantFrom(
      ..."*_[]()`~!\\&;. ",
      "**",
      "__",
      "***",
      "a",
      "b ",
      " c",
      "é",
      "“",
      "](https://x.org)",
      "<https://x.org/_>",
      "&amp;",
    ),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((parts) => `# t\n\n${`a${parts.join("")}`.trim()}\n`);

test("tidying reads inline Markdown as CommonMark does", () => {
  let accepted = 0;
  fc.assert(
    fc.property(inline, (source) => {
      // The other parser counts what is left of a longer run where the specification counts the run as written.
      if (/\*{3}|_{3}/.test(source)) return;
      const { text, changes } = tidyText(source);
      if (!accepts(text) || changes.length === 0 || changes.some((change) => change.kind === "spaces")) return;
      accepted++;
      const theirs = readCommonMark(source);
      const ours = withoutPlaces(parseText(text));
      // Emphasis inside emphasis of its kind is dropped, and strong that is all emphasis becomes emphasis that is all
      // strong (asterisks cannot say it otherwise): then only the words are compared.
      if (isNested(theirs.blocks.flatMap((block) => block.inlines))) assert.equal(wordsOf(ours), wordsOf(theirs));
      else assert.deepEqual(ours, theirs);
    }),
    { numRuns: 10_000 },
  );
  assert.ok(accepted > 300, `only ${accepted} texts were tidied: too few to say anything`);
});

function isNested(inlines: readonly Inline[], outer: readonly string[] = []): boolean {
  return inlines.some((inline) => {
    if (inline.kind === "text") return false;
    const [only, second] = inline.children;
    const swapped = inline.kind === "strong" && only?.kind === "emphasis" && second === undefined;
    return swapped || outer.includes(inline.kind) || isNested(inline.children, [...outer, inline.kind]);
  });
}

function wordsOf(skeleton: Skeleton): string {
  return [...JSON.stringify(skeleton).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map((found) => found[1]).join("");
}

function accepts(source: string): boolean {
  try {
    parseText(source);
    return true;
  } catch (error) {
    assert.ok(error instanceof UndersignedError, `threw ${error}, which is no error of ours`);
    return false;
  }
}
