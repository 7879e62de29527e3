import type { Draft } from "./draft.ts";
import { give, isOpen, wordsAt } from "./draft.ts";
import { endsSentence, readingLength } from "./look.ts";
import { isNameRule } from "./name-lines.ts";
import { hasCue } from "./phrase.ts";

/** What stands after the names, and the last pieces from the first one on that only a publisher writes. */
export function labelFooter(draft: Draft): void {
  const { pieces, cues } = draft;
  const lastName = draft.rules.findLastIndex(isNameRule);
  if (lastName > 0 && !isBodyAfter(draft, lastName)) {
    for (let index = lastName + 1; index < pieces.length; index++) {
      if (!isOpen(draft, index)) continue;
      give(draft, index, hasCue(cues, "footer", "start", wordsAt(draft, index)) ? "footer-cue" : "after-signatories");
    }
    return;
  }
  const from = Math.max(2, Math.floor(pieces.length * 0.6));
  const first = pieces.findIndex(
    (piece, index) =>
      index >= from && isOpen(draft, index) && piece.kind !== "item" && isFooterLine(draft, piece.words),
  );
  if (first === -1) return;
  for (let index = first; index < pieces.length; index++) if (isOpen(draft, index)) give(draft, index, "footer-cue");
}

/** Some letters name who signs before they begin: more is said after the names than before them. */
function isBodyAfter(draft: Draft, lastName: number): boolean {
  const { pieces, cues } = draft;
  const next = pieces.findIndex((_, index) => index > lastName && isOpen(draft, index));
  if (next === -1 || hasCue(cues, "footer", "start", wordsAt(draft, next))) return false;
  const long = (from: number, to: number) =>
    pieces.slice(from, to).filter(({ words }) => readingLength(words) >= 110).length;
  return long(lastName + 1, pieces.length) > long(0, lastName);
}

function isFooterLine({ cues }: Draft, words: string): boolean {
  if (!hasCue(cues, "footer", "start", words)) return false;
  return readingLength(words) <= 60 || /[:：@©]|https?:/u.test(words.slice(0, 120)) || !endsSentence(words);
}
