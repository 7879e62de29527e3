import assert from "node:assert/strict";
import { test } from "node:test";
import { extractHtml } from "../extract-html.ts";
import { styleSheetsOf } from "./style-sheets.ts";

/** The words that show of "We do not agree." when "not" is `<b class="x" id="y">` within `<p class="p">`, and why anything is unread. */
function judge(css: string, inner = '<b class="x" id="y">not</b>'): { text: string; why: string[] } {
  const html = `<!doctype html><style>${css}</style><div class="d"><p>First.</p><p class="p">We do ${inner} agree.</p></div>`;
  const { text, unread } = extractHtml(html, {});
  return { text: text.replace("First.\n\n", "").replaceAll(/\s+/g, " "), why: unread.map(({ why }) => why) };
}

const GONE = { text: "We do agree.", why: ["hidden"] };
const SEEN = { text: "We do not agree.", why: [] };

test("selectors of every usual kind hide what they mean, and nothing else", () => {
  for (const selector of [
    ".x",
    "#y",
    "b",
    "p > b",
    ".d .p .x",
    "p + p b",
    "p ~ .p > *",
    "p:nth-child(2) b",
    "p:not(:first-child) b",
    "p:last-of-type b",
    ":is(i, b)",
    "[class=x]",
    "[id^='y' i]",
    "b:only-child",
    ":root .x",
    "b:not(:hover)",
    "\\62",
    "@media screen { b }",
    "@media (min-width: 600px) { b }",
    "@supports (display: grid) { b }",
    "@layer a { b }",
  ]) {
    const css = selector.startsWith("@")
      ? selector.replace("b }", "b { display: none } }")
      : `${selector} { display: none }`;
    assert.deepEqual(judge(css), GONE, selector);
  }
  assert.deepEqual(judge(".d { color: red; & .p { b { display: none } } }"), GONE);
  assert.deepEqual(judge(".p { > b { display: none } }"), GONE);
  for (const selector of [
    "i",
    ".X",
    "p > .d b",
    "p:first-child b",
    "b:hover",
    "b:empty",
    "[class=xx]",
    "@media print { b }",
  ]) {
    const css = selector.startsWith("@") ? "@media print { b { display: none } }" : `${selector} { display: none }`;
    assert.deepEqual(judge(css), SEEN, selector);
  }
});

test("the weightier rule holds: by importance, attribute, layer, id, class, and order", () => {
  assert.deepEqual(judge(".x { display: none } #y { display: inline }"), SEEN);
  assert.deepEqual(judge(".x { display: none !important } #y { display: inline }"), GONE);
  assert.deepEqual(judge("b { display: none } b { display: inline }"), SEEN);
  assert.deepEqual(judge("b { display: none } @layer a { #y { display: inline } }"), GONE);
  assert.deepEqual(judge("@layer a, b; @layer b { b { display: none } } @layer a { b { display: inline } }"), GONE);
  assert.deepEqual(judge("b { display: none }", '<b style="display:inline">not</b>'), SEEN);
  assert.deepEqual(judge("b { display: none !important }", '<b style="display:inline">not</b>'), GONE);
  assert.deepEqual(judge(":where(#y) { display: none } b { display: inline }"), SEEN);
});

test("variables are filled in, also from elements around", () => {
  assert.deepEqual(judge(":root { --away: none } b { display: var(--away) }"), GONE);
  assert.deepEqual(judge(".d { --c: #fff } b { color: var(--missing, var(--c)) }"), GONE);
  assert.deepEqual(judge(":root { --a: var(--b); --b: var(--a) } b { color: var(--a) }"), SEEN);
  // What a variable says is settled where it is said.
  assert.deepEqual(judge(":root { --d: none; --c: var(--d) } b { --d: inline; display: var(--c) }"), GONE);
  assert.deepEqual(judge(":root { --c: initial } b { display: var(--c, none) }"), GONE);
});

test("what hides in some windows, or for some browsers, is kept and told", () => {
  for (const css of [
    "@media (max-width: 600px) { b { display: none } }",
    "@media (prefers-color-scheme: dark) { b { display: none } }",
    "p:has(b) b { display: none }",
    "b:foo(bar) { display: none }",
    "@supports (display: unheard-of) { b { display: none } }",
    "@container (width > 100px) { b { display: none } }",
    "b { display: unheard-of } b { color: color-mix(in srgb, white, white) }",
    "@keyframes out { to { opacity: 0 } } b { animation: out 1s forwards }",
  ]) {
    const { text, why } = judge(css);
    assert.deepEqual([text, why.length > 0], ["We do not agree.", true], css);
  }
});

test("what is moved, mirrored, reordered, masked, squeezed or cut off is kept and told", () => {
  for (const css of [
    "b { position: absolute; left: 10px }",
    "b { position: relative; left: -40px }",
    "b { margin-left: -30px }",
    "b { display: inline-block; transform: rotate(180deg) }",
    "b { display: inline-block; transform: scaleX(-1) }",
    ".p { display: flex; flex-direction: row-reverse }",
    ".p { display: flex } b { order: 3 }",
    ".d { display: grid } .p { grid-row: 1 }",
    "b { float: right }",
    "b { text-transform: uppercase }",
    "b { filter: blur(4px) }",
    "b { opacity: .2 }",
    "b { -webkit-text-security: disc }",
    "b { letter-spacing: -1em }",
    "b { unicode-bidi: bidi-override; direction: rtl }",
    "b { mix-blend-mode: difference }",
    ".p { max-height: 20px; overflow: hidden }",
    ".p { -webkit-line-clamp: 2 }",
    "b { background: url(x.png) }",
    ".p { background: url(x.png); color: #fff } b { color: #000 }",
    ".p::first-line { color: #fff }",
    "b::after { content: ''; position: absolute; top: 50%; border-top: 1px solid }",
  ]) {
    const { text, why } = judge(css);
    assert.deepEqual([text, why.length > 0], ["We do not agree.", true], css);
  }
});

test("quotes that a browser writes are words; a list counts by style as it would by itself, or it is told", () => {
  assert.equal(judge("", "<q>not</q>").text, "We do “not” agree.");
  assert.equal(judge("q { quotes: none }", "<q>not</q>").text, "We do not agree.");
  const list = (css: string) => extractHtml(`<style>${css}</style><ol><li>Open them.</li></ol>`, {}).unread.length;
  const counts = 'li { list-style: none; counter-increment: c } li::before { content: counter(c) ". " }';
  assert.equal(list(`ol { counter-reset: c } ${counts}`), 0);
  for (const odd of ["", "ol { counter-reset: c 4 }", "ol { counter-reset: c } ol li { counter-increment: c 2 }"]) {
    assert.equal(list(`${counts} ${odd}`), 1, odd);
  }
});

test("words that only a style sheet writes are told with their words; bullets are markers", () => {
  const { unread } = extractHtml(
    '<style>b::before { content: "NOT " } b:after { content: "\\6e ot" attr(data-x) }</style><p>We <b data-x="!">agree</b>.',
    {},
  );
  assert.deepEqual(unread, [
    { why: "generated", where: "words that only a style sheet writes (“NOT ”) after “We”", at: 2 },
    { why: "generated", where: "words that only a style sheet writes (“not!”) after “We agree”", at: 8 },
  ]);
  assert.deepEqual(judge('b::before { content: ""; clear: both } b::after { content: none }'), SEEN);
  assert.deepEqual(judge('b::before { content: "x"; display: none }'), SEEN);
  const list = extractHtml('<style>ul { list-style: none } li::before { content: "– " }</style><ul><li>One</ul>', {});
  assert.deepEqual([list.blocks[0]?.list?.marker, list.unread], ["–", []]);
  for (const pseudo of ["before", "marker"]) {
    const words = extractHtml(`<style>li::${pseudo} { content: "NOT " }</style><ul><li>One</ul>`, {});
    assert.deepEqual(
      words.unread.map(({ why }) => why),
      ["generated"],
      pseudo,
    );
  }
});

test("letters that a style sheet shows as capitals are kept as they are, and told", () => {
  const { text, unread, warnings } = extractHtml("<h1 style='text-transform:uppercase'>Open them</h1><p>Now.", {});
  assert.deepEqual(
    [text, unread, warnings.map(({ code, start }) => [code, start])],
    ["Open them\n\nNow.", [], [["letter_case", 0]]],
  );
});

test("a link that is underlined by its style sheet, a large first letter and a picture behind a headline are nothing to tell", () => {
  assert.deepEqual(
    judge("b::after { content: ''; position: absolute; bottom: 0; height: 1px; background: red }"),
    SEEN,
  );
  assert.deepEqual(judge(".p::first-letter { float: left; font-size: 3em }"), SEEN);
  assert.deepEqual(judge(".p { background-image: url(x.png); color: #fff }"), SEEN);
  assert.equal(judge("", '<span style="float:left">n</span>ot').text, "We do not agree.");
});

test("fonts within the page, and fonts that show single words, are told", () => {
  const face = (src: string) => `@font-face { font-family: Odd; src: url(${src}) }`;
  assert.deepEqual(judge(`${face("data:font/woff2;base64,AA")} .p { font-family: Odd }`).why, ["font"]);
  assert.deepEqual(judge(`${face("odd.woff2")} b { font-family: "Odd", serif }`).why, ["font"]);
  assert.deepEqual(judge(`${face("odd.woff2")} body { font-family: Odd }`), SEEN);
  assert.deepEqual(judge("b { font-family: monospace }"), SEEN);
});

test("linked sheets are read where they were given, and are unread otherwise", () => {
  const html =
    '<base href="https://a.example/x/"><link rel=stylesheet href="../s.css"><link rel=stylesheet href=p.css media=print><p>We do <b>not</b> agree.';
  assert.deepEqual(styleSheetsOf(html, "https://b.example/"), ["https://a.example/s.css", "https://a.example/x/p.css"]);
  const unread = extractHtml(html, {}).unread;
  assert.deepEqual(
    unread.map(({ why, at }) => [why, at]),
    [["style", undefined]],
  );
  const styles = new Map([
    ["https://a.example/s.css", '@import "t.css";'],
    ["https://a.example/t.css", "b { display: none }"],
  ]);
  const read = extractHtml(html, { styles });
  assert.deepEqual([read.text, read.unread.map(({ why }) => why)], ["We do agree.", ["hidden"]]);
});

test("shadows and closed details are read, and told", () => {
  const shadow = extractHtml(
    "<p>We <my-x>agree<template shadowrootmode=open>do not <slot></slot></template></my-x>.</p>",
    {},
  );
  assert.deepEqual([shadow.text, shadow.unread.map(({ why }) => why)], ["We do not agree.", ["style"]]);
  const details = extractHtml("<details><summary>More</summary><p>We agree.</p></details>", {});
  assert.deepEqual(
    [details.text, details.unread.map(({ why, at }) => [why, at])],
    ["More\n\nWe agree.", [["hidden", 6]]],
  );
});

test("rules without number for elements without number end in time, and are told", () => {
  const rules = Array.from({ length: 4_000 }, (_, at) => `* ~ *:nth-child(${at + 9}n) p { display: none }`).join("");
  const began = process.cpuUsage();
  const { unread } = extractHtml(`<style>${rules}</style>${"<p>a".repeat(4_000)}`, {});
  assert.ok(unread.some(({ why, at }) => why === "style" && at === undefined));
  // Of this process alone, whatever else the machine is doing.
  assert.ok(process.cpuUsage(began).user < 10_000_000);
});
