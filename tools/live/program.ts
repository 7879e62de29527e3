import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** `undersigned` as it runs from the source. */
export const PROGRAM = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

export type Settings = Readonly<Record<string, string>>;

/** What one run of a command left behind. */
export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** The environment of a program of ours: the settings, and of ours nothing that would set it up otherwise. */
export function environment(settings: Settings): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...settings };
}

/** Runs one command of `undersigned` to its end, in a process of its own. */
export async function runCommand(words: readonly string[], settings: Settings = {}): Promise<Ran> {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: environment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (stdout += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (stderr += part));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}
