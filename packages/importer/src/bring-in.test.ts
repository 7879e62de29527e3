import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { bringIn } from "./bring-in.ts";

const PARAGRAPHS = [
  "The reading rooms of the town were closed on Sundays last winter, and nobody who was asked could say for how long.",
  "We, who read there, and who have nowhere else that is warm, quiet and free, ask the council to think again about it.",
  "A room that is open when people are free costs less than one that stands empty, as the council’s own figures show.",
];
const BODY = PARAGRAPHS.map((each) => `<p>${each}</p>`).join("");
const PAGE = `<!doctype html><html lang="en"><head><title>Open the reading rooms</title></head><body>
  <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News of the harbour</a></li></ul></nav>
  <article><h1>Open the reading rooms</h1>${BODY}<p>We call on the council to:</p>
  <ul><li>Open the rooms on Sundays from noon.</li><li>Heat them to nineteen degrees.</li></ul></article>
  <aside class="related"><p>More stories of the week, which have nothing to do with any of this, are told by others elsewhere.</p></aside>
  <footer><p>Copyright The Harbour Post. All rights reserved.</p></footer></body></html>`;

test("of a page, the article is the statement and the rest is framing, while every word is extracted", async () => {
  const { extracted, labelled } = await bringIn(encodeUtf8(PAGE), { type: "text/html" });
  assert.match(extracted.text, /News of the harbour[\s\S]*More stories of the week[\s\S]*All rights reserved/);
  assert.equal(labelled.title, "Open the reading rooms");
  assert.deepEqual(
    labelled.demands.map(({ text }) => text),
    ["Open the rooms on Sundays from noon.", "Heat them to nineteen degrees."],
  );
  const body = labelled.blocks.filter(({ role }) => role === "body").map(({ text }) => text);
  assert.deepEqual(body, PARAGRAPHS);
  assert.ok(labelled.framing.some((each) => each.startsWith("More stories")));
});

test("what a newspaper puts between the paragraphs is not the statement's", async () => {
  const between = `<div class="share-bar"><p>Share this on somewhere</p></div><p class="byline">By Ada Quill and Ben Marsh</p>`;
  const html = PAGE.replace("</h1>", `</h1>${between}`).replace("</p><p>A room", `</p>${between}<p>A room`);
  const { labelled } = await bringIn(encodeUtf8(html), { type: "text/html" });
  const body = labelled.blocks.filter(({ role }) => role === "body").map(({ text }) => text);
  assert.deepEqual(body, PARAGRAPHS);
});

test("what was selected and pasted is taken whole", async () => {
  const pasted = `<html><body><!--StartFragment-->${BODY}<aside><p>Whoever reads there may sign it at the door.</p></aside><!--EndFragment--></body></html>`;
  const { labelled } = await bringIn(encodeUtf8(pasted), { kind: "html" });
  assert.ok(!labelled.warnings.some(({ code }) => code.startsWith("article")));
  assert.ok(labelled.blocks.some(({ text }) => text.startsWith("The reading rooms")));
});

test("what broke off while it was fetched is said to, at its end", async () => {
  const { extracted, labelled } = await bringIn(encodeUtf8(PAGE), { type: "text/html", truncated: true });
  assert.deepEqual(extracted.unread.at(-1), {
    why: "truncated",
    where: "the end, which did not come",
    at: extracted.text.length,
  });
  assert.ok(labelled.warnings.some(({ code }) => code === "truncated"));
});

test("a page in which no article is sought is labelled as a whole, and says so", async () => {
  const deep = `<html><body>${"<div>".repeat(450)}${BODY}${"</div>".repeat(450)}</body></html>`;
  const { labelled } = await bringIn(encodeUtf8(deep), { type: "text/html" });
  assert.ok(labelled.warnings.some(({ code }) => code === "article_not_sought"));
  assert.equal(labelled.blocks.length, 3);
});

test("text and Markdown, and nothing at all", async () => {
  const text = await bringIn(encodeUtf8(`Open the reading rooms\n\n${PARAGRAPHS.join("\n\n")}\n`), {
    name: "letter.txt",
  });
  assert.equal(text.labelled.title, "Open the reading rooms");
  await assert.rejects(
    bringIn(new Uint8Array(), {}),
    (error) => error instanceof MalformedError && error.code === "source_empty",
  );
});
