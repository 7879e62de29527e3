import type { CopyClaims, SignatoryFindings } from "./copy-report.ts";
import { foldCharacters } from "./foldings.ts";

/**
 * Holds the names that a copy gives against those of the record. A name that is not there is said to be just that: it may be
 * unnamed, or erased.
 * @param names null when the record is not at hand: nothing is then present, missing or unknown
 * @param claims null when the copy was not searched for names
 */
export function compareSignatories(names: readonly string[] | null, claims: CopyClaims | null): SignatoryFindings {
  const says = claims?.says ? { says: claims.says.text } : {};
  const claimed = claims?.claimed ? { claimed: claims.claimed.count } : {};
  if (names === null || claims === null) return { present: 0, missing: 0, unknown: [], ...says, ...claimed };
  const record = new Set(names.map(foldName));
  const found = new Set<string>();
  const unknown = new Map<string, string>();
  for (const { name } of claims.signatories) {
    const key = foldName(name);
    if (record.has(key)) found.add(key);
    else unknown.set(key, name);
  }
  return {
    present: found.size,
    missing: record.size - found.size,
    unknown: [...unknown.values()],
    ...says,
    ...claimed,
  };
}

/** Case and white space make no other name. */
function foldName(name: string): string {
  return foldCharacters(name).text.trim().replaceAll(/\s+/g, " ").toLowerCase();
}
