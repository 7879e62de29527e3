import type { IncomingMessage, ServerResponse } from "node:http";
import { matches } from "./etag-cache.ts";
import { makeLettingGo } from "./letting-go.ts";

/** A request listener of node:http. */
export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** An application as the Fetch standard has it. */
export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

export type SharedCache = {
  /** `fetch`, whose answers are kept where they say that they may be. */
  keep(fetch: Fetch): Fetch;
  /** `listener`, asked only for what is not kept. */
  serve(listener: Listener): Listener;
  /** How many requests were answered from memory since this was last asked. */
  countServed(): number;
};

type Kept = {
  readonly body: Buffer;
  /** Names and values in turn, as node:http writes them fastest. */
  readonly headers: string[];
  readonly etag: string | null;
  /** Headers of a 304: all but those that describe the body (RFC 9110 section 15.4.5). */
  readonly headersOf304: string[];
  readonly until: number;
};

export type SharedCacheOptions = {
  /** Milliseconds for which an answer is served again at most, whatever it allows. */
  readonly freshFor?: number;
  readonly maxBytes?: number;
  /** Milliseconds, from any beginning. */
  readonly clock?: () => number;
};

/** What nobody asks for again leaves the memory after this, in milliseconds: it may name somebody who was erased since. */
const LET_GO_EVERY = 10_000;

/** Longer addresses are nobody's page. */
const LONGEST_URL = 1_000;

/**
 * A shared cache (RFC 9111) before the application, for a fraction of a second: a page that ten thousand people look at
 * costs as much as its bytes. It keeps what says `s-maxage`, which nothing says that was made for one reader, and answers
 * before routes, middleware or a Request come into being.
 */
export function createSharedCache(options: SharedCacheOptions = {}): SharedCache {
  const { freshFor = 250, maxBytes = 32 * 1024 * 1024, clock = () => performance.now() } = options;
  const answers = new Map<string, Kept>();
  let bytes = 0;
  let served = 0;

  function drop(url: string): void {
    bytes -= answers.get(url)?.body.length ?? 0;
    answers.delete(url);
  }

  const letGo = makeLettingGo(LET_GO_EVERY, () => {
    const now = clock();
    for (const [url, { until }] of answers) if (until <= now) drop(url);
    return answers.size > 0;
  });

  function put(url: string, kept: Kept): void {
    drop(url);
    answers.set(url, kept);
    bytes += kept.body.length;
    for (const oldest of answers.keys()) {
      if (bytes <= maxBytes && answers.size <= 1_000) break;
      drop(oldest);
    }
    letGo();
  }

  function find(incoming: IncomingMessage): Kept | null {
    if (incoming.method !== "GET" || incoming.headers.authorization !== undefined) return null;
    const url = incoming.url ?? "";
    const kept = answers.get(url);
    if (kept === undefined) return null;
    if (clock() < kept.until) return kept;
    drop(url);
    return null;
  }

  return {
    keep(fetch) {
      async function keepAnswer(request: Request, env: unknown, url: string): Promise<Response> {
        const answer = await fetch(request, env);
        const lifetime = Math.min(lifetimeOf(answer), freshFor);
        if (lifetime > 0) put(url, await readAnswer(answer.clone(), clock() + lifetime));
        return answer;
      }
      return function fetchAndKeep(request, env) {
        const url = request.method === "GET" && !request.headers.has("Authorization") ? addressOf(env) : null;
        return url === null ? fetch(request, env) : keepAnswer(request, env, url);
      };
    },
    serve(listener) {
      return function answerFromMemory(incoming, outgoing) {
        const kept = find(incoming);
        if (kept === null) {
          listener(incoming, outgoing);
          return;
        }
        served++;
        const asked = incoming.headers["if-none-match"];
        if (asked !== undefined && kept.etag !== null && matches(asked, kept.etag)) {
          outgoing.writeHead(304, kept.headersOf304).end();
        } else {
          outgoing.writeHead(200, kept.headers).end(kept.body);
        }
      };
    },
    countServed() {
      const count = served;
      served = 0;
      return count;
    },
  };
}

/** Milliseconds for which a shared cache may serve this answer again; 0 for what it may not keep. */
function lifetimeOf(answer: Response): number {
  if (answer.status !== 200) return 0;
  const { headers } = answer;
  if (headers.has("Set-Cookie") || headers.has("Vary")) return 0;
  const seconds = /(?:^|[\s,])s-maxage=(\d{1,9})(?:$|[\s,])/i.exec(headers.get("Cache-Control") ?? "")?.[1];
  return 1000 * Number(seconds ?? 0);
}

/** Path and query as they came, before anything normalised them. */
function addressOf(env: unknown): string | null {
  const url: unknown = Reflect.get(Object(Reflect.get(Object(env), "incoming")), "url");
  return typeof url === "string" && url.length <= LONGEST_URL ? url : null;
}

async function readAnswer(answer: Response, until: number): Promise<Kept> {
  const body = Buffer.from(await answer.arrayBuffer());
  const others = [...answer.headers].filter(([name]) => !/^content-(?:type|length)$/.test(name));
  const type = answer.headers.get("Content-Type");
  return {
    body,
    headers: [
      ...others,
      ...(type === null ? [] : [["Content-Type", type]]),
      ["Content-Length", `${body.length}`],
    ].flat(),
    headersOf304: others.flat(),
    etag: answer.headers.get("ETag"),
    until,
  };
}
