import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { MARKDOWN, makeDraft } from "../../../../../tests/depositary.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

const ARABIC = `# افتحوا قاعات القراءة

قاعة القراءة هي المكان الذي تلتقي فيه المدينة بعقلها.

## ما نطلبه

- افتحوا كل قاعة يوم الأحد.
- ودفّئوها في الشتاء.
`;

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({
    slug: "rooms",
    texts: [
      { lang: "en", markdown: MARKDOWN, authentic: true },
      { lang: "ar", markdown: ARABIC, authentic: true },
    ],
  });
  await pages.sign(statement, "Ada Winter", { place: "Riverbend" });
  await pages.sign(statement, "Bo Hidden", { named: false });
});

after(() => pages.close());

test("the letter shows its title, initiators, words, demands, signatories and the way to sign", async () => {
  const page = await pages.read("/s/rooms");
  assert.ok(page.includes("<title>Open the reading rooms · Undersigned</title>"));
  assert.ok(page.includes('<h1 lang="en">Open the reading rooms</h1>'));
  assert.ok(page.includes("<bdi>Friends of Reading Rooms</bdi>"));
  assert.ok(page.includes('<p id="p1" class="block">'));
  assert.ok(page.includes("Asked of <bdi>Town Council</bdi>"));
  assert.ok(page.includes('<bdi class="name">Ada Winter</bdi><span class="beside">, <bdi>Riverbend</bdi></span>'));
  assert.ok(page.includes("2 people have signed."));
  assert.ok(page.includes("1 of them is counted without a name"));
  assert.ok(page.includes('href="/s/rooms/sign?lang=en"'));
});

test("who chose to be counted without a name is nowhere on the page", async () => {
  for (const path of ["/s/rooms", "/s/rooms/signatories", "/s/rooms/signatories?q=Bo"]) {
    assert.ok(!(await pages.read(path)).replaceAll("?q=Bo", "").includes("Bo Hidden"), path);
  }
});

test("no page of a reader sets a cookie, has a script, or anything inline", async () => {
  for (const path of ["/", "/s/rooms", "/s/rooms/ar", "/s/rooms/signatories", "/s/rooms/sign", "/s/rooms/verify"]) {
    const answer = await pages.get(path);
    assert.equal(answer.headers.get("set-cookie"), null);
    const page = await answer.text();
    assert.ok(!/<script|<style|style="|\son[a-z]+="/i.test(page), path);
  }
});

test("a text in Arabic is marked up as such, and set from the right", async () => {
  const page = await pages.read("/s/rooms/ar");
  assert.ok(page.includes('<div class="words" lang="ar" dir="rtl">'));
  assert.ok(page.includes('<h1 lang="ar">افتحوا قاعات القراءة</h1>'));
  assert.ok(page.includes('<a href="/s/rooms/en" hreflang="en"'));
  assert.ok(page.includes('<html lang="en"'));
});

test("the file of a text is its exact bytes, whose SHA-256 is on the page", async () => {
  const answer = await pages.get("/s/rooms/ar.md");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.deepEqual(bytes, new TextEncoder().encode(ARABIC));
  const digest = createHash("sha256").update(bytes).digest("hex");
  assert.ok((await pages.read("/s/rooms/ar")).includes(digest));
  assert.ok((await pages.read("/s/rooms/verify")).includes(digest));
  assert.equal(answer.headers.get("content-type"), "text/markdown; charset=utf-8");
  assert.equal(answer.headers.get("etag"), `"${digest}"`);
  assert.equal(answer.headers.get("repr-digest"), `sha-256=:${Buffer.from(digest, "hex").toString("base64")}:`);
  const again = await pages.get("/s/rooms/ar.md", { "If-None-Match": `"${digest}"` });
  assert.equal(again.status, 304);
});

test("a reader who has the letter is told so", async () => {
  const first = await pages.get("/s/rooms");
  const again = await pages.get("/s/rooms", { "If-None-Match": first.headers.get("etag") ?? "" });
  assert.equal(again.status, 304);
  assert.match(first.headers.get("cache-control") ?? "", /^public, /);
});

test("what is not there is not found, in words", async () => {
  for (const path of ["/s/nothing", "/s/rooms/fr", "/s/rooms/fr.md", "/s/rooms/en.md.md", "/s/nothing/sign", "/x"]) {
    assert.ok((await pages.read(path, 404)).includes("There is nothing here"), path);
  }
});

test("a draft is nobody's business", async () => {
  const draft = await pages.depositary.drafts.create(makeDraft({ slug: "secret" }));
  for (const path of [`/s/${draft.slug}`, `/s/${draft.id}`, `/s/${draft.slug}/en.md`, `/s/${draft.slug}/sign`]) {
    assert.equal((await pages.get(path)).status, 404, path);
  }
});

test("the front page lists what is public", async () => {
  const page = await pages.read("/");
  assert.ok(page.includes('<a href="/s/rooms">Open the reading rooms</a>'));
  assert.ok(page.includes("2 have signed"));
});

test("the count is a small document that anyone may watch", async () => {
  const answer = await pages.get("/s/rooms/count.json");
  const { state, total, people, named, unnamed } = JSON.parse(await answer.text());
  assert.deepEqual(
    { state, total, people, named, unnamed },
    { state: "open", total: 2, people: 2, named: 1, unnamed: 1 },
  );
  assert.equal(
    answer.headers.get("cache-control"),
    "public, s-maxage=2, max-age=2, stale-while-revalidate=4, stale-if-error=10",
  );
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal((await pages.get("/s/nothing/count.json")).status, 404);
});
