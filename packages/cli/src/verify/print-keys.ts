import type { ReportedHandOver } from "@undersigned/core/verify/lineage.ts";
import { KEYS_HEADING, tellKeys } from "@undersigned/core/verify/tell-keys.ts";
import { formatList } from "./print-checks.ts";

/** Which keys took over from the one that was trusted; nothing when that one signed. */
export function formatKeys(
  key: { readonly vkey: string; readonly handOvers: readonly ReportedHandOver[] } | null,
): string {
  return formatList(KEYS_HEADING, tellKeys(key));
}
