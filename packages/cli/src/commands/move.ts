import type { Command } from "commander";
import type { MoveOptions } from "../handover/run-move.ts";

const HELP = `
Everything that is signed has the host name in it. So a depositary does not just get another address: its
log of heads ends with an act that names the new host, signed under both names, and the log of every
statement goes on there. Addresses of statements, links in mails and all data stay as they are. What was
signed before stays valid, and whoever trusts the key of the old host finds the new one.

Stop the server first. A host that was left cannot be moved back to. If the command is cut off, run it
again: it goes on where it was, and no server starts before it is done.

The logs of the old host are written into a folder (--export), for any web server to go on serving there:
whoever asks the old host for its key then learns where it went. Keep that folder.

The same settings as for serve tell which depositary: DATA_DIR (or --data-dir), and DATABASE_URL where it
uses PostgreSQL.

Examples:
  undersigned move --to https://sign.letters.example
  DATA_DIR=/var/lib/undersigned undersigned move --to sign.letters.example --export /srv/old-host --yes`;

/** `undersigned move`: goes on under another host name. */
export function addMove(program: Command): void {
  program
    .command("move")
    .description("go on under another host name, by an act in the log")
    .requiredOption("--to <address>", "the new address of the site, or its host name")
    .option("--export <folder>", "where the logs of the old host go (default: moved-HOST in the data folder)")
    .option("--data-dir <folder>", "the data folder, instead of DATA_DIR")
    .option("--yes", "do not ask")
    .option("--json", "print {from, to, vkey, size, statements, folder, resumed} as JSON")
    .addHelpText("after", HELP)
    .action(async (options: MoveOptions) => {
      const { runMove } = await import("../handover/run-move.ts");
      await runMove(options);
    });
}
