import type { Hono } from "hono";
import { verifierPage } from "../../verifier-page.ts";
import { notFoundPage } from "../error-page.ts";

export const VERIFIER_PATH = "/verify.html";

/**
 * `GET /verify.html`: the page that checks bundles offline, to be saved. It is sent as a download and never shown here: a
 * page that a depositary shows could be another one each time, and one on one's own disk can be kept and compared.
 */
export function mountVerifier(app: Hono): void {
  app.get(VERIFIER_PATH, async function verifier(c) {
    const page = verifierPage();
    if (page === null) return await notFoundPage(c);
    return c.body(page.bytes, 200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Disposition": 'attachment; filename="verify.html"',
      "Cache-Control": "public, max-age=3600",
      "Access-Control-Allow-Origin": "*",
    });
  });
}
