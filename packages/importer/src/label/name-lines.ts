import { isDateline } from "./dates.ts";
import type { Draft } from "./draft.ts";
import { give, isOpen, roleAt, wordsAt } from "./draft.ts";
import { isClosing, isNames, isSignatureLeadIn } from "./ending.ts";
import { endsSentence, endsWithColon, readingLength } from "./look.ts";
import { hasCue } from "./phrase.ts";
import type { Rule } from "./rules.ts";

export function isNameRule(rule: Rule | null): boolean {
  return (
    rule === "after-signature-lead-in" || rule === "after-closing" || rule === "says-more" || rule === "among-names"
  );
}

type NameRule = "after-signature-lead-in" | "after-closing";

/** Names from `from` on; returns where they end. */
export function labelNames(draft: Draft, from: number, after: NameRule): number {
  let rule = after;
  let index = from;
  for (; index < draft.pieces.length && isOpen(draft, index); index++) {
    const given = ruleWithin(draft, index, rule);
    if (given === null) break;
    if (given === "signature-cue") rule = "after-signature-lead-in";
    give(draft, index, given);
  }
  return index;
}

/** What a piece is between names; null where it is no part of them any more. */
function ruleWithin(draft: Draft, index: number, rule: NameRule): Rule | null {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece === undefined) return null;
  const { kind, words } = piece;
  const length = readingLength(words);
  const namesFollow = isNames(draft, index + 1);
  if (kind === "heading" || isSignatureLeadIn(draft, index)) {
    if (length > 100 || hasCue(cues, "footer", "start", words) || !namesFollow) return null;
    return hasCue(cues, "signatureLeadIn", "start", words) ? "signature-cue" : "signature-group";
  }
  if (kind === "cell") return rule;
  if (length <= 160 && hasCue(cues, "elsewhere", "anywhere", words)) return "says-more";
  if (isClosing(draft, index)) return "closing-cue";
  const footer = hasCue(cues, "footer", "start", words);
  const led = length > 12 && endsWithColon(words);
  if (!footer && !led && hasCue(cues, "addressees", "start", words) && /^.{1,24}?[:：]/u.test(words))
    return "addressee-cue";
  if (footer && (!piece.inside || (kind !== "item" && hasCue(cues, "footer", "whole", words)))) return null;
  if (footer && (endsWithColon(words) || /[:：@]/u.test(words) || (!namesFollow && kind !== "item"))) return null;
  if (isDateline(words, cues)) return "dateline";
  if (isGroupLine(draft, index) && namesFollow) return "signature-group";
  if (isNames(draft, index, roleAt(draft, index - 1) === "signature-lead-in")) return rule;
  if (length <= 160 && hasCue(cues, "more", "anywhere", words)) return "says-more";
  if (length <= 70 && endsWithColon(words) && namesFollow) return "signature-group";
  if (isLastLine(draft, index)) return rule;
  if (isAmongNames(draft, index)) return rule;
  if (footer || !isNameRule(draft.rules[index - 1] ?? null)) return null;
  if (countsMore(words)) return "says-more";
  return rule === "after-signature-lead-in" && isOneCapital(draft, index) ? "among-names" : null;
}

/** "as well as 240 residents of both banks": in small letters, below names, with a number. */
function countsMore(words: string): boolean {
  return /^["“«(]?\p{Ll}/u.test(words) && readingLength(words) <= 90 && /\p{Nd}/u.test(words) && !endsSentence(words);
}

/** "Società degli amici del mulino": in many languages the name of an organisation has a capital at its beginning alone. */
function isOneCapital({ pieces }: Draft, index: number): boolean {
  const { words = "", kind, inside } = pieces[index] ?? {};
  if (kind !== "paragraph" || inside !== true || words.split(" ").length > 8 || readingLength(words) > 70) return false;
  return /^["“«]?\p{Lu}/u.test(words) && !/[@:：]|\p{Nd}{3}|https?/u.test(words) && !endsSentence(words);
}

/** "The staff of the library" right below the closing, as the last line: whoever signs, capitals or not. */
function isLastLine({ pieces, rules }: Draft, index: number): boolean {
  const { words = "", kind } = pieces[index] ?? {};
  if (kind !== "paragraph" || rules[index - 1] !== "closing-cue" || pieces[index + 1]?.inside === true) return false;
  return readingLength(words) <= 70 && !endsSentence(words) && !endsWithColon(words);
}

/** "National organisations": two words at most, the last a plural of who signs, at the head of a paragraph of names. */
function isGroupLine({ pieces, cues }: Draft, index: number): boolean {
  const [before, piece, next] = [pieces[index - 1], pieces[index], pieces[index + 1]];
  if (piece?.kind !== "paragraph" || before?.block === piece.block || next?.block !== piece.block) return false;
  return piece.words.split(" ").length <= 2 && hasCue(cues, "signatoryNouns", "end", piece.words);
}

/** What looks like no name, such as one in small letters, and stands among names in the same shape as they. */
function isAmongNames(draft: Draft, index: number): boolean {
  const [before, piece, next] = [draft.pieces[index - 1], draft.pieces[index], draft.pieces[index + 1]];
  if (piece === undefined || readingLength(piece.words) > 160 || endsSentence(piece.words)) return false;
  const named = isNameRule(draft.rules[index - 1] ?? null);
  if (piece.kind === "item") return before === undefined || before.kind !== "item" || named;
  return (
    named &&
    readingLength(piece.words) <= 70 &&
    next !== undefined &&
    isNames(draft, index + 1) &&
    !endsWithColon(piece.words)
  );
}

/** Without any cue: at least three names, one a line, are the last words. */
export function labelLastNames(draft: Draft): void {
  const { pieces, cues } = draft;
  let end = pieces.length;
  while (end > 0 && (!isOpen(draft, end - 1) || hasCue(cues, "footer", "start", wordsAt(draft, end - 1)))) end--;
  let start = end;
  while (start > 1 && isLastName(draft, start - 1)) start--;
  let names = 0;
  for (let index = start; index < end; index++) if (!isDateline(wordsAt(draft, index), cues)) names++;
  if (names < 3 || start === 0) return;
  for (let index = start; index < end; index++) {
    give(draft, index, isDateline(wordsAt(draft, index), cues) ? "dateline" : "names-at-the-end");
  }
}

function isLastName(draft: Draft, index: number): boolean {
  const kind = draft.pieces[index]?.kind;
  return isOpen(draft, index) && kind !== "heading" && kind !== "item" && isNames(draft, index);
}
