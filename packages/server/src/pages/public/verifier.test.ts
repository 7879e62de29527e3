import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Hono } from "hono";
import { verifierPage } from "../../verifier-page.ts";
import { mountVerifier } from "./verifier.ts";

test("verify.html is sent to be saved, and is the page whose digest bundles name", async () => {
  const page = verifierPage();
  assert.ok(page !== null, '"npm test" builds the islands first');
  const app = new Hono();
  mountVerifier(app);
  const response = await app.request("/verify.html");
  assert.equal(response.status, 200);
  assert.match(response.headers.get("Content-Disposition") ?? "", /^attachment; filename="verify\.html"$/);
  const digest = createHash("sha256")
    .update(await response.bytes())
    .digest("hex");
  assert.equal(digest, page.digest);
});
