import type { Command } from "commander";

/** `undersigned serve`: runs a depositary until it is told to stop. */
export function addServe(program: Command): void {
  program
    .command("serve")
    .description("run a depositary")
    .action(() => {
      console.log("nothing to serve yet");
    });
}
