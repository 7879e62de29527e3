import type { RequestListener, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { IssuedCertificate } from "./certificate-authority.ts";

/** A real HTTPS server on loopback, for any number of names. Without an answer for a path there is nothing there (404). */
export type HttpsHost = {
  readonly port: number;
  /** What is answered at `https://NAME/PATH`, with status 200. */
  page(name: string, path: string, body: string, type?: string): void;
  /** Answers there by hand: slowly, without end, elsewhere. */
  handle(name: string, path: string, handler: RequestListener): void;
  /** `NAME/PATH` of each request since this was asked last. */
  asked(): string[];
  /** TLS connections since the beginning, also those that came to nothing. */
  connections(): number;
  close(): Promise<void>;
};

export async function openHttpsHost(
  certificate: IssuedCertificate,
  { address = "127.0.0.1", port = 0 }: { address?: string; port?: number } = {},
): Promise<HttpsHost> {
  const handlers = new Map<string, RequestListener>();
  let asked: string[] = [];
  let connections = 0;
  const server = createServer(certificate, (request, response) => {
    const name = (request.headers.host ?? "").replace(/:\d+$/, "");
    const place = `${name}${request.url ?? ""}`;
    asked.push(place);
    const handler = handlers.get(place);
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response);
  });
  server.on("connection", () => connections++);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port");
  const handle = (name: string, path: string, handler: RequestListener) => void handlers.set(`${name}${path}`, handler);
  return {
    port: bound.port,
    handle,
    page(name, path, body, type = "text/html; charset=utf-8") {
      handle(name, path, (_, response) => void response.writeHead(200, { "Content-Type": type }).end(body));
    },
    asked() {
      const places = asked;
      asked = [];
      return places;
    },
    connections: () => connections,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends a byte now and then, for ever. */
export function drip(response: ServerResponse, every = 100): void {
  const timer = setInterval(() => response.write(" "), every);
  response.on("close", () => clearInterval(timer));
}

/** Sends as fast as it is read, for ever. */
export function flood(response: ServerResponse): void {
  const part = Buffer.alloc(65_536, "x");
  const pour = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on("drain", pour);
  pour();
}
