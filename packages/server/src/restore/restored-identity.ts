import { decodeUtf8, equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import { parseHeadsEntry } from "@undersigned/core/log/identity-act.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import {
  checkIdentityChain,
  decodeIdentityLinks,
  isSameKey,
  keysOfChain,
} from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { insertIdentityAct, listIdentityActs } from "@undersigned/store/identity-acts.ts";
import { setSetting } from "@undersigned/store/settings.ts";
import { deleteAllCosigned } from "@undersigned/store/witnesses.ts";
import type { Tenure } from "../depositary/tenure.ts";
import { encodePublicKey, KEY_SETTING } from "../depositary/tenure.ts";
import { signAgain } from "../handover/sign-again.ts";
import type { Mirror } from "./mirror.ts";

const IDENTITY_FILE = ".well-known/undersigned.json";

/** How the key came to be ours, as a mirror has it: checked, and it ends at our key. */
export type MirroredIdentity = { readonly links: readonly IdentityLink[]; readonly keys: readonly VerifierKey[] };

/**
 * The chain that leads to our key, from the first mirror that has it (spec/identity.md). It is believed nothing but what our
 * own key signed: the last link.
 */
export async function findIdentity(mirrors: readonly Mirror[], key: VerifierKey): Promise<MirroredIdentity> {
  for (const mirror of mirrors) {
    const bytes = await mirror.read(IDENTITY_FILE);
    const links = bytes === null ? [] : readLinks(bytes);
    try {
      const keys = keysOfChain(checkIdentityChain(links));
      const last = keys.at(-1);
      if (last !== undefined && isSameKey(last, key)) return { links, keys };
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
    }
  }
  return { links: [], keys: [] };
}

function readLinks(bytes: Uint8Array): IdentityLink[] {
  try {
    const told: { readonly identity?: JsonValue } = JSON.parse(decodeUtf8(bytes));
    return decodeIdentityLinks(told?.identity);
  } catch (error) {
    if (error instanceof UndersignedError || error instanceof SyntaxError) return [];
    throw error;
  }
}

/**
 * Whether entries hand the key over, and what a mirror tells of that is all there.
 * @throws RefusedError `wrong_state` when the depositary moved away with them, `not_found` when no mirror tells how
 */
export function handsOver(entries: readonly Uint8Array[], { links }: MirroredIdentity): boolean {
  const acts = entries.filter((bytes) => {
    const entry = parseHeadsEntry(bytes);
    if (!("act" in entry) || entry.act === "succeed") return false;
    if (entry.act === "rotate") return true;
    throw new RefusedError(
      "wrong_state",
      `This copy was made before the depositary moved from ${entry.from.name} to ${entry.key.name}, and what was done since is in no log of ${entry.from.name}. Put back a copy that was made after the move.`,
    );
  });
  if (acts.every((bytes) => links.some((link) => equalBytes(link.entry, bytes)))) return acts.length > 0;
  throw new RefusedError(
    "not_found",
    `The key was replaced after this copy was made, and no mirror tells how. Put ${IDENTITY_FILE} into the mirror's folder, as the depositary served it.`,
  );
}

/** Records the hand-overs that came back, and puts our key under what was published before them. */
export async function restoreIdentity(
  tx: Transaction,
  entries: readonly Uint8Array[],
  identity: MirroredIdentity,
  tenure: Tenure,
): Promise<void> {
  if (!handsOver(entries, identity)) return;
  const known = (await listIdentityActs(tx)).length;
  for (const [at, { entry, proof }] of identity.links.entries()) {
    if (at >= known) await insertIdentityAct(tx, { number: at + 1, entry, proof });
  }
  await signAgain(tx, tenure);
  await deleteAllCosigned(tx);
  await setSetting(tx, KEY_SETTING, encodePublicKey(tenure.key));
}
