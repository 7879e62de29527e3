import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { extractMarkdown } from "./extract-markdown.ts";

test("Markdown is what it shows: words without the signs that make them what they are", () => {
  const { text, blocks, marks } = extractMarkdown(
    "# Open *the* rooms\n\nWe do ~~not~~ ask:\n\n3) Heat\n   them\n4) Light\n   - all\n\n> They said so.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    kept  as\n    it is\n\nOr \\*so\\* &amp; [here](https://rooms.example).\n",
  );
  assert.deepEqual(
    blocks.map(
      ({ kind, level, list, start, end }) =>
        `${kind}${level ?? ""}${list ? ` ${list.id}/${list.depth} ${list.marker}` : ""}: ${text.slice(start, end)}`,
    ),
    [
      "heading1: Open the rooms",
      "paragraph: We do not ask:",
      "item 1/1 3.: Heat them",
      "item 1/1 4.: Light",
      "item 2/2 •: all",
      "quotation: They said so.",
      "cell: a",
      "cell: b",
      "cell: 1",
      "cell: 2",
      "paragraph: kept  as\nit is",
      "paragraph: Or *so* & here.",
    ],
  );
  assert.deepEqual(
    marks.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ["emphasis the", "struck not", "strong a", "strong b"],
  );
});

test("HTML within Markdown hides as it does anywhere, and pictures are not read", () => {
  const { text, unread } = extractMarkdown("We do <span hidden>not</span> agree ![no](a.png) at all.\n\n[gone]: not\n");
  assert.equal(text, "We do agree at all.");
  assert.deepEqual(
    unread.map(({ why, at }) => [why, at]),
    [
      ["hidden", 5],
      ["picture", 11],
    ],
  );
});

test("fields before the text are metadata", () => {
  const { text, lang, metadata } = extractMarkdown(
    '---\ntitle: "Open them"\nauthor: A. B.\ndate: 2026-03-01\nlang: fr\n---\n\nMaintenant.\n',
  );
  assert.deepEqual(
    [text, lang, metadata.title, metadata.author, metadata.published],
    ["Maintenant.", "fr", "Open them", "A. B.", "2026-03-01"],
  );
});

test("what is too long or too deep is refused with the limit, and hostile signs take little time", () => {
  const refused = (source: string, message: RegExp) =>
    assert.throws(
      () => extractMarkdown(source),
      (error) => error instanceof MalformedError && error.code === "too_large" && message.test(error.message),
    );
  refused("a".repeat(1_048_577), /1048577 characters, and Markdown may have at most 1048576/);
  refused(`${"> ".repeat(900)}a`, /more than 512 elements/);
  refused("[".repeat(100_000), /more than 1000 brackets/);
  const began = process.cpuUsage();
  for (const signs of ["[a](", "*a **b ", "~~a ~b ", "- a\n\nb\n\n", "<a <b ", "`"]) {
    extractMarkdown(`Words. ${signs.repeat(Math.floor(100_000 / signs.length))}`);
  }
  // Of this process alone, whatever else the machine is doing.
  assert.ok(process.cpuUsage(began).user < 10_000_000);
});
