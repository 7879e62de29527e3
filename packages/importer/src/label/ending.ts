import type { Draft } from "./draft.ts";
import { roleAt } from "./draft.ts";
import { isSalutation } from "./headline.ts";
import { endsWithColon, looksLikeNames, readingLength } from "./look.ts";
import { isListLedIn, isNameList } from "./names.ts";
import { findCue, hasCue } from "./phrase.ts";

/** Whether a piece may be names: nothing else yet, and it looks like one or several. `led`: words right before it say that names follow. */
export function isNames(draft: Draft, index: number, led = false): boolean {
  const piece = draft.pieces[index];
  if (piece === undefined || roleAt(draft, index) !== null) return false;
  if (looksLikeNames(piece.words, draft.cues) || isNameList(piece.words, draft.cues)) return true;
  return led && piece.kind !== "heading" && isListLedIn(piece.words, draft.cues);
}

/** "Signatories:", "Signed by the following organisations:", with names after it. */
export function isSignatureLeadIn(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece === undefined || piece.kind === "item" || readingLength(piece.words) > 260) return false;
  if (isSignedPerson(draft, index)) return false;
  const { words } = piece;
  const titled = endsWithColon(words) || piece.kind === "heading";
  const opens =
    hasCue(cues, "signatureLeadIn", "start", words) || (titled && hasCue(cues, "signatureLeadIn", "end", words));
  // "The letter was supported, amongst others, by:", and headings of the last names such as "Signed so far".
  const late = index > pieces.length * 0.4 && titled;
  const names = hasCue(cues, "signed", "anywhere", words) && (endsWithColon(words) || late);
  const group =
    late && piece.kind === "heading" && hasCue(cues, "signatoryNouns", "anywhere", words) && isNames(draft, index + 2);
  const others = late && endsWithColon(words) && hasCue(cues, "more", "anywhere", words);
  if (!opens && !names && !others && !group) return false;
  if (hasCue(cues, "asks", "anywhere", words) || hasCue(cues, "demands", "anywhere", words)) return false;
  if (isSalutation(draft, index)) return false;
  const short = readingLength(words) <= 70 && !/[.。]$/u.test(words);
  if (!short && !endsWithColon(words) && piece.kind !== "heading") return false;
  return isNames(draft, index + 1, opens) || isNames(draft, index + 2);
}

/** "Signed by the Reading Society and the Readers' Club": cue and names in one line. */
export function isSignedLine(draft: Draft, index: number): boolean {
  return signedName(draft, index) !== "";
}

/** "Sgd. Jane Roe" is a name of its own, whatever the line below it says; "Signatory organisations" is none. */
export function isSignedPerson(draft: Draft, index: number): boolean {
  const name = signedName(draft, index);
  const whole = /^(?:\p{Lu}[\p{L}.’'-]*\s+){1,4}\p{Lu}[\p{L}.’'-]+$/u.test(name);
  return whole && !hasCue(draft.cues, "signatoryNouns", "anywhere", name);
}

function signedName(draft: Draft, index: number): string {
  const piece = draft.pieces[index];
  if (piece?.kind !== "paragraph" || index < 2) return "";
  const cue = findCue(draft.cues, "signatureLeadIn", "start", piece.words);
  const rest = cue === null ? "" : piece.words.slice(cue.end).replace(/^[\s:：]+|[.。]$/gu, "");
  const named = index > draft.pieces.length * 0.4 && (looksLikeNames(rest, draft.cues) || isNameList(rest, draft.cues));
  return named ? rest : "";
}

/** A few words with a comma after them and only names below: however they say goodbye. */
export function isCommaBeforeNames(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece?.kind !== "paragraph" || index < 2 || index < pieces.length * 0.4) return false;
  const { words } = piece;
  if (!/[,،，]$/u.test(words) || readingLength(words) > 45 || roleAt(draft, index) !== null) return false;
  if (["asks", "demands", "salutation"].some((key) => hasCue(cues, key as "asks", "anywhere", words))) return false;
  const before = pieces[index - 1];
  if (before?.kind === "paragraph" && isNames(draft, index - 1)) return false;
  const after = pieces.slice(index + 1, index + 4);
  return (
    after.length > 0 &&
    after.every((_, at) => isNames(draft, index + 1 + at) || isSignatureLeadIn(draft, index + 1 + at))
  );
}

/** A few words with a colon in the second half and at least two names below, up to the end: however they say who signed. */
export function isColonBeforeNames(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece?.kind !== "paragraph" || index < 3 || index < pieces.length * 0.4 || !endsWithColon(piece.words))
    return false;
  if (readingLength(piece.words) > 60 || hasCue(cues, "asks", "anywhere", piece.words)) return false;
  if (hasCue(cues, "demands", "anywhere", piece.words) || hasCue(cues, "footer", "start", piece.words)) return false;
  const after = pieces.slice(index + 1, index + 4);
  return after.length >= 2 && after.every(({ kind }, at) => kind === "paragraph" && isNames(draft, index + 1 + at));
}

/** "Yours sincerely", or a sentence that thanks at the end. */
export function isClosing(draft: Draft, index: number): boolean {
  const { pieces, cues } = draft;
  const piece = pieces[index];
  if (piece === undefined || piece.kind === "item" || piece.kind === "heading" || piece.kind === "cell") return false;
  const length = readingLength(piece.words);
  if (index < 2 || length > 220 || !hasCue(cues, "closing", "start", piece.words)) return false;
  if (length <= 40 || hasCue(cues, "closing", "whole", piece.words)) return true;
  if (isFormula(draft, index)) return true;
  // A sentence that thanks stands at the beginning of letters too.
  return (
    index >= pieces.length * 0.25 &&
    (isNames(draft, index + 1) || isNames(draft, index + 2) || pieces.slice(index + 1, index + 4).length < 3)
  );
}

/** "Veuillez agréer, Madame la Ministre, …": words that nobody writes but at the end, whatever follows. */
function isFormula({ pieces, cues }: Draft, index: number): boolean {
  const { words = "" } = pieces[index] ?? {};
  const cue = findCue(cues, "closing", "start", words);
  return cue !== null && index >= pieces.length * 0.4 && cue.text.split(/\s+|(?<=['’])/u).length >= FORMULA;
}

/** A closing cue of so many words is a formula. */
const FORMULA = 4;
