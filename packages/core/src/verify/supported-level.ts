import { formatVerifierKey } from "../log/note.ts";
import type { Level } from "../signature/entry.ts";
import { findNamed } from "../signature/naming-record.ts";
import type { Observation } from "../signature/observation.ts";

/** What is seen at an organisation's own domain, and goes when it is not seen there any more. */
type AtDomain = Extract<Observation, { kind: "dns" | "well-known" | "web-page" }>;

/**
 * The highest level of an organisation that these observations bear out, whatever came and went between them. Level 2 needs
 * none: it is a mailbox at its own domain, which no observation tells of.
 */
export function supportedLevel(observations: readonly Observation[]): Level {
  const seen = observations.filter(isAtDomain);
  const isApproved = (domain: string) => observations.some((one) => one.kind === "approval" && one.domain === domain);
  if (observations.some((one) => one.kind === "key" && seen.some((other) => namesKey(other, one)))) return 4;
  const proofs = seen.filter((one) => one.kind === "web-page" || one.names === "version");
  if (proofs.some(({ domain }) => isApproved(domain))) return 4;
  return proofs.length > 0 ? 3 : 2;
}

/**
 * What of these still holds: not what was found gone later.
 * @param observations in the order of their entries
 */
export function withoutGone(observations: readonly Observation[]): Observation[] {
  return observations.filter(
    (one, at) => one.kind !== "gone" && !observations.slice(at + 1).some((later) => ends(later, one)),
  );
}

/** Whether an organisation has signed with a key that its domain, as it was seen, names. */
export function isSignedByNamedKey(observations: readonly Observation[]): boolean {
  const seen = observations.filter(isAtDomain);
  return observations.some((one) => one.kind === "key" && seen.some((other) => namesKey(other, one)));
}

function isAtDomain(one: Observation): one is AtDomain {
  return one.kind === "dns" || one.kind === "well-known" || one.kind === "web-page";
}

/** A record of the DNS is told word for word; of a file the digest is, and that it names the key. */
function namesKey(seen: AtDomain, { domain, vkey }: Extract<Observation, { kind: "key" }>): boolean {
  if (seen.kind === "web-page" || seen.names !== "key" || seen.domain !== domain) return false;
  if (seen.kind === "well-known") return true;
  const named = findNamed(seen.record);
  return named !== null && "key" in named && formatVerifierKey(named.key) === vkey;
}

function ends(later: Observation, one: Observation): boolean {
  if (later.kind !== "gone" || later.of !== one.kind) return false;
  return later.domain === ("by" in one ? one.by.domain : "domain" in one ? one.domain : null);
}
