import type { Named } from "../labelled.ts";
import type { Cues } from "./cues.ts";
import { isNameLike } from "./look.ts";
import { readMarker } from "./marker.ts";
import { anyOf, findCue, hasCue } from "./phrase.ts";

/** A name and where it stands in the words that it was read from. */
export type Entry = Named & { readonly at: number; readonly length: number };

/** Whether a paragraph is names one after the other, parted by commas, semicolons or dots. */
export function isNameList(words: string, cues: Cues): boolean {
  if (words.length < 8) return false;
  // Of very long lists the first names tell.
  const parts = splitEntries(words.slice(0, 4000), cues).filter(({ text }) => text !== "");
  if (parts.length < 3) return false;
  const names = parts.filter(({ text }) => isNameLike(text.replace(/[.。]$/, ""), cues)).length;
  return names >= parts.length * 0.7;
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
    const isList = !alone || /[;；؛]/u.test(line.text) ? isNameList(line.text, cues) : false;
    if (!isList || (alone && isOneEntry(line.text, cues))) return [line];
    return splitEntries(line.text, cues).map((part) => ({ text: part.text, at: part.at + line.at }));
  });
  return parts.flatMap((part) => readEntry(part, cues));
}

/** "Name, role, organisation": one of the later parts is a role. */
function isOneEntry(words: string, cues: Cues): boolean {
  return words
    .split(/[,،，、]/u)
    .slice(1)
    .some((part) => hasCue(cues, "roles", "start", part.trim()));
}

const ABBREVIATION = /^[(（]\s*((?=[^)）]*\p{Lu}[^)）]*\p{Lu}|[^)）]*\p{Lo})[\p{L}\p{N}&./+-]{2,14})\s*[)）]/u;

function readEntry(part: Part, cues: Cues): Entry[] {
  const marker = readMarker(part.text);
  const from = marker?.length ?? 0;
  let text = part.text.slice(from);
  const more = findCue(cues, "more", "anywhere", text);
  if (more !== null) text = text.slice(0, more.start);
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
