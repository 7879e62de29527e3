import assert from "node:assert/strict";
import { test } from "node:test";
import { parseText } from "@undersigned/core/statement/text.ts";
import { speak } from "../words/speak.ts";
import { textBlocks } from "./text.ts";

const say = speak("en");

async function render(markdown: string, demands: Parameters<typeof textBlocks>[2] = []): Promise<string> {
  const page = String(await textBlocks(say, parseText(`# Title\n\n${markdown}`), demands));
  return page.replaceAll(/<a class="mark"[^>]*>\d+<\/a>/g, "").replaceAll(/\s+/g, " ");
}

test("each kind of block is its own element, numbered in order", async () => {
  const page = await render("## Heading\n\n### Smaller\n\nWords *soft* and **strong**.\n\n> Quoted.\n");
  assert.equal(
    page,
    '<h2 id="p1" class="block">Heading</h2><h3 id="p2" class="block">Smaller</h3>' +
      '<p id="p3" class="block">Words <em>soft</em> and <strong>strong</strong>.</p>' +
      '<blockquote id="p4" class="block"><p>Quoted.</p></blockquote>',
  );
});

test("items of one list stand in one list", async () => {
  const page = await render("1. One\n2. Two\n\nThen\n\n- a\n- b\n");
  assert.equal(
    page,
    '<ol start="1"><li id="p1" class="block">One</li><li id="p2" class="block">Two</li></ol>' +
      '<p id="p3" class="block">Then</p><ul><li id="p4" class="block">a</li><li id="p5" class="block">b</li></ul>',
  );
});

test("the number links to its block and says what it is", async () => {
  const page = String(await textBlocks(say, parseText("# T\n\nWords.\n"), []));
  assert.ok(page.includes('<a class="mark" href="#p1" lang="en" aria-label="Paragraph 1">1</a>'));
});

test("a demand says whom it is asked of", async () => {
  const page = await render("Open it.\n\nHeat it.\n", [
    { block: 1, addressees: ["Town Council", "The <Mayor>"] },
    { block: 2, addressees: [] },
  ]);
  assert.ok(page.includes('<div id="p1" class="block demand">Open it.<span class="asked">'));
  assert.ok(page.includes("Asked of <bdi>Town Council and The &lt;Mayor&gt;</bdi>"));
  assert.ok(page.includes("A demand"));
});

test("what looks like HTML in a text is words", async () => {
  const page = await render('A \\<script> & a "quote" and [a link](https://a.example/?b=1&c=2).\n');
  assert.ok(page.includes("A &lt;script&gt; &amp; a &quot;quote&quot;"));
  assert.ok(page.includes('<a href="https://a.example/?b=1&amp;c=2" rel="noreferrer">a link</a>'));
});
