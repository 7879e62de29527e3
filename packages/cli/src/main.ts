import { Command, CommanderError } from "commander";
import { addServe } from "./commands/serve.ts";
import { readVersion } from "./version.ts";

const program = new Command("undersigned")
  .description("A depositary for joint statements: collect signatures that anyone can check.")
  .version(readVersion())
  .showHelpAfterError()
  .exitOverride();
addServe(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has said what was wrong; 2 is the status for wrong usage.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
