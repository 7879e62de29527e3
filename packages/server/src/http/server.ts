import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Fetch, SharedCache } from "./shared-cache.ts";

/** A server that listens before it can answer: requests that come early wait for the application. */
export type HttpServer = {
  /** @returns the port, @throws RefusedError `configuration`, field `PORT`, when it cannot be listened on */
  listen(options: { host: string; port: number }): Promise<number>;
  /** From now on `fetch` answers. */
  answerWith(fetch: Fetch): void;
  /** Takes no more, finishes the requests under way, and after `within` milliseconds cuts those that are left. */
  close(within: number): Promise<void>;
};

/** While closing, milliseconds between two looks for connections that have become idle. */
const LOOK_EVERY = 50;

export function makeServer(cache: SharedCache): HttpServer {
  const early = Promise.withResolvers<Fetch>();
  let known: Fetch | null = null;
  const fetch: Fetch = (request, env) =>
    known ? known(request, env) : early.promise.then((wait) => wait(request, env));
  const answer = cache.serve(getRequestListener(cache.keep(fetch)));
  let closing = false;
  const http = createServer(function listener(incoming, outgoing) {
    // Tells the client not to send the next request here (RFC 9112 section 9.6).
    if (closing) outgoing.shouldKeepAlive = false;
    answer(incoming, outgoing);
  });
  // Longer than proxies keep idle connections, so that they never send on one that we are just closing.
  http.keepAliveTimeout = 75_000;
  // A draft of four megabytes gets through on a slow line; whoever sends a byte a second does not.
  http.requestTimeout = 120_000;
  return {
    listen: (options) => listen(http, options),
    answerWith(application) {
      known = application;
      early.resolve(application);
    },
    async close(within) {
      closing = true;
      const closed = new Promise((resolve) => http.close(resolve));
      const looking = setInterval(() => http.closeIdleConnections(), LOOK_EVERY);
      const cutting = setTimeout(() => http.closeAllConnections(), within);
      await closed;
      clearInterval(looking);
      clearTimeout(cutting);
    },
  };
}

function listen(http: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause) => reject(refusePort(cause, host, port)));
    http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
  });
}

function refusePort(cause: Error & { code?: string }, host: string, port: number): RefusedError {
  const why =
    cause.code === "EADDRINUSE"
      ? `Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another.`
      : `Port ${port} on ${host} cannot be listened on (${cause.code ?? cause.message}). Set PORT or HOST to others.`;
  return new RefusedError("configuration", why, { cause, field: "PORT" });
}
