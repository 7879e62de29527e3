import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { COPIES, openCopied, WITH_PICTURE } from "../../../../../tests/checked-copies.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import { waitUntil } from "../../../../../tests/wait-until.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let secret: StatementView;
let now = Date.parse("2026-03-01T12:00:00Z");

before(async () => {
  pages = await openPublicPages({ clock: () => now });
  await openCopied(pages.depositary, "rooms");
  secret = await pages.open({ slug: "secret", visibility: "link" });
});

after(() => pages.close());

function send(path: string, form: Record<string, string | File>): Promise<Response> {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.set(name, value);
  return pages.submit(path, data);
}

/** Where the result of a check is. */
async function check(form: Record<string, string | File>, path = "/check"): Promise<string> {
  const answer = await send(path, form);
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("Location") ?? "";
}

test("each verdict has its page, with what it was held against", async () => {
  const says = {
    identical: [/the signed text, word for word\./, /version 2 \(the newest\)/],
    faithful: [
      /has the whole signed text, word for word\./,
      /The publisher’s own words.*The letter that everybody talks about/,
    ],
    excerpt: [/is an excerpt/, /¶ 3 to ¶ 8 are not in this excerpt/],
    altered: [
      /differs from the signed text/,
      /One demand is missing \(¶5\); “<bdi[^>]*>not<\/bdi>” is missing in ¶1\./,
    ],
    mixed: [/mixes the words of versions 1 and 2\./],
    superseded: [/faithful to an earlier version/, /version 1 \(not the newest: there are 2\).*versions\/2\/changes/],
  };
  for (const [verdict, patterns] of Object.entries(says)) {
    const result = await check({ paste: COPIES[verdict as keyof typeof says] });
    assert.match(result, /^\/checks\/[\w-]{20,}$/);
    const page = await pages.read(result);
    for (const pattern of patterns) assert.match(page, pattern, verdict);
    assert.match(page, /We compare words; we do not judge intentions\./);
  }
});

test("words of no statement are said to be that, and their result is not published", async () => {
  const result = await check({ paste: COPIES.unrelated });
  assert.match(await pages.read(result), /<h1>None of the statements kept here has these words\.<\/h1>/);
  assert.ok(!(await pages.read(result)).includes("/publish"));
  await pages.read(`${result}/publish`, 409);
  assert.equal((await pages.post(`${result}/publish`, {})).status, 409);
  const own = await check({ paste: COPIES.unrelated }, "/s/rooms/check");
  assert.match(await pages.read(own), /<h1>This is not a copy of this statement\.<\/h1>/);
});

test("a picture within the copy makes it undecided, and the page says why", async () => {
  const page = await pages.read(await check({ paste: COPIES.inconclusive, rich: WITH_PICTURE }));
  assert.match(page, /<h1>We cannot tell whether this copy is faithful\.<\/h1>/);
  assert.match(page, /a picture may hold words/);
  assert.match(page, /What could not be read.*A picture, which may hold words of the statement\./);
});

test("a file is checked, and its name shown", async () => {
  const page = await pages.read(
    await check({ file: new File([COPIES.faithful], "<letter>.txt", { type: "text/plain" }) }),
  );
  assert.match(page, /What was checked is the file “<bdi>&lt;letter&gt;\.txt<\/bdi>”\./);
});

test("nothing, two things at once, and what cannot be read are refused, and what was typed stays", async () => {
  assert.match(
    await (await send("/check", { paste: "  " })).text(),
    /Please paste a text, type an address, or choose a file\./,
  );
  const both = await send("/check", { paste: "Some words", address: "https://herald.example/" });
  assert.equal(both.status, 422);
  assert.match(await both.text(), /one of the three only.*Some words.*value="https:\/\/herald\.example\/"/s);
  const damaged = await send("/check", { file: new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])], "a.docx") });
  assert.equal(damaged.status, 422);
  assert.match(await damaged.text(), /Please choose the file again/);
  const local = await send("/check", { paste: " http://127.0.0.1:1/x " });
  assert.equal(local.status, 422);
  assert.match(await local.text(), /http:\/\/127\.0\.0\.1:1\/x/);
});

test("hostile words are shown as words, in the verdict, beside the text and in what the publisher wrote", async () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
  const words = `${hostile}\n\n${COPIES.altered.replace("shall be closed", `shall ${hostile} be closed`)}`;
  const result = await check({ paste: words });
  for (const look of ["", "?show=one", "?part=9"]) {
    const page = await pages.read(`${result}${look}`);
    assert.ok(page.includes("&lt;script&gt;alert(1)"), look);
    assert.ok(!page.includes("<script>alert") && !page.includes("<img src=x"), look);
  }
});

test("the result is its link's alone: nobody may keep it, it tells no other site, and it ends with its days", async () => {
  const result = await check({ paste: COPIES.altered });
  const answer = await pages.get(result);
  assert.equal(answer.headers.get("Cache-Control"), "no-store");
  assert.equal(answer.headers.get("Referrer-Policy"), "no-referrer");
  const page = await answer.text();
  assert.match(page, /<meta name="robots" content="noindex">/);
  assert.match(page, /It is deleted on 31 March 2026\./);
  const before = now;
  now += 31 * 86_400_000;
  assert.match(await pages.read(result, 404), /This check is not here any more/);
  now = before;
  await pages.read("/checks/nothing", 404);
  await pages.read("/c/nothing", 404);
});

test("published after a second question it has an address to cite, with a picture, and can be taken back", async () => {
  const result = await check({ paste: COPIES.altered });
  assert.match(await pages.read(`${result}/publish`), /Publish this result\?.*Yes, publish it/);
  assert.match(await pages.read(result), /Only those who have this link/, "asking publishes nothing");
  const publishing = await pages.post(`${result}/publish`, {});
  assert.equal(publishing.status, 303);
  const address = publishing.headers.get("Location") ?? "";
  assert.match(address, /^\/c\/[\w-]+$/);
  const answer = await pages.get(address);
  assert.match(answer.headers.get("Cache-Control") ?? "", /^public, /);
  const page = await answer.text();
  assert.match(page, /This copy differs from the signed text/);
  assert.ok(page.includes(`<meta property="og:image" content="https://letters.example${address}.png">`));
  assert.ok(!page.includes(result.slice("/checks/".length)), "the secret link is on no public page");
  for (const [path, caching] of [
    [`${address}.png`, "public, max-age=300"],
    [`${result}.png`, "no-store"],
  ] as const) {
    const picture = await pages.get(path);
    assert.deepEqual([picture.status, picture.headers.get("Content-Type")], [200, "image/png"], path);
    assert.equal(picture.headers.get("Cache-Control"), caching);
  }
  assert.match(await pages.read(`${result}/take-back`), /Take this result off the site\?/);
  assert.equal((await pages.post(`${result}/take-back`, {})).status, 303);
  await pages.read(result);
  await waitUntil(async () => (await pages.get(address)).status === 404);
});

test("against a statement that only its link opens, a copy is checked with the link, and the result does not link there", async () => {
  const key = secret.linkKey ?? "";
  const paste = "Open the reading rooms\n\nReading rooms are where a town meets its own mind.";
  assert.equal((await send("/s/secret/check", { paste })).status, 404);
  const page = await pages.read(await check({ paste }, `/s/secret/check?key=${key}`));
  assert.ok(!page.includes('href="/s/secret"'));
  assert.ok(!page.includes(key));
  assert.ok(!page.includes("/publish"), "what would be refused is not offered");
});

test("a copy of more than a million letters is shown in parts, and none of its pages is large", async () => {
  const paragraph = "Nobody has ever written this paragraph about soup before, and nobody will again. ";
  const long = Array.from({ length: 6_000 }, (_, at) => `${at} ${paragraph.repeat(2)}`).join("\n\n");
  const result = await check({ paste: `${long}\n\n${COPIES.altered}\n\n${"x".repeat(50_000)}` });
  const first = await (await pages.get(result)).text();
  assert.ok(first.length < 400_000, String(first.length));
  const parts = Number(/Part 1 of (\d+)/.exec(first)?.[1]);
  assert.ok(parts > 5, String(parts));
  const last = await (await pages.get(`${result}?part=${parts}`)).text();
  assert.ok(last.length < 400_000, String(last.length));
  assert.match(last, /<del>/);
  const jump = /href="(\/checks\/[^"]+#change-1)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  assert.match(await pages.read(jump), /id="change-1"/);
});

test("a published page is asked for again by its tag", async () => {
  const result = await check({ paste: COPIES.faithful });
  const address = (await pages.post(`${result}/publish`, {})).headers.get("Location") ?? "";
  const etag = (await pages.get(address)).headers.get("ETag") ?? "";
  assert.equal((await pages.get(address, { "If-None-Match": etag })).status, 304);
  assert.equal((await pages.get(`${address}?show=one`, { "If-None-Match": etag })).status, 200);
});

test("the letter and the foot of every page lead here", async () => {
  const page = await pages.read("/s/rooms");
  assert.ok(page.includes('<a href="/s/rooms/check">'));
  assert.ok(page.includes('<a href="/check">'));
});
