import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { concatBytes } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { WITNESS_REQUEST_LIMIT } from "@undersigned/core/log/witness-request.ts";
import type { Answer } from "./answer.ts";
import { makeAnswer, TOO_LARGE } from "./answer.ts";

/** What the server answers with. Each may throw; then nothing of the error is shown. */
export type Answers = {
  addCheckpoint(body: Uint8Array): Answer;
  page(): Answer;
  health(): Answer;
};

export type WitnessServer = {
  readonly port: number;
  /** Takes no more, finishes the requests under way, and after `within` milliseconds cuts those that are left. */
  close(within: number): Promise<void>;
};

export type ServerOptions = {
  readonly host: string;
  readonly port: number;
  /** Told of what went wrong here, in one line. */
  readonly onFailure: (sentence: string) => void;
  /** Milliseconds for a whole request to arrive; for tests. */
  readonly patience?: number;
};

/** Connections at a time. A depositary needs one. */
const CONNECTION_LIMIT = 256;
/** A request is short: whoever takes longer than this, in milliseconds, is cut. */
const PATIENCE = 10_000;

/**
 * Serves the witness protocol over plain HTTP, with connections kept alive.
 * @throws {RefusedError} `configuration` when the port cannot be listened on
 */
export async function serveWitness(answers: Answers, options: ServerOptions): Promise<WitnessServer> {
  const { host, port, onFailure, patience = PATIENCE } = options;
  const limits = {
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: Math.min(patience, 1_000),
    // Longer than proxies keep idle connections, so that they never send on one that we are just closing.
    keepAliveTimeout: 75_000,
    maxHeaderSize: 8_192,
  };
  const http = createServer(limits, (incoming, outgoing) => {
    void answerOver(answers, incoming, outgoing, onFailure);
  });
  http.maxConnections = CONNECTION_LIMIT;
  return { port: await listen(http, host, port), close: (within) => close(http, within) };
}

async function answerOver(
  answers: Answers,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onFailure: (sentence: string) => void,
): Promise<void> {
  try {
    send(await route(answers, incoming), incoming, outgoing);
  } catch (error) {
    // The connection went away while its request was read: there is nobody to answer.
    if (incoming.destroyed && !incoming.complete) return;
    const busy = isDatabaseError(error);
    onFailure(describeFailure(error));
    const answer = busy
      ? makeAnswer(503, "the witness could not store it and has not cosigned: ask again")
      : makeAnswer(500, "the witness failed, and has not cosigned");
    if (!outgoing.headersSent) send(answer, incoming, outgoing);
  }
}

async function route(answers: Answers, incoming: IncomingMessage): Promise<Answer> {
  const { method = "", url = "" } = incoming;
  const path = url.replace(/\?.*$/s, "");
  if (path === "/add-checkpoint") {
    if (method !== "POST") return makeAnswer(405, "add-checkpoint is asked with POST");
    const body = await readBody(incoming, WITNESS_REQUEST_LIMIT);
    return body === null ? TOO_LARGE : answers.addCheckpoint(body);
  }
  const read = path === "/" ? answers.page : path === "/healthz" ? answers.health : null;
  if (read === null) return makeAnswer(404, "there is nothing here; the page about this witness is /");
  return method === "GET" || method === "HEAD" ? read() : makeAnswer(405, "this is asked with GET");
}

/** The body, or null as soon as it is longer than `limit` bytes. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Uint8Array | null> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of incoming.iterator({ destroyOnReturn: false })) {
    length += part.length;
    if (length > limit) return null;
    parts.push(part);
  }
  return concatBytes(...parts);
}

const ALLOWED: Readonly<Record<string, string>> = { "/add-checkpoint": "POST" };

function send({ status, type, body }: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.statusCode = status;
  outgoing.setHeader("Content-Type", type);
  outgoing.setHeader("Content-Length", body.length);
  outgoing.setHeader("Cache-Control", "no-store");
  outgoing.setHeader("X-Content-Type-Options", "nosniff");
  outgoing.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  if (status === 405) outgoing.setHeader("Allow", ALLOWED[(incoming.url ?? "").replace(/\?.*$/s, "")] ?? "GET, HEAD");
  if (status === 503) outgoing.setHeader("Retry-After", "1");
  // What was not read of the body would be taken for the next request.
  if (!incoming.complete) outgoing.setHeader("Connection", "close");
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}

function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}

function describeFailure(error: unknown): string {
  if (isDatabaseError(error))
    return `The file could not be used, and nothing was cosigned: ${(error as Error).message}.`;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a defect of undersigned itself. Please report it with what follows.\n${what}`;
}

function listen(http: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause: Error & { code?: string }) => reject(refusePort(cause, host, port)));
    http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
  });
}

function refusePort(cause: Error & { code?: string }, host: string, port: number): RefusedError {
  const why = cause.code === "EADDRINUSE" ? "is in use" : `cannot be listened on (${cause.code ?? cause.message})`;
  return new RefusedError("configuration", `Port ${port} on ${host} ${why}. Give another with --port.`, { cause });
}

/** While closing, milliseconds between two looks for connections that have become idle. */
const LOOK_EVERY = 50;

async function close(http: Server, within: number): Promise<void> {
  const closed = new Promise((resolve) => http.close(resolve));
  const looking = setInterval(() => http.closeIdleConnections(), LOOK_EVERY);
  const cutting = setTimeout(() => http.closeAllConnections(), within);
  await closed;
  clearInterval(looking);
  clearTimeout(cutting);
}
