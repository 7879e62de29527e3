import { createHash } from "node:crypto";
import type { Context } from "hono";
import type { Html } from "../views/html.ts";
import { makeLettingGo } from "./letting-go.ts";

/** What a page shows, before it is rendered. */
export type Rendering = {
  /** Changes whenever the page would: as long as it is the same, the page is not rendered again. */
  readonly stamp: string;
  readonly headers: Readonly<Record<string, string>>;
  render(): Promise<string | Html>;
};

export type PageCache = {
  /**
   * Answers from memory when the page was looked at within `freshFor`; otherwise looks once, whoever else is asking, and
   * renders only what changed. 304 when the reader has it (RFC 9110 section 13.1.2).
   * @param key one for each page and whatever else its words depend on
   * @param look null when there is no such page: nothing is kept then, and the answer is null
   */
  answer(c: Context, key: string, look: () => Promise<Rendering | null>): Promise<Response | null>;
  /** Bytes held. */
  size(): number;
};

type Kept = {
  readonly stamp: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When the stamp was last seen to be so, in milliseconds. */
  looked: number;
};

export type PageCacheOptions = {
  /** Milliseconds for which a page is served without looking: how stale it can be. With the front before it, one second. */
  readonly freshFor?: number;
  /** Bytes of pages to hold; those asked for longest ago go first. */
  readonly maxBytes?: number;
  /** Milliseconds after which a page that nobody asks for is let go: it may name somebody who was erased since. */
  readonly keptFor?: number;
  /** Milliseconds, from any beginning. */
  readonly clock?: () => number;
};

/** Pages rendered once per change and served from memory with strong ETags. */
export function createPageCache(options: PageCacheOptions = {}): PageCache {
  const { freshFor = 750, maxBytes = 64 * 1024 * 1024, keptFor = 60_000, clock = () => performance.now() } = options;
  const pages = new Map<string, Kept>();
  const looking = new Map<string, Promise<Kept | null>>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= pages.get(key)?.body.length ?? 0;
    pages.delete(key);
  }

  const letGo = makeLettingGo(keptFor, () => {
    const since = clock() - keptFor;
    for (const [key, { looked }] of pages) if (looked < since) drop(key);
    return pages.size > 0;
  });

  /** A Map keeps the order of insertion: what is put in again becomes the youngest. */
  function keep(key: string, page: Kept): void {
    drop(key);
    if (page.body.length > maxBytes / 8) return;
    pages.set(key, page);
    bytes += page.body.length;
    for (const oldest of pages.keys()) {
      if (bytes <= maxBytes) break;
      drop(oldest);
    }
    letGo();
  }

  async function refresh(key: string, look: () => Promise<Rendering | null>): Promise<Kept | null> {
    const looked = clock();
    const rendering = await look();
    const known = pages.get(key);
    if (rendering === null) {
      drop(key);
      return null;
    }
    const page = known?.stamp === rendering.stamp ? known : await render(rendering, looked);
    page.looked = looked;
    keep(key, page);
    return page;
  }

  /** Whoever asks while a look is under way shares it. */
  function lookOnce(key: string, look: () => Promise<Rendering | null>): Promise<Kept | null> {
    const under = looking.get(key);
    if (under !== undefined) return under;
    const started = refresh(key, look).finally(() => looking.delete(key));
    looking.set(key, started);
    return started;
  }

  return {
    async answer(c, key, look) {
      const known = pages.get(key);
      const page = known !== undefined && clock() - known.looked < freshFor ? known : await lookOnce(key, look);
      return page === null ? null : respond(page, c.req.header("If-None-Match"));
    },
    size: () => bytes,
  };
}

async function render(rendering: Rendering, looked: number): Promise<Kept> {
  const body = new TextEncoder().encode(String(await rendering.render()));
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return { stamp: rendering.stamp, body, etag, headers: { ...rendering.headers, ETag: etag }, looked };
}

function respond(page: Kept, ifNoneMatch: string | undefined): Response {
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, page.etag)) {
    return new Response(null, { status: 304, headers: { ...page.headers } });
  }
  return new Response(page.body, { headers: { ...page.headers } });
}

/** RFC 9110 section 13.1.2: a list of tags or "*"; comparison is weak, so a proxy's W/ before ours is still ours. */
export function matches(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
