import type { Command } from "commander";
import type { RotateOptions } from "../handover/run-rotate.ts";

const HELP = `
The new key takes over by an act in the log of heads, which both keys sign: whoever trusts the old key finds
the new one in every bundle and receipt made from then on, and what was signed before stays valid. The old
key is not needed any more, and is gone from the data folder.

Stop the server first. If it is cut off, run it again: it goes on where it was. Where several machines use
one database, each needs the new secrets.json. Back it up at once: without it nobody can sign for this
depositary any more.

If the old key may have been STOLEN, say so publicly, with the new key: a thief can hand over with the old
one too. Witnesses and monitors notice it; whoever only has the old key cannot tell which of the two is you.

The same settings as for serve tell which depositary: DATA_DIR (or --data-dir), and DATABASE_URL where it
uses PostgreSQL.

Examples:
  undersigned rotate
  DATA_DIR=/var/lib/undersigned undersigned rotate --yes`;

/** `undersigned rotate`: replaces the key that signs. */
export function addRotate(program: Command): void {
  program
    .command("rotate")
    .description("replace the key that signs, by an act in the log")
    .option("--data-dir <folder>", "the data folder, instead of DATA_DIR")
    .option("--yes", "do not ask")
    .option("--json", "print {origin, from, to, time, size, resumed} as JSON")
    .addHelpText("after", HELP)
    .action(async (options: RotateOptions) => {
      const { runRotate } = await import("../handover/run-rotate.ts");
      await runRotate(options);
    });
}
