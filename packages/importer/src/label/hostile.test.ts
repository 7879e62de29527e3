import assert from "node:assert/strict";
import { test } from "node:test";
import type { CopyBlock } from "@undersigned/core/compare/copy.ts";
import type { Extracted } from "../extracted.ts";
import { labelSource } from "../label.ts";
import { claimsOf } from "./claims.ts";
import { readLetter } from "./corpus.ts";
import { statementOf } from "./statement.ts";

/** Many blocks, all of one shape. */
function many(
  count: number,
  words: (at: number) => string,
  shape: (at: number) => Omit<CopyBlock, "start" | "end">,
): Extracted {
  const parts: string[] = [];
  const blocks: CopyBlock[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const text = words(index);
    parts.push(text);
    blocks.push({ ...shape(index), start: at, end: at + text.length });
    at += text.length + 2;
  }
  return { ...readLetter("---\n").extracted, text: parts.join("\n\n"), blocks };
}

const paragraph = () => ({ kind: "paragraph" }) as const;

const SOURCES: readonly (readonly [string, () => Extracted])[] = [
  ["nothing at all", () => many(0, () => "", paragraph)],
  [
    "a hundred thousand lists",
    () =>
      many(
        100_000,
        (at) => `item ${at}`,
        (at) => ({ kind: "item", list: { id: at + 1, depth: 1, ordered: at % 2 === 0 } }),
      ),
  ],
  [
    "a hundred thousand names",
    () => many(100_000, (at) => (at === 0 ? "Signed by:" : `Ada Lovelace ${at}`), paragraph),
  ],
  [
    "a hundred thousand cells",
    () =>
      many(
        100_000,
        () => "We call on",
        () => ({ kind: "cell" }),
      ),
  ],
  [
    "lists in lists to a depth of ten thousand",
    () =>
      many(
        10_000,
        () => "We urge you to",
        (at) => ({ kind: "item", list: { id: at, depth: at + 1, ordered: false } }),
      ),
  ],
  ["one block of a megabyte without a space", () => many(1, () => "a".repeat(1 << 20), paragraph)],
  ["one block of a megabyte of commas", () => many(1, () => "Ada, ".repeat(200_000), paragraph)],
  ["one block of a megabyte of lines", () => many(1, () => "- a\n".repeat(260_000), paragraph)],
  [
    "a megabyte of lead-ins",
    () => many(20_000, () => "We call on the council and others to do, and 37 more:", paragraph),
  ],
  ["a megabyte of open brackets", () => many(1, () => "(".repeat(1 << 20), paragraph)],
  ["lone surrogates", () => many(1000, () => "Dear \ud800 we call on \udc00 the council to \ud83d", paragraph)],
  ["blocks of white space", () => many(1000, () => " \u00a0 ", paragraph)],
  ["a hundred thousand dates", () => many(1, () => "3 May 2026, 04/05/2026 and ".repeat(40_000), paragraph)],
  [
    "digits that are no number of an item",
    () => many(1000, () => "١٢٣. ۹) 1.2.3.4.5.6. 99999999999999999999. x", paragraph),
  ],
];

for (const [name, make] of SOURCES) {
  test(`${name}: a result, in time that grows with the length alone`, () => {
    const extracted = make();
    const begin = performance.now();
    const labelled = labelSource(extracted, null);
    statementOf(labelled, extracted);
    claimsOf(labelled);
    const took = performance.now() - begin;
    // A hundred times what a free machine takes; anything quadratic takes hours.
    assert.ok(took < 60_000, `${took} ms`);
    assert.ok(
      labelled.blocks.every(
        ({ text }, index) =>
          text !== "" && (labelled.blocks[index - 1]?.end ?? 0) <= (labelled.blocks[index]?.start ?? 0),
      ),
    );
  });
}
