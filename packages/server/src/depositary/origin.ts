import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { getSetting, setSettingOnce } from "@undersigned/store/settings.ts";
import type { SigningKey } from "./keys.ts";
import { encodePublicKey, KEY_SETTING, ORIGIN_SETTING, refuseMoving } from "./tenure.ts";

export type FixedOrigin = {
  /** Origin of the log of heads. */
  current(): string;
  /** From the first opening on, the origin is part of what is signed and stays, whatever address the site moves to. */
  fix(): Promise<void>;
};

/** The host, with its port where it is not the usual one: the origin that a site's address gives. */
export function originOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}

/**
 * The origin under which this depositary signs. Before the first statement is opened it follows the site's address.
 * @throws RefusedError `configuration` when the database belongs to another signing key; `wrong_state` while a move is not
 * done to its end
 */
export async function readOrigin(store: Store, key: SigningKey, baseUrl: string): Promise<FixedOrigin> {
  await refuseMoving(store);
  const publicKey = encodePublicKey(key);
  if ((await setSettingOnce(store, KEY_SETTING, publicKey)) !== publicKey) {
    throw refuseOtherKey();
  }
  let fixed = await getSetting(store, ORIGIN_SETTING);
  return {
    current: () => fixed ?? originOf(baseUrl),
    async fix() {
      fixed ??= await setSettingOnce(store, ORIGIN_SETTING, originOf(baseUrl));
    },
  };
}

export function refuseOtherKey(): RefusedError {
  return new RefusedError(
    "configuration",
    "This database belongs to another signing key than the one in secrets.json of this data folder. Use the data folder that the database was made with, or restore its secrets.json. Where the key was replaced (undersigned rotate), every machine needs the new secrets.json.",
  );
}
