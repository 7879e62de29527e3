import { isDateline } from "./dates.ts";
import type { Draft } from "./draft.ts";
import { give, isOpen, roleAt, wordsAt } from "./draft.ts";
import { endsSentence, endsWithColon, looksLikeNames, readingLength } from "./look.ts";
import { isNameList } from "./names.ts";
import { hasCue } from "./phrase.ts";

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
    }
  }
  if (!draft.rules.some((rule) => rule === "after-signature-lead-in" || rule === "after-closing"))
    labelLastNames(draft);
  labelFooter(draft);
}

export function isSignatureLeadIn(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece === undefined || piece.kind === "item" || readingLength(piece.words) > 260) return false;
  const { words } = piece;
  if (
    !hasCue(cues, "signatureLeadIn", "start", words) &&
    !(endsWithColon(words) && hasCue(cues, "signed", "anywhere", words))
  )
    return false;
  if (hasCue(cues, "asks", "anywhere", words) || hasCue(cues, "demands", "anywhere", words)) return false;
  const short = readingLength(words) <= 70 && !/[.。]$/u.test(words);
  if (!short && !endsWithColon(words) && piece.kind !== "heading") return false;
  return isNames(draft, index + 1) || isNames(draft, index + 2);
}

function isClosing(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece === undefined || piece.kind === "item" || piece.kind === "heading" || readingLength(piece.words) > 220)
    return false;
  if (index < pieces.length * 0.25 || index < 2) return false;
  return hasCue(cues, "closing", "start", piece.words);
}

function isNames(draft: Draft, index: number): boolean {
  const piece = draft.pieces[index];
  if (piece === undefined || (roleAt(draft, index) !== null && piece.region === null)) return false;
  if (piece.region !== null && piece.region !== "header") return false;
  return looksLikeNames(piece.words, draft.cues) || isNameList(piece.words, draft.cues);
}

/** Names from `from` on; returns where they end. */
function labelNames(draft: Draft, from: number, after: "after-signature-lead-in" | "after-closing"): number {
  let rule = after;
  const { pieces, cues } = draft;
  let index = from;
  for (; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined || !isOpen(draft, index)) break;
    const { words } = piece;
    if (piece.kind === "heading" || isSignatureLeadIn(draft, index)) {
      if (readingLength(words) > 100 || hasCue(cues, "footer", "start", words) || !isNames(draft, index + 1)) break;
      const cue = hasCue(cues, "signatureLeadIn", "start", words);
      if (cue) rule = "after-signature-lead-in";
      give(draft, index, cue ? "signature-cue" : "signature-group");
    } else if (
      piece.kind !== "cell" &&
      hasCue(cues, "footer", "start", words) &&
      (endsWithColon(words) || /[:：@]/u.test(words))
    )
      break;
    else if (isDateline(words, cues)) give(draft, index, "dateline");
    else if (readingLength(words) <= 160 && hasCue(cues, "more", "anywhere", words) && !isNames(draft, index))
      give(draft, index, "says-more");
    else if (piece.kind === "cell" || isNames(draft, index)) give(draft, index, rule);
    else if (readingLength(words) <= 70 && endsWithColon(words) && isNames(draft, index + 1))
      give(draft, index, "signature-group");
    else if (isClosing(draft, index)) give(draft, index, "closing-cue");
    else break;
  }
  return index;
}

/** Without any cue: at least three names, one a line, are the last words. */
function labelLastNames(draft: Draft): void {
  const { pieces, cues } = draft;
  let end = pieces.length;
  while (end > 0 && (!isOpen(draft, end - 1) || hasCue(cues, "footer", "start", wordsAt(draft, end - 1)))) end--;
  let start = end;
  while (
    start > 1 &&
    isOpen(draft, start - 1) &&
    pieces[start - 1]?.kind !== "heading" &&
    pieces[start - 1]?.kind !== "item" &&
    isNames(draft, start - 1)
  )
    start--;
  if (end - start < 3 || start === 0) return;
  for (let index = start; index < end; index++) give(draft, index, "names-at-the-end");
}

/** What stands after the names, and the last pieces from the first one on that only a publisher writes. */
function labelFooter(draft: Draft): void {
  const { pieces, cues } = draft;
  const lastName = draft.rules.findLastIndex(
    (rule) => rule === "after-signature-lead-in" || rule === "after-closing" || rule === "says-more",
  );
  const rest = pieces.length - lastName - 1;
  if (lastName > 0 && (lastName >= pieces.length * 0.5 || rest <= 4)) {
    for (let index = lastName + 1; index < pieces.length; index++) {
      if (isOpen(draft, index))
        give(draft, index, hasCue(cues, "footer", "start", wordsAt(draft, index)) ? "footer-cue" : "after-signatories");
    }
    return;
  }
  const from = Math.max(2, Math.floor(pieces.length * 0.6));
  const first = pieces.findIndex(
    (piece, index) =>
      index >= from &&
      isOpen(draft, index) &&
      piece.kind !== "item" &&
      hasCue(cues, "footer", "start", piece.words) &&
      isFooterLine(piece.words),
  );
  if (first === -1) return;
  for (let index = first; index < pieces.length; index++) if (isOpen(draft, index)) give(draft, index, "footer-cue");
}

function isFooterLine(words: string): boolean {
  return readingLength(words) <= 60 || /[:：@©]|https?:/u.test(words.slice(0, 120)) || !endsSentence(words);
}
