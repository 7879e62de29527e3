import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import { refuseCrossSite } from "./cross-site.ts";

const app = new Hono();
app.use(refuseCrossSite({ origin: "https://sign.example.org" }));
app.all("/", (c) => c.text("done"));
app.onError((error, c) => {
  assert.ok(error instanceof RefusedError && error.code === "not_allowed");
  return c.text("refused", 403);
});

const cases: [what: string, method: string, headers: Record<string, string>, status: number][] = [
  ["a form of ours", "POST", { "Sec-Fetch-Site": "same-origin", Origin: "https://sign.example.org" }, 200],
  ["a form of ours without referrer", "POST", { "Sec-Fetch-Site": "same-origin", Origin: "null" }, 200],
  ["a form sent again by hand", "POST", { "Sec-Fetch-Site": "none" }, 200],
  ["another site's form", "POST", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }, 403],
  ["another site's form that hides where it is from", "POST", { "Sec-Fetch-Site": "cross-site", Origin: "null" }, 403],
  ["a sister site's form", "POST", { "Sec-Fetch-Site": "same-site", Origin: "https://other.example.org" }, 403],
  ["an old browser, our form", "POST", { Origin: "https://sign.example.org" }, 200],
  [
    "an old browser, the address it was opened by",
    "POST",
    { Origin: "http://127.0.0.1:8080", Host: "127.0.0.1:8080" },
    200,
  ],
  ["an old browser, another site", "POST", { Origin: "https://evil.example", Host: "sign.example.org" }, 403],
  ["an old browser, a broken origin", "DELETE", { Origin: "evil" }, 403],
  ["a program", "PUT", {}, 200],
  ["a link from another site", "GET", { "Sec-Fetch-Site": "cross-site" }, 200],
];
for (const [what, method, headers, status] of cases) {
  test(`${what}: ${status}`, async () => {
    assert.equal((await app.request("/", { method, headers })).status, status);
  });
}
