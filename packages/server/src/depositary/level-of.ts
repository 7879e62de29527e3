import type { Kind, Level } from "@undersigned/core/signature/entry.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";

type DomainProof = Extract<Seen, { kind: "dns" | "well-known" | "web-page" }>;

/**
 * The level of a confirmed signatory: what was observed of it so far, each thing until it was found to be gone.
 * @param domain of an organisation whose mailbox is at its own domain, that; else null
 * @param seen oldest first
 */
export function levelOf(kind: Kind, domain: string | null, seen: readonly Seen[]): Level {
  const standing = withoutGone(seen);
  return kind === "person" ? levelOfPerson(standing) : levelOfOrganisation(domain, standing);
}

/** What of this still holds: not what was found to be gone, or was taken back, later. */
export function withoutGone(seen: readonly Seen[]): Seen[] {
  return seen.filter((one, i) => one.kind !== "gone" && !seen.slice(i + 1).some((later) => endsIt(later, one)));
}

/** Whether `later` says that what was seen at that domain, or by whose word, is gone. */
export function endsIt(later: Seen, one: Seen): boolean {
  return later.kind === "gone" && later.of === one.kind && later.domain === placeOf(one);
}

/** The domain at which it was seen, or of who said so. */
export function placeOf(one: Seen): string | null {
  if ("by" in one) return one.by.domain;
  return "domain" in one ? one.domain : null;
}

function levelOfPerson(seen: readonly Seen[]): Level {
  if (seen.some((one) => one.kind === "named")) return 3;
  return seen.some((one) => one.kind === "openid") ? 2 : 1;
}

/** Another domain than that of its mailbox may be anybody's: what is seen there says nothing. */
function levelOfOrganisation(domain: string | null, seen: readonly Seen[]): Level {
  if (domain === null) return 1;
  const own = seen.filter((one) => "domain" in one && one.domain === domain);
  const proofs = own.filter(isDomainProof);
  if (own.some((one) => one.kind === "key" && isNamed(one.vkey, proofs))) return 4;
  // Who publishes a key says nothing of this version before the key does.
  if (!proofs.some((proof) => proof.kind === "web-page" || proof.names === "version")) return 2;
  return own.some((one) => one.kind === "approval") ? 4 : 3;
}

function isDomainProof(one: Seen): one is DomainProof {
  return one.kind === "dns" || one.kind === "well-known" || one.kind === "web-page";
}

/** A record of the DNS is in its observation word for word; of a file there is the digest, and that it names the key. */
function isNamed(vkey: string, proofs: readonly DomainProof[]): boolean {
  return proofs.some(
    (proof) =>
      proof.kind !== "web-page" &&
      proof.names === "key" &&
      (proof.kind === "well-known" || proof.record.split(/\s+/).includes(`key=${vkey}`)),
  );
}
