import type { Level } from "@undersigned/core/signature/entry.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import type { Terms } from "@undersigned/core/statement/terms.ts";
import type { WaitsFor } from "./evidence.ts";
import { levelOf, withoutGone } from "./level-of.ts";
import { domainOf } from "./signature-parts.ts";
import type { SignatureInput } from "./signing.ts";
import type { Asks } from "./waiting.ts";

export function asksOf({ leastLevel, review }: Terms, input: SignatureInput): Asks {
  const isOrganisation = input.kind === "organisation";
  return {
    level: isOrganisation ? leastLevel.organisation : leastLevel.person,
    vouch: isOrganisation && domainOf(input) === null,
    // Of an unnamed signatory nothing is shown that could be reviewed.
    review: review === true && input.named,
  };
}

/** What is missing of what was asked, given what was observed. Empty: it can be recorded, at `level`. */
export function findMissing(
  asks: Asks,
  input: SignatureInput,
  seen: readonly Seen[],
  isAdmitted: boolean,
): { readonly level: Level; readonly waitsFor: readonly WaitsFor[] } {
  const level = levelOf(input.kind, domainOf(input), seen);
  const isVouched = !asks.vouch || withoutGone(seen).some(({ kind }) => kind === "vouch");
  const waitsFor: WaitsFor[] = [];
  if (level < Math.min(asks.level, 3) || !isVouched) waitsFor.push("evidence");
  if (asks.level === 4 && level < 4) waitsFor.push("approval");
  if (asks.review && !isAdmitted) waitsFor.push("review");
  return { level, waitsFor };
}
