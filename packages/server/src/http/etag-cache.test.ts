import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import type { PageCache, Rendering } from "./etag-cache.ts";
import { createPageCache, matches } from "./etag-cache.ts";

const HEADERS = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=0" };

/** An application with one page, which counts how often it is looked at and rendered. */
function pageOf(cache: PageCache, page: { stamp: string; body: string; there?: boolean }) {
  const seen = { looks: 0, renders: 0 };
  const app = new Hono();
  app.get("/:name", async (c) => {
    const look = async (): Promise<Rendering | null> => {
      seen.looks += 1;
      await Promise.resolve();
      if (page.there === false) return null;
      const render = async () => {
        seen.renders += 1;
        return page.body;
      };
      return { stamp: page.stamp, headers: HEADERS, render };
    };
    return (await cache.answer(c, c.req.param("name"), look)) ?? c.notFound();
  });
  return { app, seen };
}

test("a page is rendered once, and looked at once while it is fresh", async () => {
  let now = 0;
  const page = { stamp: "1", body: "words" };
  const { app, seen } = pageOf(createPageCache({ freshFor: 1000, clock: () => now }), page);
  for (let i = 0; i < 5; i++) assert.equal(await (await app.request("/a")).text(), "words");
  assert.deepEqual(seen, { looks: 1, renders: 1 });
  now = 1000;
  await app.request("/a");
  assert.deepEqual(seen, { looks: 2, renders: 1 });
});

test("a changed page is rendered again, at most a second later, with another tag", async () => {
  let now = 0;
  const page = { stamp: "1", body: "words" };
  const { app, seen } = pageOf(createPageCache({ freshFor: 1000, clock: () => now }), page);
  const first = await app.request("/a");
  Object.assign(page, { stamp: "2", body: "other words" });
  now = 999;
  assert.equal(await (await app.request("/a")).text(), "words");
  now = 1000;
  const second = await app.request("/a");
  assert.equal(await second.text(), "other words");
  assert.notEqual(second.headers.get("etag"), first.headers.get("etag"));
  assert.equal(seen.renders, 2);
});

test("everyone who asks at once shares one look", async () => {
  const { app, seen } = pageOf(createPageCache(), { stamp: "1", body: "words" });
  const answers = await Promise.all(Array.from({ length: 50 }, () => app.request("/a")));
  assert.ok(answers.every((answer) => answer.status === 200));
  assert.deepEqual(seen, { looks: 1, renders: 1 });
});

test("a reader who has the page is told so, with the same headers and no body", async () => {
  const { app } = pageOf(createPageCache(), { stamp: "1", body: "words" });
  const etag = (await app.request("/a")).headers.get("etag") ?? "";
  assert.match(etag, /^"[A-Za-z0-9_-]{22}"$/);
  const again = await app.request("/a", { headers: { "If-None-Match": `"other", W/${etag}` } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), "");
  assert.equal(again.headers.get("etag"), etag);
  assert.equal(again.headers.get("cache-control"), HEADERS["Cache-Control"]);
});

test("what is not there is not kept, and what went is gone", async () => {
  let now = 0;
  const cache = createPageCache({ freshFor: 1000, clock: () => now });
  const page = { stamp: "1", body: "words", there: true };
  const { app } = pageOf(cache, page);
  await app.request("/a");
  assert.equal(cache.size(), 5);
  page.there = false;
  now = 1000;
  assert.equal((await app.request("/a")).status, 404);
  assert.equal(cache.size(), 0);
});

test("a look that fails is not kept, and the next one may succeed", async () => {
  const cache = createPageCache();
  const app = new Hono();
  let fails = true;
  app.get("/", async (c) => {
    const answer = await cache.answer(c, "a", async () => {
      if (fails) throw new Error("no database");
      return { stamp: "1", headers: HEADERS, render: async () => "words" };
    });
    return answer ?? c.notFound();
  });
  app.onError((error, c) => c.text(error.message, 503));
  assert.equal((await app.request("/")).status, 503);
  fails = false;
  assert.equal((await app.request("/")).status, 200);
});

test("memory is bounded: what was asked for longest ago goes first", async () => {
  const cache = createPageCache({ maxBytes: 800 });
  const { app, seen } = pageOf(cache, { stamp: "1", body: "x".repeat(100) });
  for (let i = 0; i < 20; i++) await app.request(`/p${i}`);
  assert.equal(cache.size(), 800);
  await app.request("/p19");
  assert.equal(seen.renders, 20);
  await app.request("/p0");
  assert.equal(seen.renders, 21);
});

test("a page larger than an eighth of the memory is served, and not kept", async () => {
  const cache = createPageCache({ maxBytes: 800 });
  const { app } = pageOf(cache, { stamp: "1", body: "x".repeat(101) });
  assert.equal((await app.request("/a")).status, 200);
  assert.equal(cache.size(), 0);
});

test("tags in If-None-Match", () => {
  assert.equal(matches('"a"', '"a"'), true);
  assert.equal(matches('"b", "a"', '"a"'), true);
  assert.equal(matches('W/"a"', '"a"'), true);
  assert.equal(matches("*", '"a"'), true);
  assert.equal(matches("a", '"a"'), false);
  assert.equal(matches('"ab"', '"a"'), false);
});

test("a page that nobody asks for any more leaves the memory, since it may name somebody who was erased", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  const cache = createPageCache({ keptFor: 60_000, clock: () => now });
  const { app } = pageOf(cache, { stamp: "1", body: "words" });
  const pass = (milliseconds: number) => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
  };
  await app.request("/a");
  pass(30_000);
  await app.request("/b");
  assert.equal(cache.size(), 2 * "words".length);
  pass(40_000);
  assert.equal(cache.size(), "words".length);
  await app.request("/b");
  pass(50_000);
  assert.equal(cache.size(), "words".length);
  pass(60_000);
  assert.equal(cache.size(), 0);
});
