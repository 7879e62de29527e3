import type { Cues } from "./cues.ts";
import { hasCue } from "./phrase.ts";

/** What words look like, whatever language they are in. */

/** Ends like a sentence, in any script. */
export function endsSentence(words: string): boolean {
  return /[.!?…。！？؟।։][»”"'’)\]）」』]*$/u.test(words);
}

export function endsWithColon(words: string): boolean {
  return /[:：]["”»*]*$/u.test(words);
}

/** How long it is to a reader: a Han character says about as much as three letters. */
export function readingLength(words: string): number {
  const wide =
    words.length > 3000 ? 0 : (words.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0);
  return words.length + 2 * wide;
}

/** Ends of names that are no ends of sentences: `Inc.`, `e. V.`, `Jr.`, an initial. */
const SHORTENED = /(?:^|[\s.])(?:\p{Lu}|\p{L}{1,3}|Corp|Prof|Univ|Dept)\.$/u;

/** Whether words could be names with what stands beside them: short, no sentence, most words begin with a capital. */
export function looksLikeNames(words: string, cues: Cues): boolean {
  if (words.length > 240 || readingLength(words) > 300 || /[!?:;。！？：；؟][»”"']*$/.test(words)) return false;
  if (endsSentence(words) && !SHORTENED.test(words)) return false;
  const [first = words] = words.split(/[,،，、;(（|–—]|\s-\s/, 1);
  return isNameLike(first.trim(), cues);
}

/** Whether a line could be one of an address: short, no sentence that ends, and nothing that leads in to what follows. */
export function isAddressPart(words: string): boolean {
  if (readingLength(words) > 90 || endsWithColon(words)) return false;
  return !endsSentence(words) || (words.length <= 45 && /(?:^|[\s.])(?:\p{Lu}\p{Ll}{0,3}|\p{Ll}{1,2})\.$/u.test(words));
}

/** One name of a person or organisation, without what stands beside it. */
export function isNameLike(name: string, cues: Cues): boolean {
  if (name === "" || name.length > 120) return false;
  const words = name.split(/\s+/);
  if (words.length > 14 || !/\p{L}/u.test(name)) return false;
  if (/[.!?。！？]\s+\p{Lu}\p{Ll}+\s+\p{Ll}/u.test(name)) return false;
  if (hasCue(cues, "asks", "anywhere", name)) return false;
  const cased = words.filter((word) => /^["“«(]?[\p{Lu}\p{Ll}]/u.test(word));
  if (cased.length === 0) return readingLength(name) <= 75 && words.length <= 9;
  const capital = cased.filter((word) => /^["“«(]?(?:\p{Lu}|\p{Ll}?['’]\p{Lu}|\p{Ll}{1,2}\p{Lu})/u.test(word)).length;
  // Small words (of, de, der, and) stand in names of organisations.
  const small = cased.filter((word) => /^\p{Ll}{1,4}$/u.test(word)).length;
  const share = words.length <= 4 ? 0.3 : 0.45;
  const enough = capital > 0 && capital >= (cased.length - small) * share && (capital >= small || words.length <= 5);
  return enough && /^["“«(]?[\p{Lu}\p{N}\p{Ll}]/u.test(name);
}
