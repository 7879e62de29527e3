import type { Named } from "../labelled.ts";
import type { Cues } from "./cues.ts";
import { isNameLike } from "./look.ts";
import { readMarker } from "./marker.ts";
import { anyOf, findCue, hasCue } from "./phrase.ts";
import { tokensOf } from "./tokens.ts";

/** A name and where it stands in the words that it was read from. */
export type Entry = Named & { readonly at: number; readonly length: number };

/** Whether a paragraph is names one after the other, parted by commas, semicolons or dots. */
export function isNameList(words: string, cues: Cues): boolean {
  if (words.length < 8) return false;
  // Of very long lists the first names tell.
  const parts = splitEntries(words.slice(0, 4000), cues).filter(({ text }) => text !== "");
  if (parts.length < 3 || countsOthers(parts[0]?.text ?? "", cues)) return false;
  const named = parts.filter(({ text }) => !countsOthers(text, cues));
  const names = named.filter(({ text }) => isNameLike(withoutBrackets(text), cues)).length;
  return names >= named.length * 0.7;
}

/**
 * Names one after the other where words such as "signed by:" led in to them: the names of organisations in most languages have
 * one capital, so that nothing more is asked of each than to begin like a name and to be short.
 */
export function isListLedIn(words: string, cues: Cues): boolean {
  const head = words.slice(0, 4000);
  const parts = splitEntries(head, cues).filter(({ text }) => text !== "");
  const named = withoutCounts(head, parts, cues).filter(({ text }) => !countsOthers(text, cues));
  if (parts.length < 3 || named.length === 0 || parts[0] !== named[0] || /[.!?]\s+\p{Lu}\p{Ll}+\s+\p{Ll}/u.test(words))
    return false;
  const short = named.map(({ text }) => withoutBrackets(text)).filter((text) => text.split(/\s+/).length <= 9);
  const begins = short.filter((text) => /^["“«]?(?:[\p{Lu}\p{Lo}\p{N}]|\p{Ll}?['’]\p{Lu})/u.test(text)).length;
  return begins >= named.length * 0.6;
}

function withoutBrackets(text: string): string {
  return text
    .replaceAll(/[(（][^)）]{0,200}[)）]/gu, " ")
    .replace(/[.。]\s*$/u, "")
    .trim();
}

/** "112 other organisations": how many more, and no name. */
export function countsOthers(text: string, cues: Cues): boolean {
  if (hasCue(cues, "more", "start", text)) return true;
  const [first, second] = tokensOf(text).filter(({ kind }) => kind !== "sign");
  const number = first?.kind === "number" || second?.kind === "number";
  if (number && /^\p{Ll}/u.test(text) && text.length <= 60) return true;
  return (
    number &&
    text.length <= 60 &&
    (hasCue(cues, "signatoryNouns", "anywhere", text) || hasCue(cues, "more", "anywhere", text))
  );
}

type Part = { readonly text: string; readonly at: number };

function splitAt(words: string, pattern: RegExp): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of words.matchAll(pattern)) {
    parts.push({ text: words.slice(at, match.index), at });
    at = match.index + match[0].length;
  }
  parts.push({ text: words.slice(at), at });
  return parts.map(trimPart);
}

function trimPart({ text, at }: Part): Part {
  const lead = text.length - text.trimStart().length;
  return { text: text.trim(), at: at + lead };
}

/** The entries of a paragraph: by semicolons where there are some, else by dots and bars, else by commas and "and". */
function splitEntries(words: string, cues: Cues): Part[] {
  if (/[;；؛]/u.test(words)) return splitAt(words, /[;；؛]/gu);
  if (/\s[•·|]\s/u.test(words)) return splitAt(words, /\s[•·|]\s/gu);
  if ((words.match(/\s[–—-]\s?(?=\p{L})/gu)?.length ?? 0) >= 4) return splitAt(words, /\s?[–—-]\s|\s[–—-]/gu);
  const and = `\\s${anyOf(cues.and)}\\s`;
  return splitAt(
    words,
    new RegExp(`(?:[,،，、]\\s*(?:${anyOf(cues.and)}\\s)?|${and}(?=[^,]*$))(?![^(（]{0,200}[)）])`, "giu"),
  );
}

/** The names in words that hold signatories. `alone` tells that each stands in a piece of its own, with what belongs to it. */
export function readEntries(words: string, cues: Cues, alone: boolean): Entry[] {
  const lines = splitAt(words, /\n/g);
  const parts = lines.flatMap((line) => {
    const isList =
      !alone || /[;；؛]/u.test(line.text) ? isNameList(line.text, cues) || isListLedIn(line.text, cues) : false;
    if (!isList || (alone && isOneEntry(line.text, cues))) return [line];
    return withoutCounts(line.text, splitEntries(line.text, cues), cues).map(({ text, at }) => ({
      text,
      at: at + line.at,
    }));
  });
  return parts.flatMap((part) => readEntry(part, cues));
}

/** Entries without those that say how many more there are: "and" in "and a hundred musicians" tells, and parts entries. */
function withoutCounts(words: string, parts: readonly Part[], cues: Cues): Part[] {
  return parts.filter((part, index) => {
    const before = parts[index - 1];
    if (before === undefined || part.text.length > 60) return true;
    const joined = words.slice(before.at + before.text.length, part.at + part.text.length).replace(/^[\s,،，、]+/u, "");
    return !hasCue(cues, "more", "start", joined);
  });
}

/** "Name, role, organisation": one of the later parts is a role. */
function isOneEntry(words: string, cues: Cues): boolean {
  return words
    .split(/[,،，、]/u)
    .slice(1)
    .some((part) => hasCue(cues, "roles", "start", part.trim()));
}

/** Chinese "and others" is one character after the last name. */
export const ENDS_WITH_OTHERS = /等[。.]?\s*$/u;

const ABBREVIATION = /^[(（]\s*((?=[^)）]*\p{Lu}[^)）]*\p{Lu}|[^)）]*\p{Lo})[\p{L}\p{N}&./+-]{2,14})\s*[)）]/u;

function readEntry(part: Part, cues: Cues): Entry[] {
  const signed = findCue(cues, "signatureLeadIn", "start", part.text);
  const after = signed === null ? "" : part.text.slice(signed.end).trimStart();
  // "Sgd. Jane Roe": the name alone.
  if (/^\p{Lu}\S*\s+\p{Lu}/u.test(after) && !hasCue(cues, "signatoryNouns", "anywhere", after))
    return readEntry({ text: after, at: part.at + part.text.length - after.length }, cues);
  if (countsOthers(part.text, cues)) return [];
  const marker = readMarker(part.text);
  const from = marker?.length ?? 0;
  let text = part.text.slice(from);
  const more = findCue(cues, "more", "anywhere", text);
  if (more !== null) text = text.slice(0, more.start);
  text = text.replace(ENDS_WITH_OTHERS, "");
  const end = text.search(/\s*(?:[,،，、;；؛|\n(（]|\s[–—-]\s|\s*[:：])/u);
  const name = (end === -1 ? text : text.slice(0, end))
    .trim()
    .replace(/[\s.。…]+$/u, (tail) => (isShortened(text) ? tail : ""));
  if (name === "" || !/\p{L}/u.test(name) || name.length > 200) return [];
  const abbreviation = ABBREVIATION.exec(text.slice(name.length).trimStart())?.[1];
  const at = part.at + from + text.indexOf(name);
  return [{ name, at, length: name.length, ...(abbreviation === undefined ? {} : { abbreviation }) }];
}

function isShortened(words: string): boolean {
  return /(?:^|[\s.])(?:\p{Lu}|Inc|Ltd|Jr|Sr|V|Co|Corp)\.$/u.test(words);
}
