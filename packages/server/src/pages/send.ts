import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Html } from "../views/html.ts";

/** Sends a page made for one reader: never stored, and its address (which may hold a token) is told to nobody. */
export async function sendPage(c: Context, page: Html, status: ContentfulStatusCode = 200): Promise<Response> {
  return c.html(await page, status, { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
}
