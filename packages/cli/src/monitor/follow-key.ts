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

/** Who follows from now on, and what was found on the way. */
export type FollowedKey = {
  readonly visiting: Visiting;
  /** Statements with new heads. */
  readonly changed: Followed;
  /** Whether the log of heads has ended with a move: then the site is what was left behind. */
  readonly moved: boolean;
};

/**
 * Follows what took over from the key that is known, by acts in the log that both have signed (spec/identity.md): the log is
 * followed up to each of them with the old key, and from there on the new one is known. A move to another host is told.
 * @param identity what the host says of itself, as it was served
 * @param named the key that it names there
 * @returns null when no such acts lead to the key that is named
 */
export async function followKey(
  visiting: Visiting,
  identity: Uint8Array,
  named: VerifierKey,
): Promise<FollowedKey | null> {
  const chain = readLinks(identity);
  const links = linksFrom(visiting.key, chain);
  const left = chain.flatMap(({ act, from, key }) => (act === "move" && key.name === visiting.host ? [from.name] : []));
  let following: Visiting = { ...visiting, left };
  const changed = new Set<string>();
  if (links.length === 0) return isSameKey(visiting.key, named) ? { visiting: following, changed, moved: false } : null;
  if (!leadsTo(links, following, named)) return null;
  // Whoever answers under the new name has none of the old logs: they end where they were followed to.
  if (named.name !== visiting.host) {
    for (const { act, from, key } of links)
      if (act === "move" && from.name === visiting.host) tellMove(following, from, key);
    return { visiting: following, changed: null, moved: true };
  }
  for (const { act, from, key, note } of links) {
    const followed = await followTo(following, note);
    if (act === "move") tellMove(following, from, key);
    if (followed === null) return { visiting: following, changed: null, moved: act === "move" };
    for (const id of followed) changed.add(id);
    if (act === "move") return { visiting: following, changed, moved: true };
    following = { ...following, key };
    const { memory } = following;
    memory.former = [...memory.former, formatVerifierKey(from)];
    memory.vkey = formatVerifierKey(key);
    following.found("key_rotated", tellRotation(following.host, from, key), { about: formatVerifierKey(key) });
    await following.save();
  }
  return { visiting: following, changed, moved: false };
}

/** The site names the last key of the host that is followed, or, once that was left, the very last. */
function leadsTo(links: readonly Link[], { host, key }: Visiting, named: VerifierKey): boolean {
  const here = links.findLast((link) => link.key.name === host)?.key ?? key;
  return [here, links.at(-1)?.key].some((last) => last !== undefined && isSameKey(last, named));
}

function tellMove(visiting: Visiting, from: VerifierKey, key: VerifierKey): void {
  const vkey = formatVerifierKey(key);
  visiting.found(
    "moved",
    `${from.name} has moved to ${key.name}, by the last act in its log, which both have signed. Follow it there from now on, in the same folder: undersigned monitor https://${key.name} --key '${vkey}'. Ask its people whether they did this: whoever steals a key could do it too.`,
    { about: vkey },
  );
}

function tellRotation(host: string, from: VerifierKey, key: VerifierKey): string {
  return `${host} replaced its key, by an act in its log that the old key and the new one have both signed: ${formatVerifierKey(from)} until then, ${formatVerifierKey(key)} from now on. Ask its people whether they did this: whoever steals a key could do it too.`;
}

/** The whole chain that a host shows, whose identity was read as JSON before; none when it shows none, or it does not hold. */
function readLinks(identity: Uint8Array): Link[] {
  try {
    const told: { readonly identity?: JsonValue } = JSON.parse(decodeUtf8(identity));
    if (told.identity === undefined) return [];
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
