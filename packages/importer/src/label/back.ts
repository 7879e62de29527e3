import type { Draft } from "./draft.ts";
import { give, isOpen } from "./draft.ts";
import { isClosing, isColonBeforeNames, isCommaBeforeNames, isSignatureLeadIn, isSignedLine } from "./ending.ts";
import { labelFooter } from "./footer.ts";
import { isNameRule, labelLastNames, labelNames } from "./name-lines.ts";

/** Labels how the letter ends: closing, the words that open the list of names, the names, what the publisher put below. */
export function labelBack(draft: Draft): void {
  const { pieces } = draft;
  let index = 0;
  for (; index < pieces.length; index++) {
    if (!isOpen(draft, index)) continue;
    if (isSignatureLeadIn(draft, index)) {
      give(draft, index, "signature-cue");
      index = labelNames(draft, index + 1, "after-signature-lead-in") - 1;
    } else if (isClosing(draft, index)) {
      give(draft, index, "closing-cue");
      index = labelNames(draft, index + 1, "after-closing") - 1;
    } else if (isColonBeforeNames(draft, index)) {
      give(draft, index, "signature-group");
      index = labelNames(draft, index + 1, "after-signature-lead-in") - 1;
    } else if (isCommaBeforeNames(draft, index)) {
      give(draft, index, "comma-before-names");
      index = labelNames(draft, index + 1, "after-closing") - 1;
    } else if (isSignedLine(draft, index)) {
      give(draft, index, "after-signature-lead-in");
      index = labelNames(draft, index + 1, "after-signature-lead-in") - 1;
    }
  }
  if (!draft.rules.some(isNameRule)) labelLastNames(draft);
  labelFooter(draft);
}
