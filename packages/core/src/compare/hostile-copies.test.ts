import assert from "node:assert/strict";
import { test } from "node:test";
import { plainCopy } from "../../../../tests/plain-copy.ts";
import { MalformedError } from "../errors.ts";
import { parseText } from "../statement/text.ts";
import { compareCopy } from "./compare-copy.ts";

/** Milliseconds within which everything has its answer, on a busy machine too. */
const TIME = 20_000;

const repeated = `# a\n\n${Array.from({ length: 200 }, () => "a ".repeat(200).trim()).join("\n\n")}\n`;
const ordinary = `# Open the rooms\n\n${Array.from({ length: 200 }, (_, at) => `Room ${at} of the town shall be open on Sundays.`).join("\n\n")}\n`;

test("attack: copies that repeat themselves for ever have their answer in time, and nothing altered is faithful", () => {
  const copies = [
    "a ".repeat(400_000),
    "-\n\n".repeat(200_000),
    `e${"\u0301".repeat(600_000)}`,
    "\u00ad \n".repeat(200_000),
    "字".repeat(600_000),
    "\ud800 ".repeat(200_000),
    "1. ".repeat(200_000),
  ];
  for (const source of [repeated, ordinary]) {
    for (const copy of copies) {
      const began = performance.now();
      const { verdict } = compareCopy({ text: parseText(source), demands: [], names: null }, plainCopy(copy), null);
      assert.ok(verdict === "altered" || verdict === "unrelated", `${verdict}: ${JSON.stringify(copy.slice(0, 8))}`);
      assert.ok(performance.now() - began < TIME, JSON.stringify(copy.slice(0, 8)));
    }
  }
});

test("a copy that is too long is refused with the limit and what to do", () => {
  const reference = { text: parseText(ordinary), demands: [], names: null };
  assert.throws(
    () => compareCopy(reference, plainCopy("a".repeat(9_000_000)), null),
    (error) => error instanceof MalformedError && error.code === "too_large" && /8,388,608/.test(error.message),
  );
});
