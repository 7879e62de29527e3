import { isDateline, isOnlyDate } from "./dates.ts";
import type { Draft } from "./draft.ts";
import { give, isOpen, wordsAt } from "./draft.ts";
import { endsSentence, endsWithColon, isAddressPart, readingLength } from "./look.ts";
import { findCue, hasCue } from "./phrase.ts";

/** A headline stands among so many first pieces. */
const REACH = 60;

/** Finds the headline and what stands above it. Returns its index, or -1 where there is none. */
export function labelHeadline(draft: Draft): number {
  const found = findHeadline(draft);
  if (found === null) return -1;
  give(draft, found.index, found.rule);
  for (let index = 0; index < found.index; index++) labelAbove(draft, index, found.index);
  if (found.rule === "subject-cue") labelAddressAbove(draft, found.index);
  return found.index;
}

type Found = {
  readonly index: number;
  readonly rule: "headline-of-metadata" | "first-heading" | "first-short-line" | "subject-cue";
};

function findHeadline(draft: Draft): Found | null {
  const { pieces, cues } = draft;
  const front = pieces
    .slice(0, REACH)
    .flatMap((piece, index) => (canBeHeadline(draft, index) ? [{ piece, index }] : []));
  const first = (test: (index: number) => boolean) => front.find(({ index }) => test(index))?.index;
  const named = first((index) => isTitleOfMetadata(draft, index));
  if (named !== undefined) return { index: named, rule: "headline-of-metadata" };
  const subject = first(
    (index) =>
      hasCue(cues, "subject", "start", wordsAt(draft, index)) &&
      readingLength(wordsAt(draft, index)) <= 250 &&
      hasColonEarly(wordsAt(draft, index)),
  );
  const body = bodyBegin(draft);
  if (subject !== undefined && subject <= body + 12) return { index: subject, rule: "subject-cue" };
  const headings = front.filter(({ piece, index }) => piece.kind === "heading" && index <= body);
  const highest = Math.min(...headings.map(({ piece }) => piece.level ?? 1));
  const heading = headings.find(
    ({ piece, index }) => (piece.level ?? 1) === highest && !hasCue(cues, "kicker", "whole", wordsAt(draft, index)),
  );
  const any = heading ?? headings[0];
  if (any !== undefined) return { index: any.index, rule: "first-heading" };
  const isTitle = (index: number) => index < body && isTitleLine(draft, index);
  const line =
    first(
      (index) => isTitle(index) && !(isOneWord(draft, index) && isTitle(index + 1) && !isOneWord(draft, index + 1)),
    ) ??
    first(isTitle) ??
    first((index) => index < body && hasCue(cues, "kicker", "whole", wordsAt(draft, index)));
  return line === undefined ? null : { index: line, rule: "first-short-line" };
}

/** "Health": a section's name rather than a title, where one follows. */
function isOneWord(draft: Draft, index: number): boolean {
  return (
    wordsAt(draft, index).split(/\s+/).length === 1 && !hasCue(draft.cues, "byline", "start", wordsAt(draft, index))
  );
}

function hasColonEarly(words: string): boolean {
  return /^.{1,30}?[:：]/u.test(words);
}

/** Where the letter itself surely begins: its salutation, its first list or its first long paragraph. */
function bodyBegin(draft: Draft): number {
  const index = draft.pieces.findIndex(
    (piece, at) =>
      isOpen(draft, at) &&
      (isSalutation(draft, at) ||
        (piece.inside && (piece.kind === "item" || piece.kind === "quotation" || readingLength(piece.words) > 260))),
  );
  return index === -1 ? draft.pieces.length : index;
}

function canBeHeadline(draft: Draft, index: number): boolean {
  const piece = draft.pieces[index];
  if (piece === undefined || piece.kind === "item" || piece.kind === "cell" || piece.kind === "quotation") return false;
  if (piece.region !== null && piece.region !== "header") return false;
  return readingLength(piece.words) <= 300 && (isOpen(draft, index) || piece.kind === "heading");
}

function isTitleOfMetadata(draft: Draft, index: number): boolean {
  const title = fold(draft.extracted.metadata.title ?? "");
  const words = fold(wordsAt(draft, index));
  if (title === "" || words.length < 8) return title !== "" && words === title;
  return title === words || (title.startsWith(words) && words.length >= title.length * 0.4);
}

function fold(words: string): string {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** A line that could be a title: short, no sentence, nothing that opens a letter in another way. */
function isTitleLine(draft: Draft, index: number): boolean {
  const { cues } = draft;
  const words = wordsAt(draft, index);
  if (readingLength(words) > 200 || endsWithColon(words) || /[,،，;]$/u.test(words) || !/\p{L}{2}/u.test(words))
    return false;
  if (/[.。।]["”»]?$/u.test(words) && endsSentence(words) && readingLength(words) > 90) return false;
  if (isOnlyDate(words, cues) || isSalutation(draft, index) || isAddressees(draft, index)) return false;
  if (isMenu(words) || hasCue(cues, "footer", "whole", words) || isInAddress(draft, index)) return false;
  if (hasCue(cues, "kicker", "whole", words) || hasCue(cues, "byline", "start", words)) return false;
  return !hasCue(cues, "statementFollows", "whole", words);
}

/** "Home · News · Opinion": a menu that was copied with the text. */
export function isMenu(words: string): boolean {
  const parts = words.split(/\s+[·•|›»/]\s+/u);
  return parts.length >= 3 && parts.every((part) => part.split(/\s+/).length <= 3) && !endsSentence(words);
}

/** A name with a role or street in the lines below it, with nothing but a date between them and the salutation. */
function isInAddress(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const block = pieces[index]?.block;
  const lines = pieces.filter((piece) => piece.block === block);
  if (lines.length < 2 || lines.length > 8) return false;
  if (lines.some(({ words }) => readingLength(words) > 70 || /[.!?:。！？：]$/u.test(words))) return false;
  const after = pieces.findIndex((piece, at) => at > index && piece.block !== block && !isOnlyDate(piece.words, cues));
  return after !== -1 && isSalutation(draft, after);
}

export function isSalutation(draft: Draft, index: number): boolean {
  const { kind, words } = draft.pieces[index] ?? { kind: "item", words: "" };
  if (
    kind === "item" ||
    kind === "cell" ||
    kind === "heading" ||
    readingLength(words) > 180 ||
    /[.。]$/u.test(words.replace(/\b\p{L}{1,3}\.$/u, ""))
  )
    return false;
  return hasCue(draft.cues, "salutation", "start", words);
}

/**
 * "To: the council", or "To the council" as a line of its own.
 * @param below it stands between headline and letter, where an office may be called in small letters
 */
export function isAddressees(draft: Draft, index: number, below = false): boolean {
  const words = wordsAt(draft, index);
  const cue = findCue(draft.cues, "addressees", "start", words);
  if (cue === null || readingLength(words) > 400) return false;
  const rest = words.slice(cue.end);
  if (/^\s*[:：]/u.test(rest)) return !endsWithColon(rest.replace(/^\s*[:：]/u, "")) || rest.length < 3;
  if (endsWithColon(cue.text)) return true;
  if (endsWithColon(words)) return false;
  // A comma parts clauses: "À Tarsac, les habitants …" is no address.
  const bare = readingLength(words) <= 90 && !/[,;]/.test(words) && !endsSentence(words);
  if (below && draft.extracted.source.kind !== "markdown" && bare) return true;
  return readingLength(words) <= 120 && !endsSentence(words) && /^\s*(?:\p{L}+\s+){0,2}[\p{Lu}\p{Lo}]/u.test(rest);
}

/** Of two blocks above a subject the first says who sends the letter, the last to whom; of one, a title or role tells: "Madame Lise Aubert". */
function labelAddressAbove(draft: Draft, subject: number): void {
  const { pieces, rules, cues } = draft;
  const lines = pieces
    .slice(0, subject)
    .flatMap((piece, index) =>
      rules[index] === "letterhead" && !isDateline(piece.words, cues) ? [{ piece, index }] : [],
    );
  const last = lines.at(-1)?.piece.block;
  const address = lines.filter(({ piece }) => piece.block === last);
  if (address.length < 2 && address.length === lines.length) return;
  const [first, second] = address.map(({ piece }) => piece.words);
  const titled = hasCue(cues, "salutation", "start", first ?? "") || hasCue(cues, "roles", "start", second ?? "");
  if (address.length < lines.length || titled) for (const { index } of address) give(draft, index, "address-block");
}

function labelAbove(draft: Draft, index: number, headline: number): void {
  if (!isOpen(draft, index)) return;
  const { cues } = draft;
  const words = wordsAt(draft, index);
  if (isOnlyDate(words, cues)) give(draft, index, "dateline");
  else if (isMenu(words) || hasCue(cues, "footer", "whole", words)) give(draft, index, "outside-region");
  else if (hasCue(cues, "kicker", "whole", words)) give(draft, index, "kicker-cue");
  else if (isAddressees(draft, index)) give(draft, index, "addressee-cue");
  else if (hasCue(cues, "framing", "anywhere", words)) give(draft, index, "framing-cue");
  else if (index > 0 && draft.rules[index - 1] === "addressee-cue" && isAddressPart(words))
    give(draft, index, "address-block");
  else if (draft.pieces[index]?.inside === false) return;
  else if (draft.rules[headline] === "subject-cue" && readingLength(words) <= 90) give(draft, index, "letterhead");
  else if (readingLength(words) <= 90) give(draft, index, "short-before-headline");
  else give(draft, index, "outside-before");
}
