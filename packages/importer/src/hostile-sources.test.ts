import assert from "node:assert/strict";
import { test } from "node:test";
import { compareCopy } from "@undersigned/core/compare/compare-copy.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { bringIn } from "./bring-in.ts";
import { claimsOf } from "./label/claims.ts";
import { statementOf } from "./label/statement.ts";
import type { SourceHints } from "./source-hints.ts";

const many = (count: number, words: (at: number) => string) => Array.from({ length: count }, (_, at) => words(at));
const styled = (selector: (at: number) => string, paragraphs: number) =>
  `<style>${many(3_000, (at) => `${selector(at)}{color:red}`).join("")}</style>${many(paragraphs, (at) => `<p class=c${at % 3_000}>Word ${at}`).join("")}`;

/** Each with what it is refused for; null where it is read. */
const SOURCES: readonly (readonly [string, SourceHints["kind"], () => string, RegExp | null])[] = [
  [
    "100,000 lists of a page",
    "html",
    () => `<body>${many(100_000, (at) => `<ul><li>Item ${at}</ul>`).join("")}`,
    /50000/,
  ],
  [
    "as many lists as are read",
    "html",
    () => `<body>${many(50_000, (at) => `<ul><li>Item ${at}</ul>`).join("")}`,
    null,
  ],
  ["100,000 lists of a text", "text", () => many(100_000, (at) => `- Item ${at}\n\nWord ${at}\n\n`).join(""), /50000/],
  [
    "100,000 lists of Markdown",
    "markdown",
    () => many(100_000, (at) => `${at % 2 === 0 ? "-" : "*"} item\n`).join(""),
    /50000/,
  ],
  ["300,000 lines", "text", () => "We call on them.\n".repeat(300_000), /50000/],
  ["50,000 lines", "text", () => "We call on them.\n".repeat(50_000), null],
  ["10,000 elements within one another", "html", () => `${"<div>".repeat(10_000)}word`, /512 elements within/],
  ["5 MB of words", "text", () => "word ".repeat(1_000_000), null],
  ["5 MB of words of a page", "html", () => `<body><p>${"word ".repeat(1_000_000)}`, null],
  ["5 MB of words of Markdown", "markdown", () => "word ".repeat(1_000_000), /at most 1048576/],
  ["5 MB of bold within bold", "html", () => `${"<b>".repeat(1_700_000)}word`, /512 elements within/],
  ["5 MB of bold letters", "html", () => "<b>x</b>".repeat(640_000), /600000 elements/],
  ["3,000 rules over 60,000 blocks", "html", () => styled((at) => `.c${at}`, 60_000), /50000/],
  ["3,000 rules over 50,000 blocks", "html", () => styled((at) => `.c${at}`, 50_000), null],
  ["3,000 slow rules over 60,000 blocks", "html", () => styled((at) => `body p:nth-child(${at})~p`, 60_000), /50000/],
];

const REFERENCE = {
  text: parseText("# Open the rooms\n\nWe call on them.\n\n- Item 1\n- Item 2\n"),
  demands: [],
  names: null,
};

/** All that is done to a source, one after the other: in a service, no two parts of it stand in one request. */
async function readAll(source: string, kind: SourceHints["kind"]): Promise<void> {
  const { extracted, labelled } = await bringIn(new TextEncoder().encode(source), kind === undefined ? {} : { kind });
  statementOf(labelled, extracted);
  compareCopy(REFERENCE, extracted, claimsOf(labelled));
}

for (const [name, kind, source, refused] of SOURCES) {
  test(`${name}: ${refused === null ? "a result" : "a refusal that names the limit"}, in time`, async () => {
    const words = source();
    const began = process.cpuUsage();
    if (refused === null) await readAll(words, kind);
    else
      await assert.rejects(
        readAll(words, kind),
        (error) => error instanceof MalformedError && error.code === "too_large" && refused.test(error.message),
      );
    const { user, system } = process.cpuUsage(began);
    // Of this process alone, whatever else the machine is doing: a second or three, and more on a slow one.
    assert.ok(user + system < 15_000_000, `${(user + system) / 1e6} s`);
  });
}
