import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import type { HandedOver } from "@undersigned/core/log/identity-chain.ts";
import { checkIdentityChain, decodeIdentityLinks, isSameKey } from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { parseLogProof } from "@undersigned/core/log/proof.ts";
import type { Followed } from "./follow-heads.ts";
import { followTo } from "./follow-heads.ts";
import type { Visiting } from "./visiting.ts";

/** A hand-over, and the signed checkpoint that ends with it, byte for byte. */
type Link = HandedOver & { readonly note: Uint8Array };

/**
 * Follows a key that took over from the one that is known, by acts in the log that both have signed (spec/identity.md): the
 * log is followed up to each of them with the old key, and from there on the new one is known.
 * @param identity what the host says of itself, as it was served
 * @param named the key that it names there
 * @returns who follows from now on, and the statements with new heads; null when no such acts lead to the key that is named
 */
export async function followKey(
  visiting: Visiting,
  identity: Uint8Array,
  named: VerifierKey,
): Promise<{ readonly visiting: Visiting; readonly changed: Followed } | null> {
  const links = linksFrom(visiting.key, readLinks(identity));
  if (links.length === 0 || !isSameKey((links.at(-1) as Link).key, named)) return null;
  const changed = new Set<string>();
  let following = visiting;
  for (const { act, from, key, note } of links) {
    // Another host has a log of heads of its own: it is followed there.
    if (act === "move") return null;
    const followed = await followTo(following, note);
    if (followed === null) return { visiting: following, changed: null };
    for (const id of followed) changed.add(id);
    following = { ...following, key };
    const { memory } = following;
    memory.former = [...memory.former, formatVerifierKey(from)];
    memory.vkey = formatVerifierKey(key);
    following.found("key_rotated", tellRotation(following.host, from, key), { about: formatVerifierKey(key) });
    await following.save();
  }
  return { visiting: following, changed };
}

function tellRotation(host: string, from: VerifierKey, key: VerifierKey): string {
  return `${host} replaced its key, by an act in its log that the old key and the new one have both signed: ${formatVerifierKey(from)} until then, ${formatVerifierKey(key)} from now on. Ask its people whether they did this: whoever steals a key could do it too.`;
}

/** The whole chain that a host shows, whose identity was read as JSON before; none when it does not hold. */
function readLinks(identity: Uint8Array): Link[] {
  try {
    const told: { readonly identity?: JsonValue } = JSON.parse(decodeUtf8(identity));
    const links = decodeIdentityLinks(told.identity);
    const checked = checkIdentityChain(links);
    return checked.map((link, at) => ({
      ...link,
      note: parseLogProof(links[at]?.proof ?? new Uint8Array(0)).checkpoint,
    }));
  } catch (error) {
    if (error instanceof UndersignedError) return [];
    throw error;
  }
}

/** Those that follow from this key. */
function linksFrom(key: VerifierKey, chain: readonly Link[]): Link[] {
  const at = chain.findIndex(({ from }) => isSameKey(from, key));
  return at < 0 ? [] : chain.slice(at);
}
