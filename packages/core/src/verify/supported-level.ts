import { formatVerifierKey } from "../log/note.ts";
import type { Level } from "../signature/entry.ts";
import { findNamed } from "../signature/naming-record.ts";
import type { Observation } from "../signature/observation.ts";

/**
 * The highest level of an organisation that these observations bear out, whatever came and went between them. Level 2 needs
 * none: it is a mailbox at its own domain, which no observation tells of.
 */
export function supportedLevel(observations: readonly Observation[]): Level {
  if (isSignedByNamedKey(observations)) return 4;
  const approved = new Set(observations.flatMap((one) => (one.kind === "approval" ? [one.domain] : [])));
  const proved = observations.flatMap((one) => (provesDomain(one) ? [one.domain] : []));
  if (proved.some((domain) => approved.has(domain))) return 4;
  return proved.length > 0 ? 3 : 2;
}

function provesDomain(one: Observation): one is Extract<Observation, { kind: "dns" | "well-known" | "web-page" }> {
  if (one.kind === "web-page") return true;
  return (one.kind === "dns" || one.kind === "well-known") && one.names === "version";
}

/** Whether an organisation has signed with a key that its domain, as it was seen, names. */
export function isSignedByNamedKey(observations: readonly Observation[]): boolean {
  const keys = new Set(observations.flatMap((one) => (one.kind === "dns" ? namedKey(one) : [])));
  // Of a file its digest is told, and that it names a key, but not which.
  const domains = new Set(
    observations.flatMap((one) => (one.kind === "well-known" && one.names === "key" ? [one.domain] : [])),
  );
  return observations.some((one) => one.kind === "key" && (keys.has(one.vkey) || domains.has(one.domain)));
}

/** A key is named by its domain, so that the one tells the other. */
function namedKey({ record }: Extract<Observation, { kind: "dns" }>): string[] {
  const named = findNamed(record);
  return named !== null && "key" in named ? [formatVerifierKey(named.key)] : [];
}

/**
 * What of these still holds: not what was found gone later.
 * @param observations in the order of their entries
 */
export function withoutGone(observations: readonly Observation[]): Observation[] {
  const gone = new Set<string>();
  return observations
    .toReversed()
    .filter((one) => {
      if (one.kind === "gone") gone.add(`${one.of} ${one.domain}`);
      return one.kind !== "gone" && !gone.has(`${one.kind} ${placeOf(one)}`);
    })
    .reverse();
}

/** The domain at which it was seen, or of whoever said so. */
function placeOf(one: Observation): string {
  if ("by" in one) return one.by.domain;
  return "domain" in one ? one.domain : "";
}
