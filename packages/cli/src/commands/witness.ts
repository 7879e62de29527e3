import type { Command } from "commander";
import type { WitnessOptions } from "../witness/run.ts";

const HELP = `
A witness follows the log of a depositary and cosigns what only grew. It is run by somebody other than the
depositary: a signatory organisation, for one. FILE is all there is to it. It is made at the first start,
and holds the witness's secret key, the logs it follows and what it cosigned last of each. Afterwards

  undersigned witness FILE

is enough, and --log adds further logs. Never put back an old copy of FILE, and never run two copies: a
witness that forgot could cosign two histories. If FILE is lost, start a new witness under a new name.

At the start it prints its key and the line that the depositary needs. Behind a reverse proxy say with
--url under which address the depositary reaches it.

Exit status of --evidence: 0 none, 1 proof that a log signed two histories, 3 suspicions only.

Examples:
  undersigned witness witness.db --name witness.partner.example --log https://letters.example
  undersigned witness witness.db --url https://witness.partner.example
  undersigned witness witness.db --evidence`;

/** `undersigned witness`: cosigns the logs of others. */
export function addWitness(program: Command): void {
  program
    .command("witness")
    .description("follow logs of others and cosign what only grew")
    .argument("<file>", "the witness's one file")
    .option("--name <name>", "its name, for good, at the first start: witness.partner.example")
    .option("--log <log>", "follow this log too: its verifier key, or a depositary's address", collect)
    .option("--url <address>", "where others reach it, kept in FILE")
    .option("--port <number>", "where to listen; 0 takes any free port", "8091")
    .option("--host <address>", "0.0.0.0 to be reached from elsewhere without a proxy", "127.0.0.1")
    .option("--evidence [folder]", "print what it keeps against its logs, write proofs into the folder, and end")
    .option("--no-serve", "do what the other options say, print the key, and end")
    .option("--json", "print as JSON")
    .addHelpText("after", HELP)
    .action(async (file: string, options: WitnessOptions) => {
      const { runWitness } = await import("../witness/run.ts");
      process.exitCode = await runWitness(file, options);
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
