import assert from "node:assert/strict";
import { test } from "node:test";
import { findArticle } from "./find-article.ts";

const PARAGRAPHS = [
  "The reading rooms of the town were closed on Sundays last winter, and nobody who was asked could say for how long.",
  "We, who read there, and who have nowhere else that is warm, quiet and free, ask the council to think again about it.",
  "A room that is open when people are free costs less than one that stands empty, as the council’s own figures show.",
  "Nothing in the budget stands against it, and two thirds of those who were asked in May said that they would come.",
];
const DEMANDS = [
  "Open the rooms on Sundays from noon.",
  "Heat them to nineteen degrees.",
  "Say in March what it cost.",
];

/** A page as a newspaper's: navigation, share bar, captions, related stories, comments around the article. */
function newspaper(article: string, head = ""): string {
  const links = Array.from(
    { length: 12 },
    (_, at) => `<li><a href="/${at}">Another story number ${at} of this week</a></li>`,
  );
  return `<!doctype html><html lang="en"><head><title>Open the reading rooms - The Harbour Post</title>${head}</head><body>
    <header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
    <main><article class="story has-sidebar"><h1>Open the reading rooms</h1>
    <p class="byline">By <a href="/ada">Ada Quill</a></p><div class="share-bar"><a href="#">Share on somewhere</a></div>
    ${article}
    <div class="newsletter-signup"><p>Sign up for our newsletter to get the best stories every day.</p></div></article>
    <aside class="related"><h2>Related stories</h2><ul>${links.join("")}</ul></aside>
    <section id="comments"><p class="comment">I have read there for thirty years, and I was never cold, whatever they say in this letter.</p></section>
    </main><footer><p>Copyright The Harbour Post. All rights reserved.</p></footer></body></html>`;
}

const paragraphs = PARAGRAPHS.map((each) => `<p>${each}</p>`).join("\n");
const demands = `<ul>${DEMANDS.map((each) => `<li>${each}</li>`).join("")}</ul>`;

test("an article without what a newspaper puts around and between", async () => {
  const figure = `<figure><img src="room.jpg"><figcaption>A reading room in the harbour. Photo: J. Doe</figcaption></figure>`;
  const html = newspaper(`${PARAGRAPHS.slice(0, 2)
    .map((each) => `<p>${each}</p>`)
    .join("")}${figure}<h2>What we ask for</h2>${demands}
    ${PARAGRAPHS.slice(2)
      .map((each) => `<p>${each}</p>`)
      .join("")}`);
  const article = await findArticle(html, "https://post.example/rooms");
  assert.deepEqual(article.text.split("\n\n"), [
    ...PARAGRAPHS.slice(0, 2),
    "What we ask for",
    ...DEMANDS,
    ...PARAGRAPHS.slice(2),
  ]);
  assert.equal(article.title, "Open the reading rooms");
  assert.equal(article.byline, "By Ada Quill");
});

test("names under a letter stay with it", async () => {
  const names = [
    "Ada Quill, Harbour Town",
    "Ben Marsh, Upper Mill",
    "Cleo Ferry, Harbour Town",
    "Dan Lowe, Ferry Lane",
  ];
  const html = newspaper(`${paragraphs}<p>Signed by:</p><p>${names.join("</p><p>")}</p>`);
  const { text } = await findArticle(html, null);
  for (const name of names) assert.ok(text.includes(name), name);
});

test("what the page's structured data holds is in, whatever the page calls its parts", async () => {
  const data = {
    "@context": "https://schema.org",
    "@graph": [{ "@type": "NewsArticle", articleBody: PARAGRAPHS.join(" ") }],
  };
  const head = `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
  const wrapped = PARAGRAPHS.map((each) => `<div class="promo-box"><p>${each}</p></div>`).join("");
  const { text } = await findArticle(newspaper(wrapped, head), null);
  assert.deepEqual(text.split("\n\n"), PARAGRAPHS);
});

test("where two opinions differ is told, with the words", async () => {
  const odd =
    "The text above was read aloud in the market on Saturday, before some two hundred people and a brass band.";
  const { text, disputed } = await findArticle(
    newspaper(`${paragraphs}<div class="related-reading"><p>${odd}</p></div>`),
    null,
  );
  assert.ok(!text.includes(odd));
  const told = disputed.filter(({ taken }) => !taken).flatMap(({ blocks }) => blocks.map((block) => block.text));
  assert.ok(told.includes(odd), JSON.stringify(disputed));
});

test("a page that is too deep, too large or nothing is said to be so, at once", async () => {
  const deep = `<html><body>${"<div>".repeat(10_000)}${paragraphs}`;
  const wide = `<html><body>${"<i>a</i>".repeat(20_000)}`;
  const linked = `<html><body>${'<a href="/">a</a>'.repeat(4_001)}`;
  const long = `<html><body><p>${"word ".repeat(600_000)}`;
  for (const html of [deep, wide, linked, long]) {
    const start = performance.now();
    const { text, warnings } = await findArticle(html, null);
    assert.equal(text, "");
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["article_not_sought"],
    );
    assert.ok(performance.now() - start < 5_000);
  }
  assert.equal((await findArticle("", null)).text, "");
  assert.equal((await findArticle("<p>", null)).text, "");
});

test("structured data that is broken, nested without end or no article is passed over", async () => {
  for (const source of [
    "{",
    "[".repeat(20_000),
    JSON.stringify({ articleBody: 7 }),
    JSON.stringify([[{ articleBody: "short" }]]),
  ]) {
    const head = `<script type="application/ld+json">${source}</script>`;
    const { text } = await findArticle(newspaper(paragraphs, head), null);
    assert.deepEqual(text.split("\n\n"), PARAGRAPHS);
  }
});

test("nothing of a page is printed, however broken what it says of itself is", async (context) => {
  const printed = ["log", "warn", "error"].map((name) => context.mock.method(console, name as "log", () => undefined));
  const broken = [
    `<script type="application/ld+json">{ secret words }</script>`,
    `<meta property="og:url" content="//:secret words">`,
    `<link rel="canonical" href="http://[secret words">`,
  ].join("");
  const { text } = await findArticle(newspaper(paragraphs, broken), null);
  assert.deepEqual(text.split("\n\n"), PARAGRAPHS);
  for (const { mock } of printed) assert.equal(mock.callCount(), 0);
});
