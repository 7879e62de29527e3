import { UndersignedError } from "@undersigned/core/errors.ts";
import { readConfig } from "@undersigned/server/config.ts";
import { serve } from "@undersigned/server/main.ts";
import type { Command } from "commander";
import { onParentGone } from "../parent.ts";

/** `undersigned serve`: runs a depositary until it is told to stop. */
export function addServe(program: Command): void {
  program
    .command("serve")
    .description("run a depositary; settings are environment variables, and none is needed")
    .action(runServer);
}

async function runServer(): Promise<void> {
  try {
    const config = readConfig(process.env);
    const server = await serve(config);
    console.log(`Address:   ${server.url}`);
    if (server.setupUrl !== null) console.log(`Set-up:    ${server.setupUrl}`);
    console.log(`Data:      ${config.dataDir}`);
    console.log(
      `Mail:      ${config.smtpUrl === null ? "not configured (SMTP_URL); it waits in the outbox" : "configured"}`,
    );
    for (const notice of server.notices) console.log(`\n*** ${notice}`);
    stopWhenTold(() => server.close());
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/**
 * Stops once, on a signal or when npm is gone. Ctrl-C can arrive twice under npm, from the terminal and passed on: what comes
 * again means the same.
 */
function stopWhenTold(close: () => Promise<void>): void {
  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    await close();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  onParentGone(process.env.npm_lifecycle_event, () => void stop());
}
