import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

/** `undersigned witness` in a process of its own. */
export type WitnessProcess = {
  readonly address: string;
  readonly name: string;
  readonly vkey: string;
  readonly policy: string;
  /** What it has written to standard error. */
  errors(): string;
  /** Asks it to end, and answers its exit status. */
  stop(): Promise<number | null>;
  /** Waits until it has ended by itself: the signal that ended it. */
  ended(): Promise<string | null>;
};

const MAIN = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
const DYING = fileURLToPath(new URL("./dying-witness.ts", import.meta.url));

/** Starts a witness over a file and waits until it answers. @param port any free one, unless it must be found again */
export function startWitness(t: TestContext, words: readonly string[], port = 0): Promise<WitnessProcess> {
  return start(t, [MAIN, "witness", ...words, "--port", String(port), "--json"]);
}

/** Starts a witness that is killed at one point of its first request. */
export function startDyingWitness(
  t: TestContext,
  file: string,
  at: "before" | "within" | "after",
): Promise<WitnessProcess> {
  return start(t, [DYING, file, at]);
}

async function start(t: TestContext, words: readonly string[]): Promise<WitnessProcess> {
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  const exit = once(child, "exit") as Promise<[number | null, string | null]>;
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    errors += part;
  });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    exit.then(([status]) => {
      throw new Error(`the witness ended with ${status}: ${errors}`);
    }),
  ]);
  const { address, name, vkey, policy } = JSON.parse(String(line));
  return {
    address,
    name,
    vkey,
    policy,
    errors: () => errors,
    async stop() {
      child.kill("SIGTERM");
      return (await exit)[0];
    },
    ended: async () => (await exit)[1],
  };
}
