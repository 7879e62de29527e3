import { MalformedError } from "@undersigned/core/errors.ts";
import { cueFiles } from "./cue-files.ts";

/** Lists of cue phrases, by what they are a sign of. `cues/README.md` tells what each is for and how a phrase is written. */
const PHRASE_KEYS = [
  "kicker",
  "byline",
  "reporter",
  "framing",
  "statementFollows",
  "footer",
  "addressees",
  "subject",
  "salutation",
  "closing",
  "signatureLeadIn",
  "initiators",
  "demandHeading",
  "asks",
  "demands",
  "askEnds",
  "you",
  "negations",
  "more",
  "complete",
  "elsewhere",
  "signed",
  "signatoryNouns",
  "roles",
  "nameHead",
  "otherHead",
  "articles",
  "and",
  "dateJoins",
  "tells",
] as const;

export type PhraseKey = (typeof PHRASE_KEYS)[number];

/** The cue words of one language, as its file holds them. */
export type Cues = { readonly [key in PhraseKey]: readonly string[] } & {
  /** Names of the twelve months, each in every form that is written. */
  readonly months: readonly (readonly string[])[];
  /** The order in which dates in figures are written, null where readers disagree. */
  readonly numericDates: "dmy" | "mdy" | "ymd" | null;
};

const KEYS: readonly string[] = [...PHRASE_KEYS, "months", "numericDates"];

/**
 * Checks what a file of cues holds.
 * @param file how messages call it
 * @throws MalformedError `malformed`: which file, which key, what to write instead
 */
export function checkCues(file: string, value: unknown): Cues {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    refuse(file, "it is no object: see cues/README.md for its shape");
  }
  const entries = new Map<string, unknown>(Object.entries(value));
  for (const key of KEYS)
    if (!entries.has(key)) refuse(file, `"${key}" is missing: add it, as an empty list if need be`);
  for (const key of entries.keys()) if (!KEYS.includes(key)) refuse(file, `nothing is called "${key}": delete it`);
  for (const key of PHRASE_KEYS) checkPhrases(file, `"${key}"`, entries.get(key));
  const months = entries.get("months");
  if (!Array.isArray(months) || months.length !== 12) refuse(file, '"months" has to be twelve lists, January first');
  for (const [index, names] of months.entries()) checkPhrases(file, `month ${index + 1}`, names);
  const order = entries.get("numericDates");
  if (order !== null && order !== "dmy" && order !== "mdy" && order !== "ymd") {
    refuse(file, '"numericDates" has to be "dmy", "mdy", "ymd" or null');
  }
  return value as Cues;
}

function checkPhrases(file: string, what: string, list: unknown): void {
  if (!Array.isArray(list)) refuse(file, `${what} has to be a list of phrases`);
  for (const phrase of list) {
    if (typeof phrase !== "string" || phrase.trim() === "") refuse(file, `${what} holds something that is no phrase`);
    if (phrase !== phrase.trim().normalize("NFC") || phrase !== phrase.toLowerCase()) {
      refuse(file, `${what}: write "${phrase}" in lower case, composed (NFC), without space around it`);
    }
    if (phrase.length > 120) refuse(file, `${what}: "${phrase.slice(0, 40)}…" is longer than 120 characters`);
  }
  if (new Set(list).size !== list.length) refuse(file, `${what} holds a phrase twice`);
}

function refuse(file: string, what: string): never {
  throw new MalformedError("malformed", `cues/${file}.json: ${what}`);
}

const known = new Map<string, Cues>();

/** The tags of the languages that have cues, such as `sr-Latn`. */
export function cueLanguages(): readonly string[] {
  return Object.keys(cueFiles);
}

function readCues(tag: string): Cues {
  const found = known.get(tag) ?? checkCues(tag, cueFiles[tag]);
  known.set(tag, found);
  return found;
}

/**
 * Cues for a text in `lang` (BCP 47, null when nobody knows). Where the language has none, or is not known, those of all
 * languages together: a bilingual letter has cues of both, and a cue of a language that nobody writes is not met.
 */
export function cuesFor(lang: string | null): Cues {
  const tag = lang === null ? undefined : fileFor(lang);
  if (tag !== undefined) return readCues(tag);
  const all = known.get("*") ?? joinCues(cueLanguages().map(readCues));
  known.set("*", all);
  return all;
}

/** The file that serves a tag: `pt-BR` has `pt`, `zh-Hans` has `zh`, `sr` has whichever script its tag says. */
function fileFor(lang: string): string | undefined {
  const [language = "", script = ""] = lang.split("-");
  return [lang, `${language}-${script}`, language].find((tag) => Object.hasOwn(cueFiles, tag));
}

function joinCues(all: readonly Cues[]): Cues {
  const together = PHRASE_KEYS.map((key) => [key, [...new Set(all.flatMap((cues) => cues[key]))]] as const);
  const months = Array.from({ length: 12 }, (_, month) => [
    ...new Set(all.flatMap((cues) => cues.months[month] ?? [])),
  ]);
  return { ...(Object.fromEntries(together) as { [key in PhraseKey]: string[] }), months, numericDates: null };
}
