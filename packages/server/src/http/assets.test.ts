import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { assetPath, mountAssets } from "./assets.ts";

const app = new Hono();
mountAssets(app);

test("the stylesheet is served under its digest, for ever", async () => {
  const path = assetPath("site.css") ?? "";
  assert.match(path, /^\/assets\/site-[0-9a-f]{12}\.css$/);
  const answer = await app.request(path);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/css; charset=utf-8");
  assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
});

test("every font that the stylesheet names is served", async () => {
  const sheet = await (await app.request(assetPath("site.css") ?? "")).text();
  const fonts = [...sheet.matchAll(/url\("([^"]+)"\)/g)].map((match) => match[1] ?? "");
  assert.ok(fonts.length >= 10);
  for (const font of fonts) {
    const answer = await app.request(font);
    assert.equal(answer.status, 200, font);
    assert.equal(answer.headers.get("content-type"), "font/woff2");
    assert.equal(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 4)
        .toString("latin1"),
      "wOF2",
    );
  }
});

test("the icon is an SVG", async () => {
  const answer = await app.request(assetPath("icon.svg") ?? "");
  assert.equal(answer.headers.get("content-type"), "image/svg+xml");
});

test("what is not an asset is not found", async () => {
  assert.equal((await app.request("/assets/site.css")).status, 404);
  assert.equal((await app.request("/assets/../package.json")).status, 404);
  assert.equal((await app.request("/assets/%2e%2e%2fpackage.json")).status, 404);
  assert.equal(assetPath("nothing.js"), undefined);
});
