import { encodeBase64 } from "@undersigned/core/bytes.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { SigningKey } from "./keys.ts";
import type { Trouble } from "./trouble.ts";

/** Under which key and host a process signs. */
export type Tenure = {
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
};

/** The names of the settings that say which key and host hold. */
export const KEY_SETTING = "signing_key";
export const ORIGIN_SETTING = "origin";

/** How a public key stands in the settings. */
export function encodePublicKey({ publicKey }: SigningKey): string {
  return encodeBase64(publicKey);
}

/**
 * Whether another key, or another host, has taken over since this process started: it may then sign nothing more. As long
 * as nothing was opened there is no host to compare.
 */
export async function findReplaced(db: Transaction["db"], { key, origin }: Tenure): Promise<Trouble | null> {
  const rows = await db.selectFrom("setting").selectAll().where("name", "in", [KEY_SETTING, ORIGIN_SETTING]).execute();
  const holds = new Map(rows.map(({ name, value }) => [name, value]));
  const publicKey = holds.get(KEY_SETTING);
  if (publicKey !== undefined && publicKey !== encodePublicKey(key)) return { kind: "replaced", what: "key" };
  const host = holds.get(ORIGIN_SETTING);
  if (host !== undefined && host !== origin()) return { kind: "replaced", what: "host" };
  return null;
}
