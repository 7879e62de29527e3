import type { Cues } from "./cues.ts";
import { anyOf, cuePattern, findCue } from "./phrase.ts";

/** An addressee's name is no longer than this, in UTF-16 units. */
const NAME_LIMIT = 160;

const ends = new WeakMap<Cues, RegExp>();

function endPattern(cues: Cues): RegExp {
  const found = ends.get(cues);
  if (found !== undefined) return found;
  const made = new RegExp(`\\s*(?:[:：;；]|$|${anyOf(cues.askEnds)})`, "iu");
  ends.set(cues, made);
  return made;
}

/** Whom a sentence asks: the words between the cue ("we call on") and what is asked. Null where it asks nobody. */
export function addresseesIn(sentence: string, cues: Cues): string[] | null {
  const cue = findCue(cues, "asks", "anywhere", sentence);
  if (cue === null) return null;
  const rest = sentence.slice(cue.index + cue[0].length, cue.index + cue[0].length + 2 * NAME_LIMIT);
  const end = endPattern(cues).exec(rest);
  const whom = rest.slice(0, end?.index ?? 0).trim();
  if (whom === "" || whom.length > NAME_LIMIT) return [];
  return splitAddressees(whom, cues);
}

/** Parts "the council, the mayor and the ministers" into names. "The Ministry of Health and Care" cannot be told from two. */
export function splitAddressees(words: string, cues: Cues): string[] {
  const article = anyOf(cues.articles);
  const and = anyOf(cues.and);
  // "and" parts two names where an article follows it, or where a comma has parted some already.
  const listed = /[,،，、]/u.test(words);
  const pattern = new RegExp(`[,،，、;]\\s*(?:${and}\\s+)?|\\s+${and}\\s+(?=${listed ? "" : article})`, "iu");
  return words
    .split(pattern)
    .map((part) =>
      part
        .trim()
        .replace(new RegExp(`^${article}\\s*`, "iu"), "")
        .replace(/[\s,.:;]+$/u, ""),
    )
    .filter((part) => /\p{L}/u.test(part) && !cuePattern(cues, "you", "whole").test(part));
}
