import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import { copyDatabase } from "@undersigned/store/sqlite/back-up.ts";
import type { Config } from "./config.ts";

/**
 * Copies the SQLite database of a data folder, running or not. The copy is readable by its owner alone.
 * @throws RefusedError `configuration` for PostgreSQL, saying how that is copied; `wrong_state` when there is a file already
 */
export function backUpDatabase(
  { dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">,
  file: string,
): { readonly bytes: number } {
  if (databaseUrl !== null) {
    throw new RefusedError(
      "configuration",
      'This depositary uses PostgreSQL, which is copied by its own program: pg_dump --format=custom --file=FILE "$DATABASE_URL". ' +
        "It is put back by pg_restore --no-owner --dbname=ADDRESS FILE.",
      { field: "DATABASE_URL" },
    );
  }
  const database = join(dataDir, "undersigned.db");
  if (!existsSync(database)) {
    throw new RefusedError("configuration", `There is no database in ${dataDir}. Set DATA_DIR to the data folder.`, {
      field: "DATA_DIR",
    });
  }
  const copy = resolve(file);
  if (existsSync(copy))
    throw new RefusedError("wrong_state", `${file} is there already. Choose another name: no copy is written over.`);
  copyDatabase(database, copy);
  return { bytes: statSync(copy).size };
}
