import { existsSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/store.ts";
import { openStore } from "@undersigned/store/store.ts";
import type { Config } from "../config.ts";

/**
 * Opens the database of a depositary that is there already, beside its server, which should be stopped.
 * @param warn told what an operator should know of the database
 * @throws RefusedError `configuration` when there is none
 */
export async function openPlace(
  { dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">,
  warn: (message: string) => void,
): Promise<Store> {
  const file = join(dataDir, "undersigned.db");
  const missing = databaseUrl === null ? file : join(dataDir, "secrets.json");
  if (!existsSync(missing)) {
    const what = databaseUrl === null ? "database" : "secrets.json";
    throw new RefusedError("configuration", `There is no ${what} in ${dataDir}. Set DATA_DIR to the data folder.`, {
      field: "DATA_DIR",
    });
  }
  return await openStore({ url: databaseUrl, file, warn });
}
