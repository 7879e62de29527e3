import type { Cues } from "./cues.ts";
import type { Found } from "./phrase.ts";
import { anyOf, findCue, hasCue } from "./phrase.ts";
import { tokensOf } from "./tokens.ts";

/** An addressee's name is no longer than this, in UTF-16 units. */
const NAME_LIMIT = 160;

/** Of a sentence that says again and again what it does not ask for, so many cues are looked at. */
const TRIES = 8;

/** The first cue of asking or demanding that no "not" takes back: "we do not ask for privileges" asks nothing. */
export function findAsk(cues: Cues, key: "asks" | "demands", words: string): Found | null {
  let from = 0;
  for (let tries = 0; tries < TRIES; tries++) {
    const found = findCue(cues, key, "anywhere", words.slice(from));
    if (found === null) return null;
    const [start, end] = [found.start + from, found.end + from];
    const before = tokensOf(words.slice(Math.max(0, start - 40), start)).findLast(({ kind }) => kind === "word");
    const negated =
      hasCue(cues, "negations", "anywhere", found.text) ||
      (before !== undefined && hasCue(cues, "negations", "whole", before.text));
    if (!negated) return { ...found, start, end };
    from = end;
  }
  return null;
}

/** Whether words ask somebody for something, or demand it. */
export function asksAnything(cues: Cues, words: string): boolean {
  return findAsk(cues, "asks", words) !== null || findAsk(cues, "demands", words) !== null;
}

/** Whom a sentence asks: the words between the cue ("we call on") and what is asked. Null where it asks nobody. */
export function addresseesIn(sentence: string, cues: Cues): string[] | null {
  const cue = findAsk(cues, "asks", sentence);
  if (cue === null) return null;
  const preposition = tokensOf(cue.text).at(-1)?.text ?? "";
  if (cue.whom !== null) return splitAddressees(cue.whom, cues, preposition);
  const rest = sentence.slice(cue.end, cue.end + 2 * NAME_LIMIT);
  const sign = rest.search(/[:：;；.!。！](?:\s|$)|：|$/u);
  const end = Math.min(
    findCue(cues, "askEnds", "anywhere", rest)?.start ?? rest.length,
    sign === -1 ? rest.length : sign,
  );
  const whom = rest.slice(0, end).trim();
  return whom === "" || whom.length > NAME_LIMIT ? [] : splitAddressees(whom, cues, preposition);
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

/** No preposition of whom is asked is longer: "upon", "alle". */
const PREPOSITION = 4;

type Repeated = { readonly first: RegExp; readonly between: RegExp };

const repetitions = new WeakMap<Cues, Map<string, Repeated | null>>();

/** Cues are few, and so are the words that they end in: each is made once. */
function repeatedAfter(cues: Cues, last: string): Repeated | null {
  const known = repetitions.get(cues) ?? new Map<string, Repeated | null>();
  repetitions.set(cues, known);
  const before = known.get(last);
  if (before !== undefined) return before;
  const first = prepositionAfter(cues, last);
  const between = first === null ? null : new RegExp(`\\s+${anyOf(cues.and)}\\s+(?=${first.source.slice(1)})`, "iu");
  const made = first === null || between === null ? null : { first, between };
  known.set(last, made);
  return made;
}

/**
 * Where the last word of a cue stands again after "and": "call on X and on Y". Contractions of one preposition with articles
 * begin alike: "à la ministre et au préfet".
 */
function prepositionAfter(cues: Cues, last: string): RegExp | null {
  const bare = last.normalize("NFD").charAt(0);
  if (last.length > PREPOSITION || !/[a-z]/.test(bare)) return null;
  const alike = new Set(
    cues.asks
      .map((phrase) => tokensOf(phrase).findLast(({ kind, text }) => kind === "word" && text.length <= PREPOSITION))
      .flatMap((token) => (token?.text.normalize("NFD").startsWith(bare) ? [token.text] : [])),
  );
  return new RegExp(`^(?:${anyOf([...alike, last])})\\s+(?=\\S)`, "iu");
}

/** Parts "the council, the mayor and the ministers" into names, without their articles and the preposition they share. */
export function splitAddressees(words: string, cues: Cues, preposition = ""): string[] {
  const { listed, two } = splittersOf(cues);
  const { parts, article } = /[,،，、]/u.test(words) ? listed : two;
  const repeated = repeatedAfter(cues, preposition);
  const split =
    repeated === null
      ? words.split(parts)
      : words
          .split(repeated.between)
          .flatMap((part, at) =>
            part
              .split(parts)
              .map((name, within) => (at + within === 0 ? name : name.trim().replace(repeated.first, ""))),
          );
  return split
    .map((part) =>
      part
        .trim()
        .replace(article, "")
        .replace(/[\s,.:;]+$/u, "")
        .trim(),
    )
    .filter((part) => /\p{L}/u.test(part) && !hasCue(cues, "you", "whole", part));
}
