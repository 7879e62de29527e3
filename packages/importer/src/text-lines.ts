import type { LineMarker } from "./list-marker.ts";
import { findMarker, follows, isSureBullet } from "./list-marker.ts";

/** One line of plain text with words, without the signs of a quotation before it. */
export type TextLine = {
  readonly words: string;
  readonly quoted: boolean;
  /** Lines of the same group stand together, without a blank line between. */
  readonly group: number;
  readonly marker: LineMarker | null;
  /** The line under it is a row of signs that makes it a heading. */
  readonly level: 1 | 2 | null;
};

const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const QUOTED = /^[ \t]*>[> \t]*/;
/** A line that only parts what stands above it from what stands below: it has no words. */
const RULE = /^[ \t]*(?:[-–—_=*~•·⁂#][ \t]*){3,}$/u;
const UNDERLINE = /^[ \t]*(={3,}|-{3,})[ \t]*$/;

/** `below`: no blank line parts it from the one before. */
type Found = TextLine & { readonly first: boolean; readonly below: boolean };

/** A line that was broken to fit a width has at least so many characters. */
const LEAST_WIDTH = 40;
/** So many lines before and after a hyphen may hold another item of its list. */
const NEIGHBOURS = 3;
const ENDED = /[.!?:;…。！？：；؟።։][)\]}"'”’»」』]*\s*$/u;

/** The lines of a text that have words. Where no blank line parts it, each line is a group of its own. */
export function splitLines(source: string): TextLine[] {
  const lines: Found[] = [];
  let group = 0;
  let blank = true;
  let parted = false;
  // A form feed ends a page, and with it whatever stood there.
  for (const line of source.replaceAll("\f", "\n\n").split(LINE_END)) {
    const quoted = QUOTED.test(line);
    const words = quoted ? line.replace(QUOTED, "") : line;
    const last = lines.at(-1);
    const underline = !blank && last?.first ? UNDERLINE.exec(words) : null;
    if (underline && last) lines[lines.length - 1] = { ...last, level: underline[1]?.startsWith("=") ? 1 : 2 };
    if (words.trim() === "" || RULE.test(words)) {
      blank = true;
      continue;
    }
    const first = blank || last?.quoted !== quoted;
    if (first) {
      parted ||= group > 0 && blank;
      group += 1;
    }
    lines.push({ words, quoted, group, first, below: !blank, marker: findMarker(words), level: null });
    blank = false;
  }
  const dashes = new Set(lines.keys().filter((at) => isDash(lines, at)));
  const told = lines.map((line, at) => (dashes.has(at) ? { ...line, marker: null } : line));
  return acceptMarkers(parted ? told : partEach(told, dashes));
}

/** A hyphen before the next words of a sentence, where a line was broken to fit a width, is no bullet. */
function isDash(lines: readonly Found[], at: number): boolean {
  const [before, line] = [lines[at - 1], lines[at]];
  if (before === undefined || line?.marker?.marker !== "-" || !line.below) return false;
  if (before.words.length < LEAST_WIDTH || ENDED.test(before.words)) return false;
  if (/^[ \t]*/.exec(before.words)?.[0] !== /^[ \t]*/.exec(line.words)?.[0]) return false;
  if (/^[\p{Lu}\p{N}]/u.test(line.words.slice(line.marker.words))) return false;
  for (let other = at - 1; other >= at - NEIGHBOURS && lines[other + 1]?.below; other--)
    if (lines[other]?.marker) return false;
  for (let other = at + 1; other <= at + NEIGHBOURS && lines[other]?.below; other++)
    if (lines[other]?.marker) return false;
  return true;
}

/** Each line its own group, but for lines that are set in under an item, and those that go on with a dash. */
function partEach(lines: readonly Found[], dashes: ReadonlySet<number>): Found[] {
  let group = 0;
  let inItem = false;
  return lines.map((line, at) => {
    const setIn = inItem && line.marker === null && /^[ \t]{2,}/.test(line.words);
    const continues = setIn || dashes.has(at);
    if (!continues) group += 1;
    inItem = setIn || line.marker !== null;
    return { ...line, group, first: !continues };
  });
}

/**
 * Leaves the markers of those lines that are items: surely those with bullets, others where one like it stands before or after.
 * A line that happens to begin with "12. maja" or "A. Smith" keeps its words.
 */
function acceptMarkers(lines: readonly Found[]): TextLine[] {
  const accepted = new Set<number>();
  const latest = new Map<string, number>();
  // A hyphen at the beginning of a wrapped line may be one within a sentence, but not below an item.
  let bulleted = 0;
  for (const [at, { marker, group, quoted, first }] of lines.entries()) {
    if (marker === null) continue;
    const key = `${marker.style}${marker.indent}${quoted}`;
    const before = latest.get(key);
    const earlier = before === undefined ? null : (lines[before] ?? null);
    const near = earlier !== null && (marker.values !== null || group - earlier.group <= 1);
    if (near && earlier.marker !== null && follows(earlier.marker, marker)) {
      accepted.add(at);
      if (before !== undefined) accepted.add(before);
    } else if (isSureBullet(marker) && (first || marker.marker !== "-" || bulleted === group)) accepted.add(at);
    if (accepted.has(at) && marker.values === null) bulleted = group;
    // A number out of turn within a list is a word of its item.
    const outOfTurn = before !== undefined && accepted.has(before) && !accepted.has(at) && !marker.values?.includes(1);
    if (!outOfTurn) latest.set(key, at);
  }
  return lines.map(({ first: _, below: __, ...line }, at) => (accepted.has(at) ? line : { ...line, marker: null }));
}
