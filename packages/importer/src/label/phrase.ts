import type { Cues, PhraseKey } from "./cues.ts";

/** A number as people write it, with the signs that part its thousands. */
export const NUMBER = "\\p{Nd}+(?:[.,'’\\u00a0\\u202f ]\\p{Nd}{3}(?!\\p{Nd}))*";

/** Scripts that write without spaces between words: a phrase in them has no word ends to look for. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const BEFORE = "(?<![\\p{L}\\p{M}\\p{N}])";
const AFTER = "(?![\\p{L}\\p{M}\\p{N}])";

/** What a phrase of the cue files means: `*` up to four words, `#` a number, `~` at the end of a word any ending. */
export function phrasePattern(phrase: string): string {
  const unspaced = UNSPACED.test(phrase);
  let body = "";
  for (const character of phrase) {
    if (character === "'") body += "['’ʼ]";
    else if (character === " ") body += "\\s+";
    else if (character === "#") body += NUMBER;
    else if (character === "~") body += "[\\p{L}\\p{M}]*";
    else if (character === "*") body += unspaced ? "[^。！？；：，\\n]{0,12}?" : "(?:[^\\s.!?:;]+\\s+){0,4}?";
    else body += character.replace(/[\\^$.|?+()[\]{}/]/, "\\$&");
  }
  // A gap brings its own space.
  body = body.replaceAll("{0,4}?\\s+", "{0,4}?");
  const [first = "", last = ""] = [phrase.charAt(0), phrase.slice(-1)];
  const open = /[\p{L}\p{N}#]/u.test(first) && !UNSPACED.test(first) ? BEFORE : "";
  const close = /[\p{L}\p{M}\p{N}#]/u.test(last) && !UNSPACED.test(last) ? AFTER : "";
  return `${open}(?:${body})${close}`;
}

/** The phrases as one alternative, the longest first, so that the most that is meant is taken. */
export function anyOf(phrases: readonly string[]): string {
  if (phrases.length === 0) return "(?!)";
  return `(?:${[...phrases]
    .sort((a, b) => b.length - a.length)
    .map(phrasePattern)
    .join("|")})`;
}

const compiled = new WeakMap<Cues, Map<string, RegExp>>();

/** How a cue has to stand: at the beginning, at the end, as everything there is, or anywhere. */
export type Standing = "start" | "end" | "whole" | "anywhere";

const SIGNS = "[\\s\\p{P}\\p{S}]*";

/** A regular expression for cues of a kind, made once for each set of cues. Case does not matter. Sticky and global it is not. */
export function cuePattern(cues: Cues, key: PhraseKey, standing: Standing): RegExp {
  const patterns = compiled.get(cues) ?? new Map<string, RegExp>();
  compiled.set(cues, patterns);
  const name = `${key} ${standing}`;
  const found = patterns.get(name) ?? new RegExp(place(anyOf(cues[key]), standing), "iu");
  patterns.set(name, found);
  return found;
}

function place(pattern: string, standing: Standing): string {
  if (standing === "start") return `^[\\p{P}\\p{S}\\s]{0,8}${pattern}`;
  if (standing === "end") return `${pattern}[\\p{P}\\p{S}\\s]{0,8}$`;
  if (standing === "whole") return `^${SIGNS}${pattern}${SIGNS}$`;
  return pattern;
}

/** A cue is looked for in so many UTF-16 units at the beginning of a block, and in as many at its end. */
const REACH = 1500;

/** Where a cue stands in a block. Of long blocks only the beginning and the end are read. */
export function findCue(cues: Cues, key: PhraseKey, standing: Standing, words: string): RegExpExecArray | null {
  const pattern = cuePattern(cues, key, standing);
  if (standing === "whole" && words.length > 300) return null;
  if (words.length <= 2 * REACH) return pattern.exec(words);
  if (standing === "start") return pattern.exec(words.slice(0, REACH));
  const found = standing === "anywhere" ? pattern.exec(words.slice(0, REACH)) : null;
  if (found !== null) return found;
  const tail = pattern.exec(words.slice(-REACH));
  if (tail !== null) tail.index += words.length - REACH;
  return tail;
}

export function hasCue(cues: Cues, key: PhraseKey, standing: Standing, words: string): boolean {
  return findCue(cues, key, standing, words) !== null;
}
