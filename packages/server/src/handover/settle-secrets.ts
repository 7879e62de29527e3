import type { Transaction } from "@undersigned/store/engine.ts";
import { getSetting } from "@undersigned/store/settings.ts";
import { makeSigningKey } from "../depositary/keys.ts";
import { encodePublicKey, KEY_SETTING } from "../depositary/tenure.ts";
import type { Secrets } from "../secrets.ts";
import { loadSecrets, promoteNextSecrets, readNextSecrets } from "../secrets.ts";

/**
 * The secrets of a data folder, and what became of a rotation that was cut off: when the database says that the next key
 * holds, it is made the present one now; else it never took over, and nothing is changed.
 * @param onNotice told, in a sentence, of either
 * @throws RefusedError `configuration` as loadSecrets does
 */
export async function settleSecrets(
  dataDir: string,
  access: Pick<Transaction, "db">,
  onNotice: (message: string) => void,
): Promise<Secrets> {
  const secrets = loadSecrets(dataDir);
  const next = readNextSecrets(dataDir);
  if (next === null) return secrets;
  if (!(await holds(access, next))) {
    onNotice(
      "A rotation of the key was begun and cut off before anything was signed. To finish it, stop this server and run undersigned rotate; to give it up, delete secrets.next.json.",
    );
    return secrets;
  }
  promoteNextSecrets(dataDir);
  onNotice("A rotation of the key was cut off after the new key had taken over. It is finished now.");
  return next;
}

/** Whether the database says that the key of these secrets is the one that signs. */
export async function holds(access: Pick<Transaction, "db">, secrets: Secrets): Promise<boolean> {
  return (await getSetting(access, KEY_SETTING)) === encodePublicKey(makeSigningKey(secrets));
}
