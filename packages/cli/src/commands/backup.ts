import type { Command } from "commander";

const HELP = `
Copies the SQLite database of the depositary in this data folder, whole and at one moment, while it runs.
The copy holds mailboxes, sealed: keep it from others, and delete it in the rhythm that was promised. It
does not hold secrets.json, without which it cannot be opened: keep that apart. PostgreSQL is copied by its
own pg_dump; with DATABASE_URL set this command says how.

Example:
  DATA_DIR=/var/lib/undersigned undersigned backup /backup/undersigned.db`;

/** `undersigned backup FILE`: a consistent copy of a running SQLite database. */
export function addBackup(program: Command): void {
  program
    .command("backup")
    .description("copy the database while it is in use")
    .argument("<file>", "where the copy goes; there must be no file yet")
    .option("--data-dir <folder>", "the data folder, instead of DATA_DIR")
    .option("--json", "print {file, bytes} as JSON")
    .addHelpText("after", HELP)
    .action(async (file: string, { dataDir, json }: { dataDir?: string; json?: boolean }) => {
      const [{ readConfig }, { backUpDatabase }] = await Promise.all([
        import("@undersigned/server/config.ts"),
        import("@undersigned/server/back-up-database.ts"),
      ]);
      const config = readConfig({
        ...process.env,
        ...(dataDir === undefined ? {} : { DATA_DIR: dataDir, DATA_DIR_FILE: "" }),
      });
      const { bytes } = backUpDatabase(config, file);
      process.stdout.write(
        json
          ? `${JSON.stringify({ file, bytes })}\n`
          : `Copied ${bytes.toLocaleString("en")} bytes to ${file}. secrets.json is not in it.\n`,
      );
    });
}
