import { UndersignedError } from "@undersigned/core/errors.ts";
import { Command, CommanderError } from "commander";
import { addBackup } from "./commands/backup.ts";
import { addCompare } from "./commands/compare.ts";
import { addImport } from "./commands/import.ts";
import { addKeygen } from "./commands/keygen.ts";
import { addMonitor } from "./commands/monitor.ts";
import { addMove } from "./commands/move.ts";
import { addRestore } from "./commands/restore.ts";
import { addRotate } from "./commands/rotate.ts";
import { addServe } from "./commands/serve.ts";
import { addSign } from "./commands/sign.ts";
import { addToken } from "./commands/token.ts";
import { addVerify } from "./commands/verify.ts";
import { addWitness } from "./commands/witness.ts";
import { EXIT } from "./exit-status.ts";
import { readVersion } from "./version.ts";

const program = new Command("undersigned")
  .description("A depositary for joint statements: collect signatures that anyone can check.")
  .version(readVersion())
  .showHelpAfterError("Add --help to see how it is used.")
  .exitOverride()
  // So that sign can have a --version of its own.
  .enablePositionalOptions()
  .addHelpText(
    "after",
    "\nExit status of every command: 0 yes, 1 no (altered, invalid), 2 wrong usage or unreadable, 3 could not tell.",
  );
// Each command imports what it runs when it runs, so that none waits for another's.
for (const add of [
  addServe,
  addVerify,
  addKeygen,
  addSign,
  addMonitor,
  addWitness,
  addBackup,
  addRestore,
  addRotate,
  addMove,
  addImport,
  addCompare,
  addToken,
])
  add(program);

// Who reads the output may stop early, as `head` does. That changes neither the work nor its exit status.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** Says what went wrong, and gives the exit status. A defect of ours is never taken for a "no". */
function explain(error: unknown): number {
  // Commander has said what was wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.yes : EXIT.usage;
  if (error instanceof UndersignedError) {
    console.error(error.message);
    return EXIT.usage;
  }
  if (error instanceof Error && "syscall" in error) {
    console.error(error.message.replace(/^[A-Z]+: (.*), \w+ '(.*)'$/, "$2: $1"));
    return EXIT.usage;
  }
  console.error("This is a defect of undersigned itself. Please report it with what follows.");
  console.error(error);
  return EXIT.unknown;
}
