import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { extractPdf } from "@undersigned/importer/extract-pdf.ts";
import { openBrowser } from "./browser.ts";
import { shownBlocks } from "./shown-blocks.ts";

const require = createRequire(new URL("../packages/server/package.json", import.meta.url));
const arabic = require.resolve(
  "@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2",
);

async function print(body: string): Promise<Uint8Array> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const font = readFileSync(arabic).toString("base64");
    await page.setContent(
      `<html lang="en"><style>@font-face { font-family: A; src: url("data:font/woff2;base64,${font}") }</style>${body}`,
    );
    await page.evaluate("document.fonts.ready");
    return new Uint8Array(await page.pdf({ format: "A4" }));
  } finally {
    await browser.close();
  }
}

test("a page that a browser printed: headings, lists with bullets that are drawn, raised letters, columns", async () => {
  const extracted = await extractPdf(
    await print(
      `<h1>Open the reading rooms</h1><p>The town has 10<sup>6</sup> books and says <del>not</del> enough.</p>
      <ul><li>Open them on Sundays.<li>Heat them.<ul><li>All of them</ul></ul><ol><li>First<li>Second</ol>
      <div style="columns: 2"><p>${"The first column goes on for some time. ".repeat(12)}</p><p>${"What is second is read second, too. ".repeat(14)}</p></div>`,
    ),
  );
  assert.deepEqual(shownBlocks(extracted).slice(0, 7), [
    "heading 1: Open the reading rooms",
    "paragraph: The town has 106 books and says not enough.",
    "item 1.1 •: Open them on Sundays.",
    "item 1.1 •: Heat them.",
    "item 2.2 ◦: All of them",
    "item 3.1 1.: First",
    "item 3.1 2.: Second",
  ]);
  const marked = extracted.marks.map(({ kind, start, end }) => `${kind} ${extracted.text.slice(start, end)}`);
  assert.deepEqual(marked, ["superscript 6", "struck not"]);
  assert.match(extracted.text.replaceAll(/\s+/g, " "), /time\. What is second/);
  assert.deepEqual(
    extracted.warnings.map(({ code }) => code),
    ["columns"],
  );
});

test("letters whose font tells a browser's PDF nothing of them are unread, not guessed", async () => {
  const { unread } = await extractPdf(
    await print('<p style="font-family: A" dir="rtl">نطالب المدينة بأن تفتح قاعات القراءة</p>'),
  );
  assert.deepEqual([...new Set(unread.map(({ why }) => why))], ["font"]);
});
