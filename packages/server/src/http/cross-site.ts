import { RefusedError } from "@undersigned/core/errors.ts";
import type { MiddlewareHandler } from "hono";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a form that another site made a browser send: by Sec-Fetch-Site where the browser says it (always over https),
 * else by Origin. Programs that send neither pass: no cookie of anybody travels with them. Forms that act for a session
 * hold a token of that session besides.
 * @param options.origin of the site, "https://sign.example.org"
 * @throws RefusedError `not_allowed`
 */
export function refuseCrossSite({ origin }: { origin: string }): MiddlewareHandler {
  return async function checkSite(c, next) {
    if (
      !SAFE.has(c.req.method) &&
      isCrossSite(c.req.header("Sec-Fetch-Site"), c.req.header("Origin"), c.req.header("Host"), origin)
    ) {
      throw new RefusedError(
        "not_allowed",
        "This form was sent from another site. Open the page here and send it again.",
      );
    }
    await next();
  };
}

function isCrossSite(
  site: string | undefined,
  from: string | undefined,
  host: string | undefined,
  origin: string,
): boolean {
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  // "null" is what a page without referrer sends, ours among them.
  if (from === undefined || from === "null" || from === origin) return false;
  return !URL.canParse(from) || new URL(from).host !== host;
}
