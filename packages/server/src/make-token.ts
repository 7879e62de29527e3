import { join } from "node:path";
import { openStore } from "@undersigned/store/store.ts";
import type { Config } from "./config.ts";
import { createApiToken } from "./depositary/api-tokens.ts";
import { prepareDataDir } from "./secrets.ts";

/**
 * Makes a bearer token for the API of the depositary that these settings name, beside its server, running or not. A data
 * folder that is not there yet is begun, so that tokens can be made before the first start.
 * @param warn told what an operator should know of the database
 * @throws RefusedError `configuration`; with the field `label` when its words are refused
 */
export async function makeToken(
  { dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">,
  label: string,
  warn: (message: string) => void,
): Promise<string> {
  prepareDataDir(dataDir);
  const store = await openStore({ url: databaseUrl, file: join(dataDir, "undersigned.db"), warn });
  try {
    return await createApiToken({ store, clock: Date.now }, label);
  } finally {
    await store.close();
  }
}
