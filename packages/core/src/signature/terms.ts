import { VerificationError } from "../errors.ts";
import type { Consent, Kind } from "./entry.ts";

/** The terms of a version that its log alone can be held to. */
export type SigningTerms = {
  readonly who: readonly Kind[];
  readonly leastLevel: Readonly<Record<Kind, number>>;
  readonly unnamed: boolean;
};

/**
 * Checks a `sign` or `resign` against the terms of the version it names: replay knows digests, and not what they stand for,
 * so a verifier that has the manifest asks this besides. A later `attest` may go below the least level: the page shows it.
 * @param index where the entry stands in the log
 * @throws VerificationError `illegal_entry`
 */
export function checkTerms(entry: Consent, terms: SigningTerms, index: number): void {
  const broken = brokenTerm(entry, terms);
  if (broken !== null) {
    throw new VerificationError("illegal_entry", `entry ${index} breaks the terms of its version: ${broken}`);
  }
}

function brokenTerm(entry: Consent, terms: SigningTerms): string | null {
  const { kind, level, named } = entry;
  if (!terms.who.includes(kind)) {
    return kind === "person" ? "it is not open to people" : "it is not open to organisations";
  }
  const least = terms.leastLevel[kind];
  if (level < least) return `level ${level} is below the least level ${least}`;
  if (!named && !terms.unnamed) return "it does not allow unnamed signatures";
  return null;
}
