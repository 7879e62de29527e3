import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export type Child = {
  readonly pid: number;
  readonly port: number;
  readonly message: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
};

/** Starts a server of this folder as a process of its own; it says by a message on which port it listens. */
export async function startChild(script: string, env: Readonly<Record<string, string>>): Promise<Child> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...(process.env.BENCH_NODE_ARGS?.split(" ") ?? []), file], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const message = await firstMessage(child);
  return {
    pid: child.pid ?? 0,
    port: Number(message.port),
    message,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function firstMessage(child: ChildProcess): Promise<Record<string, unknown>> {
  return await new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as Record<string, unknown>));
    child.once("exit", (code) =>
      reject(new Error(`a server of the bench ended with status ${code} before it listened`)),
    );
  });
}
