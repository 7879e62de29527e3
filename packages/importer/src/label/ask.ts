import type { Cues } from "./cues.ts";
import { anyOf, findCue, hasCue } from "./phrase.ts";

/** An addressee's name is no longer than this, in UTF-16 units. */
const NAME_LIMIT = 160;

/** Whom a sentence asks: the words between the cue ("we call on") and what is asked. Null where it asks nobody. */
export function addresseesIn(sentence: string, cues: Cues): string[] | null {
  const cue = findCue(cues, "asks", "anywhere", sentence);
  if (cue === null) return null;
  if (cue.whom !== null) return splitAddressees(cue.whom, cues);
  const rest = sentence.slice(cue.end, cue.end + 2 * NAME_LIMIT);
  const sign = rest.search(/[:：;；.!。！](?:\s|$)|：|$/u);
  const end = Math.min(
    findCue(cues, "askEnds", "anywhere", rest)?.start ?? rest.length,
    sign === -1 ? rest.length : sign,
  );
  const whom = rest.slice(0, end).trim();
  return whom === "" || whom.length > NAME_LIMIT ? [] : splitAddressees(whom, cues);
}

type Splitter = { readonly parts: RegExp; readonly article: RegExp };

const splitters = new WeakMap<Cues, { readonly listed: Splitter; readonly two: Splitter }>();

function splittersOf(cues: Cues): { readonly listed: Splitter; readonly two: Splitter } {
  const known = splitters.get(cues);
  if (known !== undefined) return known;
  const [and, articles] = [anyOf(cues.and), anyOf(cues.articles)];
  const article = new RegExp(`^${articles}(?:\\s+|(?<=['’]))`, "iu");
  const make = (after: string) => ({
    parts: new RegExp(
      `[,،，、;]\\s*(?:${and}\\s+)?|\\s+${and}\\s+(?=${after})|(?<=\\p{Script=Han})${and}(?=\\p{Script=Han})`,
      "iu",
    ),
    article,
  });
  // "and" parts two names where an article follows it, or where a comma has parted some already.
  const made = { listed: make(""), two: make(`${articles}(?:\\s|(?<=['’]))|\\p{Lu}`) };
  splitters.set(cues, made);
  return made;
}

/** Parts "the council, the mayor and the ministers" into names, without their articles. */
export function splitAddressees(words: string, cues: Cues): string[] {
  const { listed, two } = splittersOf(cues);
  const { parts, article } = /[,،，、]/u.test(words) ? listed : two;
  return words
    .split(parts)
    .map((part) =>
      part
        .trim()
        .replace(article, "")
        .replace(/[\s,.:;]+$/u, "")
        .trim(),
    )
    .filter((part) => /\p{L}/u.test(part) && !hasCue(cues, "you", "whole", part));
}
