import type { Socket } from "node:net";
import { connect } from "node:net";

/** A request as it goes over the wire. */
export type WireRequest = Buffer;

export type LoadResult = {
  /** Seconds from the first request to the last answer. */
  readonly seconds: number;
  /** Milliseconds of each request, in the order of `requests`. */
  readonly latencies: Float64Array;
  readonly statuses: Uint16Array;
  readonly bodies: string[];
};

export type LoadOptions = {
  readonly port: number;
  readonly requests: readonly WireRequest[];
  readonly connections: number;
  /** Requests a second, evenly spaced, whatever the answers take; absent: as fast as the connections answer. */
  readonly rate?: number;
  readonly keepBodies?: boolean;
};

/**
 * Sends every request once over keep-alive connections on loopback and measures. Written on bare sockets, because a
 * client that costs as much as the server measures itself on two cores. At a fixed rate, latency counts from when a
 * request was due, so that waiting for a free connection is not hidden.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { port, requests, rate, keepBodies = false } = options;
  const latencies = new Float64Array(requests.length);
  const statuses = new Uint16Array(requests.length);
  const bodies: string[] = [];
  const connections = Math.min(options.connections, requests.length);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const start = performance.now();
  let next = 0;

  async function worker(socket: Socket): Promise<void> {
    const exchange = makeExchange(socket);
    while (next < requests.length) {
      const i = next++;
      const due = rate === undefined ? performance.now() : start + (i * 1000) / rate;
      const early = due - performance.now();
      if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
      const answer = await exchange(requests[i] as Buffer);
      latencies[i] = performance.now() - due;
      statuses[i] = answer.status;
      if (keepBodies) bodies[i] = answer.body.toString("utf8");
    }
  }

  await Promise.all(sockets.map(worker));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return { seconds, latencies, statuses, bodies };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.setNoDelay(true);
    socket.once("error", reject);
  });
}

type Answer = { status: number; body: Buffer };

/** One request at a time over one socket; answers must have a Content-Length. */
function makeExchange(socket: Socket): (request: Buffer) => Promise<Answer> {
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = -1;
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null;
  socket.on("error", (error) => waiting?.reject(error));
  socket.on("close", () => waiting?.reject(new Error("the server closed a connection")));
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (needed < 0) needed = neededBytes(chunks);
    if (needed < 0 || length < needed) return;
    const whole = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    chunks = [];
    length = 0;
    needed = -1;
    const done = waiting;
    waiting = null;
    done?.resolve({
      status: Number(whole.toString("latin1", 9, 12)),
      body: whole.subarray(whole.indexOf("\r\n\r\n") + 4),
    });
  });
  return (request) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(request);
    });
}

/** Length of the whole answer, once its head is there; -1 before. */
function neededBytes(chunks: readonly Buffer[]): number {
  const head = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  const end = head.indexOf("\r\n\r\n");
  if (end < 0) return -1;
  const match = /\r\ncontent-length: (\d+)/i.exec(head.toString("latin1", 0, end));
  if (!match) throw new Error("an answer without Content-Length");
  return end + 4 + Number(match[1]);
}

export function postJson(path: string, value: unknown, headers: Readonly<Record<string, string>> = {}): WireRequest {
  const body = Buffer.from(JSON.stringify(value));
  const lines = Object.entries(headers).map(([name, text]) => `${name}: ${text}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${lines.join("")}Content-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
}

export function get(path: string): WireRequest {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, "latin1");
}

/** The value below which the share `p` (0 to 1) of the values lies. */
export function percentile(values: Float64Array, p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(Float64Array.from(values), 0.5);
}
