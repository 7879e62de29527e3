import type { Draft } from "./draft.ts";
import { give, isOpen, wordsAt } from "./draft.ts";
import { isSalutation } from "./headline.ts";
import { endsSentence, readingLength } from "./look.ts";
import { hasCue } from "./phrase.ts";

/** What the page itself says is no part of its article: menus, asides, captions, notes. */
export function labelRegions(draft: Draft): void {
  for (const [index, { region }] of draft.pieces.entries()) {
    if (region !== null && region !== "header") give(draft, index, "outside-region");
  }
}

/**
 * What stands outside the article, by where it stands. A list of names after it is often left out by what finds articles, so
 * this comes after signatories were looked for.
 */
export function labelOutside(draft: Draft, headline: number): void {
  const { pieces } = draft;
  const inside = pieces.findIndex((piece) => piece.inside);
  if (inside === -1) return;
  const last = pieces.findLastIndex((piece) => piece.inside);
  for (const [index, piece] of pieces.entries()) {
    if (piece.inside || !isOpen(draft, index)) continue;
    const words = wordsAt(draft, index);
    if (index < inside && index > headline && isSalutation(draft, index)) give(draft, index, "salutation-cue");
    else if (index > last) give(draft, index, "outside-after");
    else if (index < inside && index > headline && headline !== -1 && !isFurniture(words))
      give(draft, index, "outside-before");
    else if (index < inside && readingLength(words) <= 90 && hasCue(draft.cues, "kicker", "whole", words))
      give(draft, index, "kicker-cue");
    else if (index < inside && isFurniture(words)) give(draft, index, "outside-within");
    else if (index < inside) give(draft, index, "outside-before");
    // A whole sentence that was left out may be the letter's: it stays, and the dispute about it is told.
    else if (!endsSentence(words)) give(draft, index, "outside-within");
  }
}

/** Short words that are no sentence: "Skip to content", "Share". */
export function isFurniture(words: string): boolean {
  return readingLength(words) <= 60 && !endsSentence(words);
}
