import type { Observation } from "@undersigned/core/signature/observation.ts";
import { endsIt } from "./level-of.ts";

/**
 * Without the namings of a person that the organisation, or the person, took back since: they are nobody's business any more. A
 * vouch that was taken back stays, with that: on its strength the signature was taken.
 * @param observations oldest first
 */
export function stillSaid<T extends { readonly observation: Observation }>(observations: readonly T[]): readonly T[] {
  return observations.filter(({ observation: seen }, i) => {
    if (seen.kind === "gone") return seen.of !== "named";
    if (seen.kind !== "named") return true;
    return !observations.slice(i + 1).some(({ observation: later }) => endsIt(later, seen));
  });
}
