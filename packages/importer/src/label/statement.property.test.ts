import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import fc from "fast-check";
import { bringIn } from "../bring-in.ts";
import { statementOf } from "./statement.ts";

const WORDS = [
  ..."open rooms *em* **st** ***b*** a\\*b 1\\. # &amp \\< - “q” **x *y* z** — \\_ \\` 10⁶".split(" "),
  ...["[l](https://a.example/x)", "[**s** t](mailto:b@c.example)", "we call on the council to", "*a b*"],
];

const line = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
const block = fc
  .tuple(fc.constantFrom("", "> ", "- ", "1. ", "## ", "### "), line)
  .map(([mark, words]) => mark + words);
const source = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => `# Title\n\n${blocks.join("\n\n")}\n`);

function canonical(markdown: string): string | null {
  try {
    const { text } = tidyText(markdown);
    parseText(text);
    return text;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return null;
  }
}

test("whatever text is brought as Markdown comes out byte for byte as it went in", async () => {
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(source, async (markdown) => {
      const text = canonical(markdown);
      fc.pre(text !== null);
      const { extracted, labelled } = await bringIn(new TextEncoder().encode(text), { kind: "markdown" });
      assert.equal(statementOf(labelled, extracted).markdown, text);
      whole++;
    }),
    { numRuns: 200 },
  );
  assert.ok(whole >= 100);
});
