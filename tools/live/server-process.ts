import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { Settings } from "./program.ts";
import { environment, PROGRAM } from "./program.ts";

/** A depositary in a process of its own, which listens on loopback. */
export type ServerProcess = {
  readonly pid: number;
  /** Where it listens: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Milliseconds from its start until it was ready to answer. */
  readonly startedIn: number;
  /** What it has written, as far as it is not too long ago. */
  output(): string;
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM), and answers its exit status. */
  stop(): Promise<number | null>;
};

export type ServerOptions = {
  readonly port: number;
  /** Everything but PORT and HOST, as the settings are called in the environment. */
  readonly settings: Settings;
  /** Milliseconds. */
  readonly patience?: number;
  /** What answers 200 once it has started: `/readyz` unless it is started so as not to be ready. */
  readonly path?: "/readyz" | "/healthz";
};

const OUTPUT_LIMIT = 200_000;

/**
 * Starts `undersigned serve` and waits until it answers.
 * @throws Error with what it wrote, when it ends instead, or is not ready in time
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { port, settings, patience = 30_000, path = "/readyz" } = options;
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, "serve"], {
    // As under npm: it stops by itself when whoever started it is gone, whatever became of them.
    env: environment({ ...settings, HOST: "127.0.0.1", PORT: String(port), npm_lifecycle_event: "start" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      output = (output + part).slice(-OUTPUT_LIMIT);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(child, `${url}${path}`, began + patience);
  } catch (error) {
    await end(child, "SIGKILL");
    throw new Error(`the server on port ${port} did not start: ${(error as Error).message}\n${output}`, {
      cause: error,
    });
  }
  return {
    pid: child.pid as number,
    url,
    startedIn: performance.now() - began,
    output: () => output,
    kill: async () => void (await end(child, "SIGKILL")),
    stop: () => end(child, "SIGTERM"),
  };
}

/** `deadline` by performance.now(). */
async function waitUntilReady(child: ChildProcess, url: string, deadline: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("it has ended");
    const left = deadline - performance.now();
    if (left <= 0) throw new Error("it took too long");
    if (await isReady(url, left)) return;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

async function isReady(url: string, patience: number): Promise<boolean> {
  const signal = AbortSignal.timeout(Math.ceil(patience));
  try {
    const response = await fetch(url, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return child.exitCode;
}

/** A port on loopback that is free now; whoever wants it takes it soon. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
