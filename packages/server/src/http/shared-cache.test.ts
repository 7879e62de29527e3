import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createSharedCache } from "./shared-cache.ts";

let time = 0;
let rendered = 0;
const app = new Hono();
const page = { "Cache-Control": "public, max-age=0, s-maxage=2", ETag: '"e1"', "X-Kept": "yes" };
app.get("/page", (c) => c.html(`<p>${++rendered} ${c.req.query("q") ?? ""}`, 200, page));
app.get("/private", (c) => c.text(`${++rendered}`, 200, { "Cache-Control": "private, no-cache" }));
app.get("/cookie", (c) => c.text(`${++rendered}`, 200, { ...page, "Set-Cookie": "a=b" }));
app.get("/varies", (c) => c.text(`${++rendered}`, 200, { ...page, Vary: "Accept" }));
app.get("/missing", (c) => c.text(`${++rendered}`, 404, page));
app.post("/page", (c) => c.text(`${++rendered}`, 200, page));

const cache = createSharedCache({ clock: () => time, maxBytes: 100 });
const server = createServer(
  cache.serve(getRequestListener(cache.keep((request, env) => app.fetch(request, Object(env))))),
);
server.listen(0, "127.0.0.1");
await once(server, "listening");
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => server.close());

const get = (path: string, init: RequestInit = {}) => fetch(base + path, init);
const text = async (path: string, init: RequestInit = {}) => (await get(path, init)).text();

test("a page that may be shared is made once in a quarter of a second", async () => {
  rendered = 0;
  assert.equal(await text("/page"), "<p>1 ");
  const again = await get("/page");
  assert.equal(await again.text(), "<p>1 ");
  assert.equal(again.status, 200);
  assert.equal(again.headers.get("Content-Type"), "text/html; charset=UTF-8");
  assert.equal(again.headers.get("Content-Length"), "5");
  assert.equal(again.headers.get("X-Kept"), "yes");
  assert.equal(cache.countServed(), 1);
  assert.equal(cache.countServed(), 0);
  time += 249;
  assert.equal(await text("/page"), "<p>1 ");
  time += 1;
  assert.equal(await text("/page"), "<p>2 ");
});

test("whoever has it is told so", async () => {
  await text("/page");
  const response = await get("/page", { headers: { "If-None-Match": 'W/"e1"' } });
  assert.equal(response.status, 304);
  assert.equal(response.headers.get("ETag"), '"e1"');
  assert.equal(response.headers.get("Content-Type"), null);
});

test("another query is another page", async () => {
  await text("/page?q=a");
  assert.match(await text("/page?q=b"), /b$/);
});

test("what is for one reader, fails, varies or does something is made each time", async () => {
  for (const path of ["/private", "/cookie", "/varies", "/missing"]) {
    assert.notEqual(await text(path), await text(path), path);
  }
  await text("/page");
  assert.notEqual(await text("/page", { method: "POST" }), await text("/page", { method: "POST" }));
  const authorised = { headers: { Authorization: "Bearer x" } };
  assert.notEqual(await text("/page", authorised), await text("/page", authorised));
});

test("only so many bytes are kept", async () => {
  for (let i = 0; i < 50; i++) await text(`/page?q=${i}`);
  const first = await text("/page?q=0");
  assert.notEqual(first, "<p>1 0");
  const last = await text("/page?q=49");
  assert.equal(await text("/page?q=49"), last);
});
