import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { extractHtml } from "@undersigned/importer/extract-html.ts";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";

let browser: Browser;
let page: Page;

before(async () => {
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
});

after(() => browser.close());

/** Run in the page. The body is put there anew, since a browser is late to see who is an only child while it still mends. */
const LOOK = `(() => {
  document.body.replaceWith(document.body.cloneNode(true));
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let line = false;
    let shown = getComputedStyle(node.parentElement).visibility === "visible";
    for (let element = node.parentElement; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.display === "none") shown = false;
      if (style.textDecorationLine.includes("line-through")) line = true;
    }
    if (line && shown) found.push(node.nodeValue);
  }
  return [document.body.innerText, found.join(" ")];
})()`;

/** The words that a browser shows, and those of them through which it draws a line. */
async function shownBy(html: string): Promise<{ words: string[]; struck: string[] }> {
  await page.setContent(html, { waitUntil: "load" });
  const [text = "", struck = ""] = await page.evaluate<string[]>(LOOK);
  return { words: wordsOf(text), struck: wordsOf(struck) };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s\u200b]+/).filter((word) => word !== "");
}

function extracted(html: string): { words: string[]; struck: string[] } {
  const { text, marks } = extractHtml(html, {});
  const struck = marks.filter(({ kind }) => kind === "struck").map(({ start, end }) => text.slice(start, end));
  return { words: wordsOf(text), struck: wordsOf(struck.join(" ")) };
}

const PAGES = [
  "<!doctype html><p>One <b>two</b>three<br>four<p>five <span>six</span>",
  "<!doctype html><p>We <s>do</p><p>not</p> agree</s> at <div>all</div>",
  "<!doctype html><p>We <b><s>do</b> not</s> agree",
  "<!doctype html><s><p>a</p></s><p>b<del>c<p>d</del>e",
  "<!doctype html><table>x<tr><td>a<td>b</tr>y<tr><th>c</table>z",
  "<!doctype html><table><s><tr><td>a</td></tr></s></table>b",
  "<!doctype html><ul><li>a<li>b<ul><li>c</ul><li>d</ul><ol><li>e</ol>",
  "<!doctype html><a>a<a>b</a>c</a><i>d<div>e</i>f</div>",
  "<!doctype html><p>a<svg><title>no</title></svg>b<![CDATA[c]]>d",
  "<!doctype html><pre>\n a\n  b</pre><p>c <!-- no -->d<!--> e <!--- > f -->",
  "<!doctype html><p>a&amp;b &lt;c&gt; &notit; &copy &#x41;&#1072; &zwnj;d",
  "<!doctype html><p>a<script>no</script>b<style>no</style>c<template>no</template>d<noscript>no</noscript>",
  "<!doctype html><p hidden>no<p>a<span hidden>no</span>b<dialog>no</dialog><dialog open>c</dialog>",
  "<!doctype html><style>.x{display:none}</style><p class=x>no<p>a<b class='y x'>no</b>b",
  "<!doctype html><style>b{visibility:hidden}i{visibility:visible}</style><p>a <b>no <i>b</i> no</b> c",
  "<!doctype html><style>p{display:flex}</style><p>a<b>b</b><i>c</i></p>",
  "<!doctype html><style>b{float:right}</style><p>abc<b>defg</b>hij",
  "<!doctype html><p style='white-space:pre-line'>a\n  b\n\nc</p><textarea>no</textarea>",
  "<!doctype html><select><option>no<option selected>no</select><p>a<button>b</button>",
  "<!doctype html><p>a<wbr>b<nobr>c</nobr><ruby>d<rp>(</rp><rt>e</rt><rp>)</rp></ruby>",
  "<p>quirks<table><tr><td><s>a<td>b</table>c<font color=red>d",
  "<!doctype html><body><p>a</body><p>b</html>c",
  "<!doctype html><title>no</title><p>a<title>b</title>c",
  "<!doctype html><p>a<xmp><b>c</b></xmp>d<listing>e</listing>",
  "<!doctype html><p>a<object>no</object><video>no</video><audio>no</audio><canvas>no</canvas>b",
  "<!doctype html><details open><summary>a</summary>b</details><fieldset><legend>c</legend>d</fieldset>",
  "<!doctype html><math><mi>no</mi></math><p>a<center>b</center><marquee>c</marquee>",
  "<!doctype html><style>@layer a,b;@layer b{p b{display:none}}@layer a{b{display:inline}}</style><p>a<b>no</b>c",
  "<!doctype html><style>p{b{display:none}&:first-of-type{color:red}> i{display:none}}</style><p>a<b>no</b><i>no</i>c",
];

test("what is extracted of odd pages is what a browser shows, word by word, and struck where it is struck there", async () => {
  for (const html of PAGES) {
    const shown = await shownBy(
      html.replaceAll(/<(svg|math|textarea|select|object|video|audio|canvas)\b[\s\S]*?<\/\1>/g, ""),
    );
    const ours = extracted(html.replaceAll(/<(textarea|select)\b[\s\S]*?<\/\1>/g, ""));
    assert.deepEqual([ours.words, ours.struck], [shown.words, shown.struck], html);
  }
});

const SELECTORS = [
  "b",
  "p",
  "i",
  ".x",
  ".y",
  "#z",
  "p b",
  "p > i",
  "b + i",
  "b ~ i",
  ".x .y",
  "p.x",
  "body *",
  "[class]",
  "[title='t']",
];
const PSEUDO = [
  "",
  ":first-child",
  ":last-child",
  ":nth-child(2n)",
  ":nth-of-type(2)",
  ":not(.x)",
  ":is(b, .y)",
  ":only-child",
  ":empty",
  ":not(:first-of-type)",
  ":nth-last-child(2)",
];
const DECLARED = [
  "display:none",
  "display:inline",
  "display:block",
  "visibility:hidden",
  "visibility:visible",
  "text-decoration:line-through",
  "display:none!important",
  "display:inline!important",
  "visibility:inherit",
  "all:unset",
  "display:nonsense",
  "display:var(--d)",
  "--d:none",
  "--d:inline",
];
const WRAPPED = [
  "RULE",
  "RULE",
  "RULE",
  "@media screen{RULE}",
  "@media print{RULE}",
  "@media (min-width:500px){RULE}",
  "@layer one{RULE}",
  "@layer two{RULE}",
  "@supports (display:grid){RULE}",
  "@supports not (display:grid){RULE}",
];

const rule = fc
  .tuple(
    fc.constantFrom(...SELECTORS),
    fc.constantFrom(...PSEUDO),
    fc.constantFrom(...DECLARED),
    fc.constantFrom(...WRAPPED),
  )
  .map(([selector, pseudo, declared, wrapped]) => wrapped.replace("RULE", `${selector}${pseudo}{${declared}}`));
const element = fc
  .tuple(
    fc.constantFrom("b", "i", "p", "s"),
    fc.constantFrom("", " class=x", " class='x y'", " id=z", " title=t", " style='display:inline'"),
  )
  .map(([tag, attribute]) => [tag, attribute] as const);
const body = fc.array(fc.oneof(element, fc.constant(null)), { minLength: 3, maxLength: 14 }).map((parts) => {
  let words = 0;
  return parts.map((part) => (part === null ? "</b></i>" : `<${part[0]}${part[1]}>w${words++} `)).join("");
});

test("of any rules for any elements, what hides in a browser hides here", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rule, { maxLength: 6 }), body, async (rules, inner) => {
      const html = `<!doctype html><style>${rules.join("\n")}</style><body>First ${inner}`;
      const shown = await shownBy(html);
      // Where all is hidden there is nothing to extract, and that is refused.
      fc.pre(shown.words.length > 0);
      const ours = extracted(html);
      assert.deepEqual(ours.words.join(" ").match(/w\d+/g), shown.words.join(" ").match(/w\d+/g));
      assert.deepEqual(ours.struck, shown.struck);
    }),
    { numRuns: 200 },
  );
});
