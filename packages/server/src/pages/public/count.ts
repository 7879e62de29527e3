import type { Hono } from "hono";
import type { Site } from "./site.ts";
import { findStatement, linkKey } from "./site.ts";

/** Seconds for which a count may be shown before it is asked for again. */
const INTERVAL = 2;

/**
 * `GET /s/:slug/count.json`: the counts in a document small enough for a hundred thousand people to watch. Shared caches
 * serve it twice as long while they ask again, and five times as long while we do not answer (RFC 5861).
 */
export function mountCount(app: Hono, site: Site): void {
  app.get("/s/:slug/count.json", async function count(c) {
    const key = linkKey(c);
    const answer = await site.cache.answer(c, `count ${c.req.param("slug")} ${key ?? ""}`, async () => {
      const statement = await findStatement(c, site);
      if (statement === null) return null;
      const body = JSON.stringify({ state: statement.state, version: statement.version?.number, ...statement.counts });
      const scope = statement.visibility === "link" ? "private" : `public, s-maxage=${INTERVAL}`;
      return {
        stamp: body,
        headers: {
          "Content-Type": "application/json",
          "Cache-Control": `${scope}, max-age=${INTERVAL}, stale-while-revalidate=${2 * INTERVAL}, stale-if-error=${5 * INTERVAL}`,
          "Access-Control-Allow-Origin": "*",
        },
        render: async () => body,
      };
    });
    return answer ?? c.json({ error: "not_found" }, 404, { "Cache-Control": "no-store" });
  });
}
