import type { Kind, Level } from "@undersigned/core/signature/entry.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";

type DomainProof = Extract<Seen, { kind: "dns" | "well-known" | "web-page" }>;

/**
 * The level of a confirmed signatory: what was observed of it so far, each thing until it was found to be gone.
 * @param domain of an organisation whose mailbox is at its own domain, that; else null
 * @param seen oldest first
 */
export function levelOf(kind: Kind, domain: string | null, seen: readonly Seen[]): Level {
  return kind === "person" ? levelOfPerson(seen) : levelOfOrganisation(domain, seen);
}

function levelOfPerson(seen: readonly Seen[]): Level {
  if (isStillNamed(seen)) return 3;
  return seen.some((one) => one.kind === "openid") ? 2 : 1;
}

/** By one organisation at least that has not taken it back since. */
function isStillNamed(seen: readonly Seen[]): boolean {
  const naming = new Set<string>();
  for (const one of seen) {
    if (one.kind === "named") naming.add(one.by.domain);
    if (one.kind === "gone" && one.of === "named") naming.delete(one.domain);
  }
  return naming.size > 0;
}

/** Another domain than that of its mailbox may be anybody's: what is seen there says nothing. */
function levelOfOrganisation(domain: string | null, seen: readonly Seen[]): Level {
  if (domain === null) return 1;
  const proofs = standingProofs(domain, seen);
  if (seen.some((one) => one.kind === "key" && one.domain === domain && isNamed(one.vkey, proofs))) return 4;
  // Who publishes a key says nothing of this version before the key does.
  if (!proofs.some((proof) => proof.kind === "web-page" || proof.names === "version")) return 2;
  return seen.some((one) => one.kind === "approval" && one.domain === domain) ? 4 : 3;
}

function standingProofs(domain: string, seen: readonly Seen[]): DomainProof[] {
  let proofs: DomainProof[] = [];
  for (const one of seen) {
    if (one.kind === "gone" && one.domain === domain) proofs = proofs.filter((proof) => proof.kind !== one.of);
    if (one.kind !== "dns" && one.kind !== "well-known" && one.kind !== "web-page") continue;
    if (one.domain === domain) proofs.push(one);
  }
  return proofs;
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
