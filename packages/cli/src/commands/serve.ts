import { UndersignedError } from "@undersigned/core/errors.ts";
import { readConfig } from "@undersigned/server/config.ts";
import { serve } from "@undersigned/server/main.ts";
import type { Command } from "commander";

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
    stopOnSignals(() => server.close());
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** Ctrl-C can arrive twice under npm, from the terminal and passed on, so a signal that comes again is the same one. */
function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      await close();
      process.exit(0);
    });
  }
}
