import { Command } from "commander";
import { addServe } from "./commands/serve.ts";
import { readVersion } from "./version.ts";

const program = new Command("undersigned")
  .description("A depositary for joint statements: collect signatures that anyone can check.")
  .version(readVersion())
  .showHelpAfterError();
addServe(program);

await program.parseAsync();
