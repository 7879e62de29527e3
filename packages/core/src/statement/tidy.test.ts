import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "../errors.ts";
import { parseText, tidyText } from "./text.ts";

/** `line kind` of each change. */
function changes(source: string): string[] {
  return tidyText(source).changes.map((change) => `${change.line} ${change.kind}`);
}

function assertTidied(source: string, text: string, ...expected: string[]): void {
  assert.equal(tidyText(source).text, text);
  assert.doesNotThrow(() => parseText(text), text);
  for (const change of expected) assert.ok(changes(source).includes(change), `${change} not in ${changes(source)}`);
}

function assertLeft(body: string, message: RegExp): void {
  const { text } = tidyText(`# t\n\n${body}\n`);
  assert.throws(
    () => parseText(text),
    (error) => error instanceof MalformedError && message.test(error.message),
    JSON.stringify(text),
  );
}

test("a page pasted from a word processor", () => {
  assertTidied(
    "\ufeffOpen letter to the council\r\n\r\n\r\nWe, the under\u00adsigned\r\norganisations, ask\u00a0for:\r\n\r\n•\tpeace ; \r\n•\tquiet\r\n\r\n1) one\r\n2) two",
    "# Open letter to the council\n\nWe, the undersigned organisations, ask for:\n\n- peace ;\n- quiet\n\n1. one\n2. two\n",
    "1 line_ends",
    "1 invisible",
    "1 title",
    "4 invisible",
    "4 joined",
    "4 blank_lines",
    "5 space_kind",
    "7 bullet",
    "7 spaces",
    "10 number",
    "11 last_line",
  );
});

test("Markdown as others write it", () => {
  assertTidied(
    "Title\n=====\n\nPart\n----\n\n_Gently_ and __strongly__, ***both***, snake_case, 5 * 3, [x], a ~ b ` c\n\n* * *\n\n> wrapped\n> words\n\n#### Deep\n",
    "# Title\n\n## Part\n\n*Gently* and **strongly**, ***both***, snake\\_case, 5 \\* 3, \\[x\\], a \\~ b \\` c\n\n> wrapped words\n\n### Deep\n",
    "1 heading",
    "4 heading",
    "7 emphasis",
    "9 dividing_line",
    "11 joined",
    "14 heading",
  );
  assertTidied(
    "# t\n\n<https://example.org/a_b> <a@example.org> [x](<https://bücher.example/(a)> 'tip') &quot;&#8364;&#x20AC; &amp;\n",
    '# t\n\n[https://example.org/a\\_b](https://example.org/a_b) [a@example.org](mailto:a@example.org) [x](https://xn--bcher-kva.example/%28a%29) "€€ &\n',
    "3 link",
    "3 link_address",
    "3 link_title",
    "3 character_name",
  );
});

test("accents, ligatures, old encodings, joiners and directions", () => {
  assertTidied(
    "# t\n\ne\u0301tat e\ufb03cace don\u0092t \u200fشكرا\u200e un\u200csigned می‌خواهیم ❤\ufe0f\n",
    "# t\n\nétat efficace don’t شكرا unsigned می‌خواهیم ❤\n",
    "3 accents",
    "3 ligature",
    "3 old_encoding",
    "3 direction",
    "3 joiner",
    "3 invisible",
  );
  assertTidied("# t\n\nᠨᠡᠷ᠎ᠡ ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ a\u202fb\n", "# t\n\nᠨᠡᠷ᠎ᠡ ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ a b\n");
});

test("wrapped lines are joined with a space, but not within Chinese and Japanese", () => {
  assertTidied(
    "# t\n\n我们，下列\n签署者𠮷\n𠮷呼吁\nyes\n한국\n어\n",
    "# t\n\n我们，下列签署者𠮷𠮷呼吁 yes 한국 어\n",
    "3 joined",
  );
  assertTidied(
    "# t\n\n- one\n  and more\n- two\nlazy\n",
    "# t\n\n- one and more\n- two lazy\n",
    "3 joined",
    "5 joined",
  );
  assertTidied("# t\n\na\\\nb\\\\\nc  \nd\n", "# t\n\na b\\\\ c d\n", "3 line_break");
  assert.ok(!changes("# t\n\na\\\nb\\\\\nc\n").includes("4 line_break"));
  assertTidied("# t\n\nIn the year\n2023. Then more\n", "# t\n\nIn the year 2023. Then more\n");
});

test("headings: levels, closing marks, a title at any level", () => {
  assertTidied("## T\n\n## a ##\n\ntext # 1 #\n", "# T\n\n## a\n\ntext # 1 #\n", "1 title", "3 heading");
  assertTidied("# T\n\n# a\n\n## b\n\n### c\n\nx\n", "# T\n\n## a\n\n### b\n\n### c\n\nx\n", "3 heading", "5 heading");
});

test("lists: numbers are kept unless they are lazy", () => {
  assertTidied("# t\n\n4. a\n4. b\n4. c\n", "# t\n\n4. a\n5. b\n6. c\n", "3 renumbered");
  assertTidied("# t\n\n1. a\n\n2. b\n", "# t\n\n1. a\n2. b\n", "5 blank_lines");
  assertLeft("1. a\n2. b\n1. c", /the next number of this list is 3/);
  assertTidied("# t\n\n   - a\n   + b\n", "# t\n\n- a\n- b\n", "3 indent", "4 bullet");
  assertTidied("# t\nx\n- a\n1. b\n", "# t\n\nx\n\n- a\n\n1. b\n", "2 blank_lines", "3 blank_lines");
});

test("what no text can hold is left to be refused where it stands", () => {
  assertLeft("a <b>c</b> *", /line 3, column 3: HTML/);
  assertLeft("<div>\nx\n</div>", /line 3, column 1: HTML/);
  assertLeft("<!-- x -->", /HTML/);
  assertLeft("a ![x](https://example.org)", /column 3: pictures/);
  assertLeft("a `b` c", /column 3: code/);
  assertLeft("```\na\n\nb\n```", /line 3, column 1: code/);
  assertLeft("~~~\na", /line 3, column 1: code/);
  assertLeft("a ~~b~~", /column 3: crossed-out/);
  assertLeft("| a | b |\n|---|---|\n| c | d |", /line 3, column 1: tables/);
  assertLeft("a | b\n--|--\nc | d", /line 4, column 1: tables/);
  assertLeft("[x](http://example.org)", /https:\/\/ pages only/);
  assertLeft("<http://example.org>", /HTML and <addresses>/);
  assertLeft("[x](page.html)", /begins with https/);
  assertLeft("[[a](https://a.org)](https://b.org)", /line 3/);
  assertLeft("[x][1]\n\n[1]: https://example.org", /line 5, column 1: links are written where they stand/);
  assertLeft("a[^1]\n\n[^1]: note", /line 5, column 1: footnotes/);
  assertLeft("- a\n  - b", /line 5, column 1: a line begins without space; an item has one paragraph/);
  assertLeft("- a\n\n  second", /line 5, column 1: a line begins without space/);
  assertLeft("> - a\n> - b", /line 3, column 3: this sign has a meaning here/);
  assertLeft("- - a", /line 3, column 3: this sign has a meaning here/);
  assertLeft("a &eacute; b", /the name of a character/);
  assertLeft("***a* b", /line 3, column 1/);
  assertLeft("a\u202eb", /direction override/);
  assertLeft("a\ue000b", /private-use/);
  assert.throws(
    () => parseText(tidyText("We ask\nfor peace.\n\nMore.\n").text),
    /line 1, column 1: a text begins with its title/,
  );
  assert.throws(() => parseText(tidyText("---\ntitle: x\n---\n\nMore.\n").text), /line 1, column 1: a text begins/);
  assert.throws(() => parseText(tidyText("- a\n\nMore.\n").text), /line 1, column 1: a text begins with its title/);
});

test("what is accepted is not touched, and nothing is something too", () => {
  assert.deepEqual(tidyText("# t\n\nx\n"), { text: "# t\n\nx\n", changes: [] });
  assert.deepEqual(tidyText(""), { text: "", changes: [] });
  assert.equal(tidyText(" \n\n").text, "");
});

test("every change says what was done, once a line", () => {
  const { changes: found } = tidyText("t\r\n\r\na  b\u00a0c\u00a0d\r\n");
  assert.deepEqual(
    found.map((change) => change.kind),
    ["line_ends", "title", "space_kind", "spaces"],
  );
  for (const change of found) assert.match(change.what, /^[A-Z].*\.$/);
});

test("no input makes tidying slow", () => {
  const units = [
    "*",
    "a* ",
    "**a* ",
    "[",
    "[a](",
    '[a](b "',
    "`",
    "![",
    "<",
    "&a;",
    "#",
    "# ",
    " ",
    "a  b",
    "\\",
    "\\\n",
    "字\n",
    "- \n",
    "> a\n",
    "|-",
  ];
  for (const unit of units) {
    const source = `# t\n\n${unit.repeat(150_000 / unit.length)}\n`;
    const before = performance.now();
    tidyText(source);
    assert.ok(performance.now() - before < 3_000, `${JSON.stringify(unit)} took ${performance.now() - before} ms`);
  }
});
