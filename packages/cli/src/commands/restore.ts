import type { Command } from "commander";
import type { RestoreOptions } from "../restore/run.ts";

const HELP = `
For a database that is behind what it had published: an older copy was put back, or its last commits were
lost. Stop the server first. Every entry that comes back is checked against checkpoints that this
depositary's own key has signed, so a mirror need not be trusted.

A MIRROR is a folder that undersigned monitor wrote (FOLDER/HOST), or an address under which a web server
serves such a folder. Give all that there are; the one that goes furthest is used.

Names and e-mail addresses are in no mirror. A signature that comes back counts and can be withdrawn by its
link, but nobody can say any more whose it was. Statements that only those with the link may see are in no
mirror either.

The same settings as for serve tell which depositary: DATA_DIR (or --data-dir), and DATABASE_URL where it
uses PostgreSQL.

Exit status: 0 all is back, 1 something is still missing, 2 wrong usage or refused, 3 could not tell.

Examples:
  undersigned restore --from /srv/undersigned-monitor/letters.example --dry-run
  undersigned restore --from https://mirror.partner.example/letters.example
  undersigned restore --successor letters-2.example`;

/** `undersigned restore`: brings back from mirrors what a database lost, or begins a successor. */
export function addRestore(program: Command): void {
  program
    .command("restore")
    .description("bring a database that lost entries back to what it had published")
    .option("--from <mirror...>", "folders or addresses of mirrors of its logs")
    .option("--data-dir <folder>", "the data folder, instead of DATA_DIR")
    .option("--dry-run", "read and check everything, and change nothing")
    .option(
      "--successor <host>",
      "where no mirror has it: end these logs, and continue them under this host name, for good",
    )
    .option("--json", "print the report as JSON")
    .addHelpText("after", HELP)
    .action(async (options: RestoreOptions) => {
      const { runRestore } = await import("../restore/run.ts");
      process.exitCode = await runRestore(options);
    });
}
