import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { extractHtml } from "./extract-html.ts";

function blocksOf(html: string): string[] {
  const { text, blocks } = extractHtml(html, {});
  return blocks.map(({ kind, level, list, region, start, end }) => {
    const sign = list === undefined ? "" : ` ${list.id}/${list.depth} ${list.marker ?? "-"}`;
    return `${kind}${level ?? ""}${sign}${region === undefined ? "" : ` (${region})`}: ${text.slice(start, end)}`;
  });
}

test("the blocks of a page, in order, with their kinds and where they stand", () => {
  const html = `<!doctype html><html lang=en><title>T</title><body><header>Site</header><nav><ul><li><a>Home</a></ul></nav>
<main><article><header><h1>Open  the
rooms</h1></header><p>We ask<br>now.<br><br>Soon<p>Or later<blockquote><p>They said</blockquote>
<table><tr><td>a<td>b</table><figure><img src=x><figcaption>By day</figcaption></figure></article></main>
<aside>More</aside><footer>Imprint</footer>`;
  assert.deepEqual(blocksOf(html), [
    "paragraph (header): Site",
    "item 1/1 • (navigation): Home",
    "heading1: Open the rooms",
    "paragraph: We ask\nnow.",
    "paragraph: Soon",
    "paragraph: Or later",
    "quotation: They said",
    "cell: a",
    "cell: b",
    "paragraph (caption): By day",
    "paragraph (aside): More",
    "paragraph (footer): Imprint",
  ]);
});

test("lists have their numbers and depths, and what follows within an item is no item", () => {
  const html = `<ol start=3 type=a><li>One<ul><li>deep</ul><li><p>Two</p><p>More</p><li value=9>Nine</ol>
<ol reversed><li>x<li>y</ol><ul style="list-style-type:none"><li>bare</ul><ol style="list-style: upper-roman"><li>r</ol>`;
  assert.deepEqual(blocksOf(html), [
    "item 1/1 c.: One",
    "item 2/2 •: deep",
    "item 1/1 d.: Two",
    "paragraph: More",
    "item 1/1 i.: Nine",
    "item 3/1 2.: x",
    "item 3/1 1.: y",
    "item 4/1 -: bare",
    "item 5/1 I.: r",
  ]);
});

test("struck, raised, lowered and stressed words are marked, however that was done", () => {
  const html = `<p>We do <s>not</s> agree on 10<sup>6</sup> H<sub>2</sub>O <em>so</em> <strong>there</strong>
<span style="text-decoration:line-through">never</span> <span style="vertical-align:super">2</span> <b style="font-weight:normal">plain</b>`;
  const { text, marks } = extractHtml(html, {});
  assert.deepEqual(
    marks.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ["struck not", "superscript 6", "subscript 2", "emphasis so", "strong there", "struck never", "superscript 2"],
  );
});

test("wrong nesting is mended as browsers mend it, so a line goes through all that it goes through there", () => {
  const { text, marks } = extractHtml("<p>We <s>do</p><p>not</p><table><tr>agree<td>x</table>", {});
  const struck = marks.filter(({ kind }) => kind === "struck").map(({ start, end }) => text.slice(start, end));
  assert.deepEqual([text, struck], ["We do\n\nnot\n\nagree\n\nx", ["do", "not", "agree"]]);
});

const HIDDEN = [
  '<span style="display:none">not</span>',
  "<span hidden>not</span>",
  '<span style="visibility:hidden">not</span>',
  '<span style="opacity:0">not</span>',
  '<span style="font-size:0">not</span>',
  '<span style="font:0/0 a">not</span>',
  '<span style="font-size:1px">not</span>',
  '<span style="color:white">not</span>',
  '<span style="color:#fefefe">not</span>',
  '<span style="color:transparent">not</span>',
  '<span style="color:rgba(0,0,0,.01)">not</span>',
  '<span style="color:oklch(1 0 0)">not</span>',
  '<span style="background:#000">not</span>',
  "<font color=snow>not</font>",
  '<span style="-webkit-text-fill-color:transparent">not</span>',
  '<span style="position:absolute;left:-9999px">not</span>',
  '<span style="position:absolute;clip:rect(0,0,0,0)">not</span>',
  '<span style="clip-path:inset(50%)">not</span>',
  '<span style="display:inline-block;width:0;overflow:hidden">not</span>',
  '<span style="display:inline-block;text-indent:-9999px">not</span>',
  '<span style="display:inline-block;transform:scale(0)">not</span>',
  '<span style="d\\69splay:/**/NONE">not</span>',
  "<template>not</template>",
  "<dialog>not</dialog>",
];

test("words that do not show are no words of the page, and are told where they would stand", () => {
  for (const trick of HIDDEN) {
    const { text, unread } = extractHtml(`<p>We do ${trick} agree.</p>`, {});
    assert.match(text, /^We do\s+agree\.$/, trick);
    assert.deepEqual(
      unread.map(({ why }) => why),
      ["hidden"],
      trick,
    );
    assert.match(unread[0]?.where ?? "", /“not”\) after “We do”/, trick);
    assert.ok(unread[0]?.at === 5 || unread[0]?.at === 7, trick);
  }
});

test("what is said in vain hides nothing", () => {
  for (const style of ["display:none;display:inline", "font-size:1.5px;font-size:20px", "visibility:visible"]) {
    const { text, unread } = extractHtml(`<p>We do <span style="${style}">not</span> agree.</p>`, {});
    assert.deepEqual([text, unread], ["We do not agree.", []], style);
  }
});

test("words that may not be what shows are kept, and told", () => {
  for (const style of ["color:#ddd", "font-size:4px"]) {
    const { text, unread } = extractHtml(`<p>We do <span style="${style}">not</span> agree.</p>`, {});
    assert.equal(text, "We do not agree.");
    assert.deepEqual(
      unread.map(({ why }) => why),
      ["hidden"],
      style,
    );
  }
});

test("pictures, frames and what is cut off are told with their place", () => {
  const { text, unread } = extractHtml(
    '<p>One <img src=a alt="a word"> two <iframe src=b></iframe> three <svg><text>x</text></svg> <!-- and',
    {},
  );
  assert.equal(text, "One two three");
  assert.deepEqual(
    unread.map(({ why, at }) => [why, at]),
    [
      ["picture", 3],
      ["frame", 7],
      ["picture", 13],
      ["truncated", 13],
    ],
  );
});

test("a page that a script writes is told so, and one without any words is refused", () => {
  const scripted = extractHtml("<div id=app>Loading</div><script src=a.js></script>", {});
  assert.deepEqual(
    scripted.unread.map(({ why, at }) => [why, at]),
    [["script", undefined]],
  );
  for (const [html, message] of [
    ["<div id=app></div><script src=a.js></script>", /before its scripts run/],
    ["<img src=letter.png>", /shows no words/],
  ] as const) {
    assert.throws(
      () => extractHtml(html, {}),
      (error) =>
        error instanceof MalformedError && error.code === "source_without_words" && message.test(error.message),
    );
  }
});

test("metadata are what the page says of itself", () => {
  const { lang, metadata } = extractHtml(
    `<html lang=pt-BR><title>T</title><meta property="og:site_name" content="The  Town Paper"><link rel=canonical href="https://paper.example/a">
<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"H","datePublished":"2026-03-01","author":[{"name":"A. B."},{"name":"C"}]}]}</script><p>x`,
    {},
  );
  assert.deepEqual(
    [lang, metadata],
    [
      "pt-BR",
      {
        title: "H",
        author: "A. B., C",
        site: "The Town Paper",
        published: "2026-03-01",
        canonical: "https://paper.example/a",
      },
    ],
  );
});

test("what is nested too deeply, or holds too much, is refused with the limit", () => {
  const began = process.cpuUsage();
  const tooLarge = (message: RegExp) => (error: unknown) =>
    error instanceof MalformedError && error.code === "too_large" && message.test(error.message);
  assert.throws(() => extractHtml("<div>".repeat(10_000), {}), tooLarge(/more than 512 elements within one another/));
  assert.throws(() => extractHtml("<p>a".repeat(700_000), {}), tooLarge(/more than 600000 elements/));
  assert.throws(() => extractHtml("<ul><li>a</ul>".repeat(100_000), {}), tooLarge(/more than 50000 paragraphs, items/));
  assert.equal(extractHtml("<ul><li>a</ul>".repeat(50_000), {}).blocks.length, 50_000);
  assert.equal(extractHtml(`<p>${"word ".repeat(1_000_000)}`, {}).blocks.length, 1);
  // Of this process alone, whatever else the machine is doing.
  assert.ok(process.cpuUsage(began).user < 10_000_000);
});
