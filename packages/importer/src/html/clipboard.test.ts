import assert from "node:assert/strict";
import { test } from "node:test";
import { extractHtml } from "../extract-html.ts";

function blocksOf(html: string): string[] {
  const { text, blocks } = extractHtml(html, {});
  return blocks.map(({ kind, level, list, start, end }) => {
    const sign = list ? ` ${list.id}/${list.depth} ${list.ordered ? "#" : ""}${list.marker}` : "";
    return `${kind}${level ?? ""}${sign}: ${text.slice(start, end)}`;
  });
}

const item = (list: string, marker: string, words: string) =>
  `<p class=MsoListParagraph style='margin-left:36pt;text-indent:-18.0pt;mso-list:${list}'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]><span lang=EN-GB>${words}<o:p></o:p></span></p>`;

test("what is pasted from Word has its lists as lists", () => {
  const html = `Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000002000\r\n<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0cm; mso-style-unhide:no;} --></style><!--[if gte mso 9]><xml>not</xml><![endif]--></head><body><!--StartFragment-->
<h1>Open the rooms<o:p></o:p></h1><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>We call<br>for:</p>
${item("l0 level1 lfo1", "·", "Heat")}${item("l0 level2 lfo1", "o", "every day")}${item("l0 level1 lfo1", "·", "Light")}
${item("l1 level1 lfo2", "1.", "First")}${item("l1 level1 lfo2", "2.", "Second")}<!--EndFragment--></body></html>`;
  assert.deepEqual(blocksOf(html), [
    "heading1: Open the rooms",
    "paragraph: We call\nfor:",
    "item 1/1 •: Heat",
    "item 2/2 •: every day",
    "item 1/1 •: Light",
    "item 3/1 #1.: First",
    "item 3/1 #2.: Second",
  ]);
  assert.deepEqual(extractHtml(html, {}).unread, []);
});

test("a marker that is no marker stays among the words", () => {
  assert.deepEqual(blocksOf("<p>We do <span style='mso-list:Ignore'>not</span> agree.</p>"), [
    "paragraph: We do not agree.",
  ]);
});

test("what is pasted from Google Docs, Word on the web and LibreOffice has its lists as lists", () => {
  assert.deepEqual(
    blocksOf(
      '<meta charset=utf-8><b style="font-weight:normal;" id="docs-internal-guid-1"><ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span style="font-size:11pt;background-color:transparent;font-weight:400">One</span></p></li><ul><li style="list-style-type:circle" aria-level="2"><p><span>deep</span></p></li></ul></ul></b>',
    ),
    ["item 1/1 •: One", "item 2/2 ◦: deep"],
  );
  const web = (level: number, start: number, words: string) =>
    `<div class="ListContainerWrapper"><ol start="${start}"><li data-listid="7" data-aria-level="${level}"><p>${words}</p></li></ol></div>`;
  assert.deepEqual(blocksOf(web(1, 1, "One") + web(2, 1, "deep") + web(1, 2, "Two")), [
    "item 1/1 #1.: One",
    "item 2/2 #1.: deep",
    "item 1/1 #2.: Two",
  ]);
  assert.deepEqual(blocksOf("<ul>\n\t<li><p style='margin-bottom: 0cm'>One</p></li>\n\t<li><p>Two</p></li>\n</ul>"), [
    "item 1/1 •: One",
    "item 1/1 •: Two",
  ]);
});

test("a Google paste is not bold for the element around it", () => {
  const { marks } = extractHtml('<b style="font-weight:normal">We <span style="font-weight:700">ask</span></b>', {});
  assert.deepEqual(marks, [{ kind: "strong", start: 3, end: 6 }]);
});

test("tracked changes are told and asked about", () => {
  const { text, marks, unread, warnings } = extractHtml(
    '<p>We <del cite="mailto:A" datetime="2026-01-01">do not</del><ins cite="mailto:A" datetime="2026-01-01">fully</ins> agree.</p>',
    {},
  );
  assert.equal(text, "We do notfully agree.");
  assert.deepEqual(marks, [{ kind: "struck", start: 3, end: 9 }]);
  assert.deepEqual(
    unread.map(({ why }) => why),
    ["tracked", "tracked"],
  );
  assert.match(warnings[0]?.message ?? "", /Accept or reject them in Word/);
  assert.deepEqual(extractHtml("<p>We <ins>fully</ins> agree.</p>", {}).unread, []);
});
