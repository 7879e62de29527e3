import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export type CliResult = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

const MAIN = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));

/** Runs the command from its sources, as a process of its own, with no settings but `env`. */
export async function runCli(
  words: readonly string[],
  options: {
    input?: string;
    env?: Record<string, string>;
    cwd?: string;
    node?: readonly string[];
    hangUp?: boolean;
  } = {},
): Promise<CliResult> {
  const { input = "", env = {}, cwd, node = [], hangUp = false } = options;
  const child = spawn(process.execPath, [...node, MAIN, ...words], {
    cwd,
    env: { PATH: process.env.PATH ?? "", TZ: "America/Lima", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input);
  // As a reader does that has seen enough.
  if (hangUp) child.stdout.destroy();
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, status] = await Promise.all([hangUp ? "" : text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}
