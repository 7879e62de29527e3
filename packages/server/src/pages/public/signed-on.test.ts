import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";

let pages: PublicPages;
let now = Date.parse("2026-03-01T12:00:00Z");

before(async () => {
  pages = await openPublicPages({ clock: () => now });
  const statement = await pages.open({ slug: "rooms" });
  await pages.open({ slug: "secret", visibility: "link" });
  await pages.sign(statement, "Ada Winter");
  await pages.sign(statement, "Bo Lind", { named: false });
  now = Date.parse("2026-03-03T12:00:00Z");
  await pages.sign(statement, "Cy <Other>");
});

after(() => pages.close());

test("a day's numbers stand in a sentence, with the names that are on the list today", async () => {
  const page = await pages.read("/s/rooms/signed-on?date=2026-03-02");
  assert.match(page, /<h1>Who had signed on 2 March 2026\?<\/h1>/);
  assert.match(page, /0 organisations and 2 people had signed: 2 together\. One of them was counted without a name\./);
  assert.match(page, /as it was published on 1 March 2026/);
  assert.match(page, /Ada Winter/);
  assert.ok(!page.includes("Other"));
  assert.match(await pages.read("/s/rooms/signed-on?date=2026-03-03"), /So far today.*Cy &lt;Other&gt;/);
  assert.match(
    await pages.read("/s/rooms/signed-on?date=2026-02-01"),
    /nobody had signed\..*not open for signature yet/,
  );
});

test("without a day it asks for one, and what is no day is refused beside what was typed", async () => {
  assert.match(await pages.read("/s/rooms/signed-on"), /Who had signed on a day\?.*type="date"/);
  const page = await pages.read('/s/rooms/signed-on?date="><b>', 422);
  assert.match(page, /role="alert"/);
  assert.match(page, /value="&quot;&gt;&lt;b&gt;"/);
  await pages.read("/s/rooms/signed-on?date=2026-03-04", 422);
});

test("nobody learns of a statement that only a link opens", async () => {
  await pages.read("/s/secret/signed-on", 404);
  await pages.read("/s/nothing/signed-on?date=2026-03-02", 404);
});

test("the list of signatories leads there", async () => {
  assert.match(await pages.read("/s/rooms/signatories"), /<a href="\/s\/rooms\/signed-on">Who had signed on a day\?/);
});
