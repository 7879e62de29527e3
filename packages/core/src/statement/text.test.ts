import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { decodeUtf8, encodeHex, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { BLOCK_LIMIT, TITLE_LIMIT } from "./block.ts";
import { plainText } from "./inline.ts";
import { BLOCKS_LIMIT, digestText, formatText, parseText, TEXT_LIMIT } from "./text.ts";

const LETTER = `# Open letter to the *council*

We, the **undersigned *organisations***, ask R&D for [an answer](https://example.org/a?b=c&d).

## 1. What we ask

1. Publish the *whole* report.
2. Answer [us](mailto:us@example.org).

### Why

- Because 2 \\* 3 = 6
- “Quoted”, \\[sic\\]

> Nothing about us without us.

\\# is no heading, and 1. no item
`;

function refusal(source: Uint8Array | string): MalformedError {
  try {
    parseText(source);
  } catch (error) {
    assert.ok(error instanceof MalformedError, `threw ${error}`);
    return error;
  }
  return assert.fail(`nothing was refused in ${JSON.stringify(source)}`);
}

test("a text is its title and its numbered blocks", () => {
  const text = parseText(LETTER);
  assert.equal(plainText(text.title), "Open letter to the council");
  assert.deepEqual(
    text.blocks.map((block) => [block.number, block.line, block.kind, plainText(block.inlines)]),
    [
      [1, 3, "paragraph", "We, the undersigned organisations, ask R&D for an answer."],
      [2, 5, "heading", "1. What we ask"],
      [3, 7, "item", "Publish the whole report."],
      [4, 8, "item", "Answer us."],
      [5, 10, "heading", "Why"],
      [6, 12, "item", "Because 2 * 3 = 6"],
      [7, 13, "item", "“Quoted”, [sic]"],
      [8, 15, "quotation", "Nothing about us without us."],
      [9, 17, "paragraph", "# is no heading, and 1. no item"],
    ],
  );
  assert.deepEqual(
    text.blocks.map((block) => (block.kind === "heading" ? block.level : block.kind === "item" ? block.list : null)),
    [
      null,
      2,
      { ordered: true, group: 1, start: 1 },
      { ordered: true, group: 1, start: 1 },
      3,
      { ordered: false, group: 2 },
      { ordered: false, group: 2 },
      null,
      null,
    ],
  );
});

test("the words of a block keep their emphasis and links", () => {
  assert.deepEqual(parseText(LETTER).blocks[0]?.inlines, [
    { kind: "text", text: "We, the " },
    {
      kind: "strong",
      children: [
        { kind: "text", text: "undersigned " },
        { kind: "emphasis", children: [{ kind: "text", text: "organisations" }] },
      ],
    },
    { kind: "text", text: ", ask R&D for " },
    { kind: "link", href: "https://example.org/a?b=c&d", children: [{ kind: "text", text: "an answer" }] },
    { kind: "text", text: "." },
  ]);
});

test("bytes and string parse alike, and the digest is that of the bytes", () => {
  const bytes = encodeUtf8(LETTER);
  assert.deepEqual(parseText(bytes), parseText(LETTER));
  assert.equal(formatText(parseText(bytes)), LETTER);
  // printf 'abc' | sha256sum
  assert.equal(
    encodeHex(digestText(encodeUtf8("abc"))),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("every damaged byte is refused, or is another text that formats to just those bytes", () => {
  const format = (text: ReturnType<typeof parseText>) => encodeUtf8(formatText(text));
  const multilingual =
    "# Appel · نداء · 呼籲\n\nی‌خ é\n\n- *e* **s**\n- [l](https://a.org/%20)\n\n9. \\*\n10. ***b***\n\n> q &c\n";
  for (const source of [LETTER, multilingual]) {
    const { refused, taken } = assertStrict(encodeUtf8(source), parseText, format);
    assert.ok(refused > 1000 || source !== LETTER);
    assert.ok(taken > 100, "a changed letter is another text: some must be taken");
  }
});

test("limits: bytes, blocks, lines and titles", () => {
  const block = "x".repeat(BLOCK_LIMIT);
  const full = `# t\n\n${`${block}\n\n`.repeat(52).trimEnd()}\n`;
  const rest = TEXT_LIMIT - full.length;
  const exact = `${full}\n${"y".repeat(rest - 2)}\n`;
  assert.equal(encodeUtf8(exact).length, TEXT_LIMIT);
  assert.equal(parseText(exact).blocks.length, 53);
  assert.equal(refusal(exact.replace("t", "tt")).code, "too_large");
  assert.equal(refusal(encodeUtf8(exact.replace("t", "tt"))).code, "too_large");
  assert.equal(refusal(`# ${"é".repeat(TEXT_LIMIT / 2)}\n`).code, "too_large");

  assert.equal(parseText(`# t\n\n${"𠮷".repeat(BLOCK_LIMIT)}\n`).blocks.length, 1);
  assert.match(refusal(`# t\n\n${"𠮷".repeat(BLOCK_LIMIT + 1)}\n`).message, /a block has at most 20000/);

  const items = (count: number) => `# t\n\n${"- x\n".repeat(count)}`;
  assert.equal(parseText(items(BLOCKS_LIMIT)).blocks.length, BLOCKS_LIMIT);
  assert.match(refusal(items(BLOCKS_LIMIT + 1)).message, /line 10002, .*at most 9999 blocks/);

  assert.equal(plainText(parseText(`# *${"𠮷".repeat(TITLE_LIMIT)}*\n\nx\n`).title).length, 2 * TITLE_LIMIT);
  assert.match(
    refusal(`# ${"x".repeat(TITLE_LIMIT + 1)}\n\nx\n`).message,
    /line 1, column 303: a title has at most 300/,
  );
});

test("bytes that are not UTF-8 are refused with their line", () => {
  const bytes = encodeUtf8("# t\n\nabc\n");
  const broken = Uint8Array.of(...bytes.subarray(0, 6), 0xc3, ...bytes.subarray(6));
  const error = refusal(broken);
  assert.deepEqual([error.code, error.line, error.column], ["not_utf8", 3, 1]);
  assert.equal(refusal("# t\n\n\ud800\n").code, "not_utf8");
});

test("no input makes parsing slow", () => {
  for (const unit of ["*a ", "[a](", "\\*", "[", "**a*b", "&a", "!", "> ", "#", "\u0915\u094d\u200d"]) {
    const source = `# t\n\n${unit.repeat(19_000 / unit.length)}\n`;
    const before = performance.now();
    try {
      assert.equal(formatText(parseText(source)), source);
    } catch (error) {
      assert.ok(error instanceof MalformedError, `threw ${error}`);
    }
    assert.ok(performance.now() - before < 2_000, `${JSON.stringify(unit)} took ${performance.now() - before} ms`);
  }
});

test("a message says where and what to do", () => {
  const cases: readonly (readonly [body: string, message: RegExp])[] = [
    ["<b>x</b>", /line 3, column 1: HTML and <addresses> are not part of a text/],
    ["x <https://example.org>", /column 3: HTML and <addresses> are not part.*\[words\]\(https/],
    ["![x](https://example.org)", /column 1: pictures are not part/],
    ["x ![x](https://example.org)", /column 3: pictures are not part/],
    ["| a | b |\n|---|---|", /column 1: tables are not part of a text: write a list/],
    ["a | b\n--|--", /line 4, column 1: tables are not part/],
    ["```\ncode\n```", /column 1: code is not part/],
    ["use `code`", /column 5: code is not part of a statement/],
    ["[x](http://example.org)", /column 5: links go to https:\/\/ pages only/],
    ["[x](javascript:alert)", /column 5: a link's address begins with https:\/\/ or mailto:/],
    ["[x](https://a@example.org)", /names a host and no user/],
    ["[x](https://Example.org)", /full host name in lower case/],
    ["[x](https://example.org/(a))", /column 27: this \]|column 5: .*percent-encoded/],
    ['[x](https://example.org "tip")', /holds no space and no title/],
    ["[x][y]", /column 1: square brackets begin a link/],
    ["[y]: https://example.org", /links are written where they stand/],
    ["a[^1]", /column 2: square brackets begin a link/],
    ["[^1]: note", /footnotes are not part/],
    ["- a\n  - b", /line 4, column 1: a line begins without space; an item has one paragraph and no list inside it/],
    ["* a", /list items begin with - and a space/],
    ["1) a", /numbered items are written 1\. 2\. 3\./],
    ["1. a\n3. b", /line 4, column 1: the next number of this list is 2/],
    ["- a\n\n- b", /line 4, column 1: items of one list stand without a blank line/],
    ["x\ny", /line 4, column 1: a blank line stands between two blocks/],
    ["x\n---", /line 4, column 1: a heading is written with ## before it/],
    ["x\n\n\ny", /line 5, column 1: one blank line is enough/],
    ["---", /dividing lines are not part/],
    ["# x", /a text has one title/],
    ["#### x", /headings have two levels/],
    [" x", /column 1: a line begins without space/],
    ["x ", /column 2: a line ends without space/],
    ["x  y", /column 2: one space is enough/],
    ["snake_case", /column 6: emphasis is written with asterisks; for the character itself write \\_/],
    ["5 * 3", /column 3: emphasis begins directly at a word/],
    ["~~x~~", /column 1: crossed-out words are not part/],
    ["*x", /column 1: this emphasis has no end/],
    ["𠮷 &amp; y", /column 3: this reads as the name of a character/],
    ["C:\\dir", /column 3: a backslash stands only before a sign that needs it/],
    ["a\\.", /column 2: no backslash is needed here/],
    ["#tag", /column 1: this sign has a meaning here: write \\#/],
    ["a‮b", /column 2: U\+202E is a direction override/],
  ];
  for (const [body, message] of cases) {
    const error = refusal(`# t\n\n${body}\n`);
    assert.match(error.message, message, body);
    assert.ok(error.message.startsWith(`line ${error.line}, column ${error.column}: `), error.message);
  }
});

test("the decoded string of a text is the text", () => {
  assert.equal(decodeUtf8(encodeUtf8(LETTER)), LETTER);
  assert.equal(refusal(`\ufeff${LETTER}`).code, "text_refused");
});
