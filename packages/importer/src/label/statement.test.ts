import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "@undersigned/core/bytes.ts";
import type { CopyBlock, CopyMark } from "@undersigned/core/compare/copy.ts";
import type { Block } from "@undersigned/core/statement/block.ts";
import type { Inline } from "@undersigned/core/statement/inline.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { bringIn } from "../bring-in.ts";
import type { Extracted } from "../extracted.ts";
import { labelSource } from "../label.ts";
import { readLetter } from "./corpus.ts";
import { statementOf } from "./statement.ts";

/** What a reader of Markdown extracts from a text. */
function extractText(source: string): Extracted {
  const { title, blocks } = parseText(source);
  const out = {
    text: "",
    blocks: [] as CopyBlock[],
    marks: [] as CopyMark[],
    links: [] as { start: number; end: number; href: string }[],
  };
  const write = (inlines: readonly Inline[]): void => {
    for (const inline of inlines) {
      const start = out.text.length;
      if (inline.kind === "text") out.text += inline.text;
      else write(inline.children);
      const end = out.text.length;
      if (inline.kind === "link") out.links.push({ start, end, href: inline.href });
      else if (inline.kind !== "text") out.marks.push({ kind: inline.kind, start, end });
    }
  };
  const add = (inlines: readonly Inline[], shape: Pick<CopyBlock, "kind" | "level" | "list">): void => {
    if (out.text !== "") out.text += "\n\n";
    const start = out.text.length;
    write(inlines);
    out.blocks.push({ ...shape, start, end: out.text.length });
  };
  add(title, { kind: "heading", level: 1 });
  let last: Block | undefined;
  let ordinal = 0;
  for (const block of blocks) {
    if (block.kind === "heading") add(block.inlines, { kind: "heading", level: block.level });
    else if (block.kind === "item") {
      const same = last?.kind === "item" && last.list.group === block.list.group;
      ordinal = block.list.ordered ? (same ? ordinal + 1 : block.list.start) : 0;
      const marker = block.list.ordered ? `${ordinal}.` : "-";
      add(block.inlines, {
        kind: "item",
        list: { id: block.list.group, depth: 1, ordered: block.list.ordered, marker },
      });
    } else add(block.inlines, { kind: block.kind });
    last = block;
  }
  out.marks.sort((a, b) => a.start - b.start);
  const bytes = new TextEncoder().encode(source);
  const metadata = { title: null, author: null, site: null, published: null, canonical: null };
  return {
    ...out,
    unread: [],
    source: { kind: "markdown", sha256: Buffer.from(sha256(bytes)).toString("hex"), bytes: bytes.length },
    lang: "en",
    metadata,
    warnings: [],
  };
}

const CANONICAL = `# Open letter to the *council*

We, the **undersigned organisations**, ask for [an answer](https://example.org/report) within ***thirty*** days.

## What we ask

### At once

7. Publish the whole *report* \\& its \\*sources\\*.
8. Answer [us **soon**](mailto:us@example.org).

- Open the rooms.
- 1\\. is no number here

> Nothing about us without us.

\\- no item, \\\\ and \\[no link\\]
`.replace("\\&", "&");

test("a canonical text comes out byte for byte as it went in", () => {
  const extracted = extractText(CANONICAL);
  const { markdown } = statementOf(labelSource(extracted, null), extracted);
  assert.equal(markdown, CANONICAL);
});

test("a canonical text that was brought as a file of Markdown comes out byte for byte", async () => {
  const texts = [
    CANONICAL,
    "# One\n\n## Two\n\nWords.\n\n### Three\n\n1. a\n2. b\n\n- c\n",
    "# *Em*\n\n> Q\n\n**Strong** *em* ***both***.\n",
  ];
  for (const text of texts) {
    const { extracted, labelled } = await bringIn(new TextEncoder().encode(text), { name: "statement.en.md" });
    assert.equal(statementOf(labelled, extracted).markdown, text);
  }
});

function statement(body: string) {
  const { extracted } = readLetter(`lang: en\n---\n${body}`);
  return statementOf(labelSource(extracted, null), extracted);
}

test("an item within an item becomes words of it, and a warning says so", () => {
  const { markdown, warnings, demands } = statement(
    "h1 headline | Open the rooms\np demand-lead-in | We call on the council to:\nli demand | open them\nli2 demand | on Sundays\nli2 demand | in winter\nli demand | heat them",
  );
  assert.equal(
    markdown,
    "# Open the rooms\n\nWe call on the council to:\n\n- open them: on Sundays; in winter\n- heat them\n",
  );
  assert.deepEqual(demands, [
    { block: 2, addressees: ["council"] },
    { block: 3, addressees: ["council"] },
  ]);
  assert.equal(warnings.filter(({ code }) => code === "nested_item").length, 2);
});

test("hard-wrapped lines and words parted at line ends are joined, and told", () => {
  const { markdown, warnings } = statement(
    "h1 headline | Open the rooms\np body | Reading rooms are where a town meets its own mind and infor-⏎mation is found by whoever wants to look for it, in every town⏎of this country.",
  );
  assert.match(markdown, /mind and information is found .* town of this country\.\n$/);
  assert.deepEqual(new Set(warnings.map(({ code }) => code)), new Set(["hyphens_joined", "lines_joined"]));
});

test("what no text can hold is shown and told, never dropped in silence", () => {
  const { markdown, warnings } = statement(
    "h1 headline | Open the rooms\np body | A private \ue000 and a lone \ud800 and an override \u202e stand here.",
  );
  assert.equal(markdown, "# Open the rooms\n\nA private □ and a lone □ and an override □ stand here.\n");
  assert.ok(warnings.some(({ code }) => code === "characters_replaced"));
});

test("letters of a list stay among its words; numbers that do not rise too", () => {
  const { markdown, warnings } = statement(
    "h1 headline | Open the rooms\np demand-lead-in | We ask the council to:⏎a) open them⏎b) heat them\np body | And this is what was said before, in the year that went by and is over:\np body | 1. One⏎3. Three",
  );
  assert.match(markdown, /\n- a\) open them\n- b\) heat them\n/);
  assert.match(markdown, /\n1\. One\n\n- 3\\. Three\n$/);
  assert.ok(warnings.some(({ code }) => code === "marker_kept"));
});

test("a block of a megabyte and a title of a thousand letters become what a text can hold", () => {
  const { markdown, warnings } = statement(
    `h1 headline | ${"open ".repeat(50)}\np body | ${"Reading rooms are open. ".repeat(20_000)}`,
  );
  parseText(markdown);
  assert.ok(warnings.some(({ code }) => code === "block_too_long"));
});

test("without a title something stands for it, and a warning asks for one", () => {
  const { markdown, warnings } = statement(
    `p salutation | Dear members of the council,\np body | ${"Words of a letter. ".repeat(20)}`,
  );
  assert.match(markdown, /^# …\n\nDear members of the council,\n\nWords/);
  assert.ok(warnings.some(({ code }) => code === "no_title"));
  parseText(markdown);
});
