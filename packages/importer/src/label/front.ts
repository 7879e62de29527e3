import { isDateline } from "./dates.ts";
import type { Draft } from "./draft.ts";
import { give, isOpen, roleAt, wordsAt } from "./draft.ts";
import { isAddressees, isSalutation } from "./headline.ts";
import { endsWithColon, isAddressPart, isNameLike, readingLength } from "./look.ts";
import { isFurniture } from "./outside.ts";
import { hasCue } from "./phrase.ts";

/** Labels what stands between the headline and the letter itself: standfirst, byline, the publisher's words, addressees, salutation. */
export function labelFront(draft: Draft, headline: number): void {
  const follows = findStatementFollows(draft);
  if (follows !== -1) labelFraming(draft, headline, follows);
  const salutation = findSalutation(draft, Math.max(headline, follows) + 1);
  if (salutation !== -1) greet(draft, salutation);
  const begin = salutation === -1 ? findBegin(draft, Math.max(headline, follows) + 1) : salutation;
  for (let index = 0; index < begin; index++) labelFrontPiece(draft, index);
  labelNamedAuthor(draft, headline, begin);
  if (salutation !== -1) labelAddress(draft, Math.max(headline, follows), salutation);
  labelStandfirst(draft, headline, begin, salutation !== -1);
  if (salutation === -1) return;
  for (let index = 0; index < salutation; index++) {
    if (!isOpen(draft, index)) continue;
    const after = roleAt(draft, index - 1) === "addressees";
    if (after && isAddressPart(wordsAt(draft, index))) give(draft, index, "address-block");
    else if (draft.pieces[index]?.inside === false && isFurniture(wordsAt(draft, index)))
      give(draft, index, "outside-within");
    else give(draft, index, "before-salutation");
  }
}

/** "Read the full letter below": the piece after which the statement begins. */
function findStatementFollows(draft: Draft): number {
  const { pieces, cues } = draft;
  const reach = Math.min(200, pieces.length * 0.6);
  let found = -1;
  for (let index = 0; index < reach; index++) {
    const words = wordsAt(draft, index);
    const length = readingLength(words);
    if (pieces[index]?.kind === "item" || length > 600) continue;
    const cue =
      hasCue(cues, "statementFollows", "whole", words) ||
      (length <= 160 && hasCue(cues, "statementFollows", "anywhere", words) && pieces[index]?.kind !== "heading") ||
      (endsWithColon(words) && hasCue(cues, "statementFollows", "anywhere", words));
    if (cue && roleAt(draft, index) !== "headline") found = index;
  }
  return found;
}

function labelFraming(draft: Draft, headline: number, follows: number): void {
  const next = draft.pieces[follows + 1];
  give(draft, follows, "framing-cue");
  if (headline !== -1 && headline < follows && next?.kind === "heading") {
    // The letter has a title of its own; the publisher's stays what it is.
    give(draft, headline, "publishers-headline");
    give(draft, follows + 1, "first-heading");
  }
  for (let index = 0; index < follows; index++) {
    if (!isOpen(draft, index)) continue;
    labelFrontPiece(draft, index);
  }
  labelNamedAuthor(draft, headline, follows);
  labelStandfirst(draft, headline, follows, false);
  for (let index = 0; index < follows; index++) {
    if (!isOpen(draft, index)) continue;
    const outside = draft.pieces[index]?.inside === false && isFurniture(wordsAt(draft, index));
    give(draft, index, outside ? "outside-within" : "before-statement");
  }
}

/** "Dear Governor," and a greeting in a line of its own below it. */
function greet(draft: Draft, index: number): void {
  give(draft, index, isSalutation(draft, index) ? "salutation-cue" : "office-with-colon");
  const below = wordsAt(draft, index + 1);
  const greets = isOpen(draft, index + 1) && isSalutation(draft, index + 1) && /[,،，:：!！]$/u.test(below);
  if (greets && readingLength(below) <= 60) give(draft, index + 1, "salutation-cue");
}

/** Chinese letters begin with no more than an office and a colon: the first paragraph, with no list after it. */
function isOfficeWithColon(draft: Draft, index: number): boolean {
  const [piece, next] = [draft.pieces[index], draft.pieces[index + 1]];
  const short = piece?.kind === "paragraph" && /^[\p{Script=Han}、]{3,20}[:：]$/u.test(piece.words);
  return short && next?.kind === "paragraph" && /[。！？]$/u.test(next.words);
}

function findSalutation(draft: Draft, from: number): number {
  const reach = Math.min(draft.pieces.length, from + 40);
  for (let index = from; index < reach; index++)
    if (isOpen(draft, index) && isSalutation(draft, index)) {
      // "The Minister of Health", "Dear Minister,": the line above without its comma is to whom it goes.
      const two =
        !/[,،，:：!！]$/u.test(wordsAt(draft, index)) && isOpen(draft, index + 1) && isSalutation(draft, index + 1);
      if (!two) return index;
      give(draft, index, "address-block");
      return index + 1;
    }
  for (let index = from; index < Math.min(reach, from + 4); index++)
    if (isOpen(draft, index) && isOfficeWithColon(draft, index)) return index;
  return -1;
}

/** Without a salutation the letter begins with its first paragraph of some length, its first list or heading. */
function findBegin(draft: Draft, from: number): number {
  let index = from;
  for (; index < draft.pieces.length; index++) {
    const piece = draft.pieces[index];
    if (piece === undefined || !isOpen(draft, index)) continue;
    const framing =
      hasCue(draft.cues, "framing", "anywhere", piece.words) || hasCue(draft.cues, "initiators", "start", piece.words);
    if (piece.kind === "item" || piece.kind === "heading" || piece.kind === "quotation") break;
    if (readingLength(piece.words) > 150 && !framing && !isAddressees(draft, index)) break;
  }
  return index;
}

function labelFrontPiece(draft: Draft, index: number): void {
  if (!isOpen(draft, index)) return;
  const { cues } = draft;
  const words = wordsAt(draft, index);
  const length = readingLength(words);
  if (isDateline(words, cues)) give(draft, index, "dateline");
  else if (isAddressees(draft, index, !isSalutation(draft, index))) give(draft, index, "addressee-cue");
  else if (length <= 300 && hasCue(cues, "initiators", "start", words)) give(draft, index, "initiator-cue");
  else if (isByline(draft, words)) give(draft, index, "byline-cue");
  else if (hasCue(cues, "framing", "anywhere", words) && !hasCue(cues, "asks", "anywhere", words))
    give(draft, index, "framing-cue");
  else if (hasCue(cues, "kicker", "whole", words)) give(draft, index, "kicker-cue");
  else if (continuesAddress(draft, index)) give(draft, index, "address-block");
}

/** A line after addressees: more of the address. A sentence that ends is none, and nothing that leads in. */
function continuesAddress(draft: Draft, index: number): boolean {
  return index > 0 && roleAt(draft, index - 1) === "addressees" && isAddressPart(wordsAt(draft, index));
}

/** Lines right before the salutation that are no sentences: to whom it is sent. Two at least, or one alone after a date. */
function labelAddress(draft: Draft, after: number, salutation: number): void {
  let start = salutation;
  // A date may stand between the address and the salutation.
  if (roleAt(draft, start - 1) === "byline" && draft.rules[start - 1] === "dateline") start--;
  while (start - 1 > after && isAddressLine(draft, start - 1)) start--;
  const lines = Array.from({ length: salutation - start }, (_, at) => start + at).filter((index) =>
    isOpen(draft, index),
  );
  if (lines.length < 2 && start < salutation && roleAt(draft, start - 1) !== "byline") return;
  for (const index of lines) give(draft, index, "address-block");
}

function isAddressLine(draft: Draft, index: number): boolean {
  const piece = draft.pieces[index];
  if (piece === undefined || piece.kind !== "paragraph") return false;
  if (!isOpen(draft, index)) return roleAt(draft, index) === "addressees";
  return readingLength(piece.words) <= 70 && !/[.!?:。！？：]$/u.test(piece.words);
}

/** "By Jane Roe and the Reading Society": what follows the cue is names. */
function isByline(draft: Draft, words: string): boolean {
  if (readingLength(words) > 160) return false;
  const rest = words.replace(/^.{0,3}/u, (start) => start);
  if (!hasCue(draft.cues, "byline", "start", rest) || /[.。,，،:：]\s*$/u.test(words)) return false;
  if (hasCue(draft.cues, "asks", "anywhere", words)) return false;
  const after = words.slice(words.search(/[\s:：]/u) + 1);
  return isNameLike(after.split(/[,|·•–—]/, 1)[0]?.trim() ?? "", draft.cues) || isDateline(after, draft.cues);
}

/** Who wrote it, without a "by": a name of a few words under the headline, right above the date or first under the headline. */
function labelNamedAuthor(draft: Draft, headline: number, begin: number): void {
  if (headline === -1) return;
  for (let index = headline + 1; index < Math.min(begin, headline + 4); index++) {
    const piece = draft.pieces[index];
    if (piece?.kind !== "paragraph" || !isOpen(draft, index) || /[.!?:,;]$/u.test(piece.words)) continue;
    const words = piece.words.split(" ");
    const capitals = words.every((word) => /^\p{Lu}/u.test(word));
    const dated = draft.rules[index + 1] === "dateline";
    if (words.length < 2 || words.length > (dated ? 6 : 3) || !isNameLike(piece.words, draft.cues)) continue;
    if (dated || (capitals && index === headline + 1)) give(draft, index, "name-under-headline");
  }
}

/** The paragraph under a headline that says in short what it is about: emphasised, or with a byline after it. */
function labelStandfirst(draft: Draft, headline: number, begin: number, greeted: boolean): void {
  if (headline === -1) return;
  if (draft.rules[headline + 1] === "framing-cue" && roleAt(draft, headline + 2) === "byline")
    give(draft, headline + 1, "standfirst-before-byline");
  for (let index = headline + 1; index < begin; index++) {
    const piece = draft.pieces[index];
    if (piece === undefined || !isOpen(draft, index) || piece.kind === "item") continue;
    const length = readingLength(piece.words);
    const beforeByline = roleAt(draft, index + 1) === "byline";
    if (length > 400 || length < 20) return;
    if (!beforeByline && hasCue(draft.cues, "asks", "anywhere", piece.words)) return;
    const emphasised = draft.extracted.marks.some(
      (mark) =>
        (mark.kind === "strong" || mark.kind === "emphasis") &&
        mark.start <= piece.start + 1 &&
        mark.end >= piece.end - 2,
    );
    if (emphasised) give(draft, index, "standfirst-emphasised");
    else if (beforeByline) give(draft, index, "standfirst-before-byline");
    else if (greeted && roleAt(draft, index - 1) === "headline") give(draft, index, "standfirst-under-headline");
    return;
  }
}
