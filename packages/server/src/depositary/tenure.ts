import { encodeBase64 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { getSetting } from "@undersigned/store/settings.ts";
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
/** The host that a move goes away from, as long as it is not done to its end. */
export const MOVING_SETTING = "moving_from";

/** @throws RefusedError `wrong_state` while a move is not done to its end: nothing may be signed until it is */
export async function refuseMoving(access: Pick<Transaction, "db">): Promise<void> {
  const from = await getSetting(access, MOVING_SETTING);
  if (from === null) return;
  const to = await getSetting(access, ORIGIN_SETTING);
  throw new RefusedError(
    "wrong_state",
    `The move of this depositary from ${from} to ${to} was cut off. Run it again, and it goes on where it was: undersigned move --to ${to}`,
  );
}

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
