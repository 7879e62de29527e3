import { addresseesIn, asksAnything, findAsk } from "./ask.ts";
import type { Draft } from "./draft.ts";
import { give, isOpen, roleAt, warn, wordsAt } from "./draft.ts";
import type { ItemList } from "./lists.ts";
import { findLists } from "./lists.ts";
import { endsWithColon, readingLength } from "./look.ts";
import { readMarker } from "./marker.ts";
import { hasCue } from "./phrase.ts";
import { splitSentences } from "./sentences.ts";

/** Labels lists of demands with what leads in to them, other lists, and demands in running text. */
export function labelDemands(draft: Draft, headline: number): void {
  const lists = findLists(draft.pieces, (index) => isOpen(draft, index));
  const open: ItemList[] = [];
  for (const list of lists) if (!labelByLeadIn(draft, list)) open.push(list);
  const anyDemands = draft.rules.some((rule) => rule?.startsWith("list-"));
  // Whoever writes to somebody with one list wants what it says; an obituary's list is another thing.
  const sent = draft.rules.some((rule) => rule === "salutation-cue" || rule === "addressee-cue");
  const final = lists.at(-1);
  for (const list of open)
    labelOtherList(draft, list, headline, { only: lists.length === 1, last: sent && list === final, anyDemands });
  labelDemandHeadings(draft);
  const quoted = isQuoted(draft);
  const listed = draft.rules.some((rule) => rule === "list-after-lead-in" || rule === "list-under-heading");
  for (const index of draft.pieces.keys()) labelRunning(draft, index, { quoted, listed });
}

function labelByLeadIn(draft: Draft, list: ItemList): boolean {
  const before = leadInOf(draft, list);
  if (before === -1) return false;
  const words = wordsAt(draft, before);
  if (draft.pieces[before]?.kind === "heading") {
    if (!hasCue(draft.cues, "demandHeading", "start", words) && !asks(draft, words)) return false;
    giveAll(draft, list, "list-under-heading");
    return true;
  }
  if (!/[:：,，،]["”»*]*$/u.test(words) && hasCue(draft.cues, "demandHeading", "whole", words)) {
    if (draft.extracted.source.kind !== "markdown") give(draft, before, "short-line-alone");
    giveAll(draft, list, "list-under-heading");
    return true;
  }
  const last = splitSentences(words).at(-1) ?? words;
  const isLeadIn =
    asks(draft, last) ||
    (endsWithColon(words) &&
      (hasCue(draft.cues, "demandHeading", "start", last) || hasCue(draft.cues, "demandHeading", "end", last)));
  if (isLeadIn && (endsWithColon(words) || readingLength(last) <= 400)) {
    give(draft, before, "lead-in-cue");
    giveAll(draft, list, "list-after-lead-in");
    return true;
  }
  if (!endsWithColon(words) && readingLength(words) > 200) return false;
  const heading = headingAbove(draft, before);
  if (
    heading === -1 ||
    !(hasCue(draft.cues, "demandHeading", "start", wordsAt(draft, heading)) || asks(draft, wordsAt(draft, heading)))
  )
    return false;
  if (endsWithColon(words)) give(draft, before, "lead-in-colon");
  giveAll(draft, list, "list-under-heading");
  return true;
}

function asks(draft: Draft, words: string): boolean {
  return asksAnything(draft.cues, words);
}

/** The piece before a list that is not part of one: what leads in to it. */
function leadInOf(draft: Draft, list: ItemList): number {
  const index = list.first - 1;
  if (index < 0) return -1;
  const role = roleAt(draft, index);
  return role === null && draft.pieces[index]?.kind !== "item" ? index : -1;
}

function headingAbove(draft: Draft, index: number): number {
  for (let at = index; at >= 0 && at > index - 12; at--)
    if (draft.pieces[at]?.kind === "heading" && isOpen(draft, at)) return at;
  return -1;
}

function giveAll(
  draft: Draft,
  list: ItemList,
  rule:
    | "list-under-heading"
    | "list-after-lead-in"
    | "list-by-title"
    | "items-that-ask"
    | "list-after-colon"
    | "list-without-demands",
): void {
  for (const index of list.items) give(draft, index, rule);
}

function labelOtherList(
  draft: Draft,
  list: ItemList,
  headline: number,
  { only, last, anyDemands }: { only: boolean; last: boolean; anyDemands: boolean },
): void {
  const asking = list.items.filter((index) => asks(draft, wordsAt(draft, index))).length;
  if (asking >= list.items.length / 2) {
    giveAll(draft, list, "items-that-ask");
    return;
  }
  const title = headline === -1 ? "" : wordsAt(draft, headline);
  if (only && !anyDemands && (hasCue(draft.cues, "demandHeading", "anywhere", title) || asks(draft, title))) {
    giveAll(draft, list, "list-by-title");
    return;
  }
  const before = leadInOf(draft, list);
  const led = last && !anyDemands && list.items.length > 1 && before !== -1 && endsWithColon(wordsAt(draft, before));
  if (led && !/[?？؟]/u.test(wordsAt(draft, before))) {
    give(draft, before, "lead-in-colon");
    giveAll(draft, list, "list-after-colon");
  } else giveAll(draft, list, "list-without-demands");
  const [first] = list.items.map((index) => draft.pieces[index]);
  if (anyDemands || first === undefined) return;
  const message = `Are the ${list.items.length} items from “${shorten(first.words)}” on demands? Nothing before them says so: label them if they are.`;
  warn(draft, "list_unclear", message, first);
}

function shorten(words: string): string {
  return words.length <= 60 ? words : `${words.slice(0, 57).toWellFormed()}…`;
}

/** Whether the letter itself stands as a quotation in what its publisher wrote. */
function isQuoted(draft: Draft): boolean {
  const open = draft.pieces.filter((_, index) => isOpen(draft, index));
  return open.filter(({ kind }) => kind === "quotation").length > open.length / 2;
}

/** Numbered headings below one that says "Our demands", each with its reasons under it. */
function labelDemandHeadings(draft: Draft): void {
  const { pieces, cues } = draft;
  let above: number | null = null;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== "heading" || !isOpen(draft, index)) continue;
    const level = piece.level ?? 2;
    if (
      above !== null &&
      level > above &&
      (readMarker(piece.words) !== null || readMarker(wordsAt(draft, nextHeading(draft, index, level))) !== null)
    ) {
      give(draft, index, "heading-that-asks");
    } else above = hasCue(cues, "demandHeading", "start", piece.words) ? level : null;
  }
}

/** The next heading, where it has the same level: the second of a numbered row tells of the first. */
function nextHeading(draft: Draft, index: number, level: number): number {
  const next = draft.pieces.slice(index + 1, index + 12).findIndex(({ kind }) => kind === "heading") + index + 1;
  return next > index && draft.pieces[next]?.level === level ? next : -1;
}

/** "We call on the council to open the rooms." in a paragraph of its own or among other sentences. */
function labelRunning(draft: Draft, index: number, { quoted, listed }: { quoted: boolean; listed: boolean }): void {
  const piece = draft.pieces[index];
  if (piece === undefined || !isOpen(draft, index) || piece.words.length > 20_000) return;
  if (piece.kind !== "paragraph" && !(quoted && piece.kind === "quotation")) return;
  const asking = askingSentences(draft, piece.words);
  if (asking.length === 0) return;
  // Words that name nobody, among others, are less surely a demand; beside a list of demands they rather lead up to it.
  const sure =
    asking.some((sentence) => (addresseesIn(sentence, draft.cues)?.length ?? 0) > 0) ||
    piece.words.startsWith(asking[0] ?? "");
  give(draft, index, sure ? "running-demand" : listed ? "asks-beside-list" : "demand-among-sentences");
}

/** The sentences of a paragraph that ask. Only asking of somebody counts, or plainly demanding. */
export function askingSentences(draft: Pick<Draft, "cues">, words: string): string[] {
  return splitSentences(words).filter(
    (sentence) =>
      !/[?？؟]["»”]?$/u.test(sentence) &&
      !endsWithColon(sentence) &&
      (findAsk(draft.cues, "demands", sentence) !== null || addresseesIn(sentence, draft.cues) !== null),
  );
}
