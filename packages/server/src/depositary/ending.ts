import type { RemovalReason } from "@undersigned/core/signature/entry.ts";
import type { EndedSignature } from "@undersigned/store/endings.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import type { Doer } from "./doer.ts";

/** How a signature ends. `by` is who does it, null where it is the signatory. */
export type Ending =
  | { readonly act: "withdraw"; readonly by: null }
  | { readonly act: "anonymise"; readonly by: Doer | null }
  | { readonly act: "erase"; readonly by: Doer }
  | {
      readonly act: "remove";
      /** Null where the evidence of whoever disputed it settled that. */
      readonly by: Doer | null;
      readonly reason: RemovalReason;
      /** What the signatory is told besides the reason; kept nowhere else. */
      readonly explanation: string | null;
      /** False only where an order forbids to tell the signatory. */
      readonly tell: boolean;
    };

/** Ends the signature at `index`. `recorded`: whether it goes into the list of what administrators did, one by one. */
export type EndAct = {
  readonly kind: "end";
  readonly index: number;
  readonly ending: Ending;
  readonly recorded?: boolean;
};

/** How long a removed signature that might have been right is kept, sealed from all, for its signatory's objection. */
export const OBJECTION_DAYS = 30;
const DAY = 86_400_000;

/**
 * What becomes of the openings (docs/decisions/012). A person who takes the signature back is forgotten, an organisation's
 * name was public and it alone decides about its past. What was forged names somebody who never signed, and what a law
 * forbids must not be kept: both go at once. Any other removal may be wrong, so there is a time to object.
 */
export function forgettingOf(ending: Ending, kind: SignatureRow["kind"], now: number): EndedSignature["forget"] {
  switch (ending.act) {
    case "withdraw":
      return kind === "person" ? "now" : "private";
    case "erase":
    case "anonymise":
      return "now";
    case "remove":
      return isForgottenAtOnce(ending.reason) ? "now" : now + OBJECTION_DAYS * DAY;
  }
}

/** Whether a removal for this reason leaves nothing to object with but the signatory's own receipt. */
export function isForgottenAtOnce(reason: RemovalReason): boolean {
  return reason === "forged" || reason === "legal";
}
