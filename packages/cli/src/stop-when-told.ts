import { onParentGone } from "./parent.ts";

/**
 * Stops once, on a signal or when npm is gone. Ctrl-C can arrive twice under npm, from the terminal and passed on: what comes
 * again means the same.
 */
export function stopWhenTold(close: () => Promise<void>): void {
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
