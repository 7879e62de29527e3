import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { securityHeaders } from "./security-headers.ts";

function makeApp(secure: boolean): Hono {
  const app = new Hono();
  app.use(securityHeaders({ secure }));
  app.get("/", (c) => c.html("<p>hello</p>"));
  app.get("/secret", (c) => c.text("x", 200, { "Referrer-Policy": "no-referrer" }));
  app.get("/open", (c) => c.text("x", 200, { "Access-Control-Allow-Origin": "*" }));
  app.get("/kept", () => new Response(null, { status: 304 }));
  app.get("/fails", () => {
    throw new Error("no");
  });
  app.onError((_, c) => c.text("failed", 500));
  return app;
}

test("every answer forbids whatever is not ours", async () => {
  for (const path of ["/", "/kept", "/fails", "/nowhere"]) {
    const { headers } = await makeApp(false).request(path);
    assert.equal(
      headers.get("Content-Security-Policy"),
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      path,
    );
    assert.equal(headers.get("X-Content-Type-Options"), "nosniff");
    assert.equal(headers.get("X-Frame-Options"), "DENY");
    assert.equal(headers.get("Referrer-Policy"), "same-origin");
    assert.equal(headers.get("Cross-Origin-Opener-Policy"), "same-origin");
    assert.equal(headers.get("Cross-Origin-Resource-Policy"), "same-origin");
    assert.match(headers.get("Permissions-Policy") ?? "", /camera=\(\)/);
  }
});

test("https is insisted on only where the site is served by it", async () => {
  assert.equal((await makeApp(false).request("/")).headers.get("Strict-Transport-Security"), null);
  assert.equal((await makeApp(true).request("/")).headers.get("Strict-Transport-Security"), "max-age=31536000");
});

test("a stricter answer keeps its own header", async () => {
  assert.equal((await makeApp(false).request("/secret")).headers.get("Referrer-Policy"), "no-referrer");
});

test("what any site may read, any site may embed", async () => {
  assert.equal((await makeApp(false).request("/open")).headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
});
