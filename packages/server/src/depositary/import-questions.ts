import type { Extracted } from "@undersigned/importer/extracted.ts";
import type { Labelled } from "@undersigned/importer/labelled.ts";
import type { ImportQuestion } from "./imports.ts";
import { GUESS_BELOW } from "./imports.ts";

type Place = ImportQuestion["places"][number];

/** Warnings that another field of the review answers. */
const ANSWERED: ReadonlySet<string> = new Set(["language_unknown"]);

/** Of what could not be read, that of which readers of files warn under another name: it is one question. */
const WARNED_OF: Readonly<Record<string, string>> = {
  picture: "picture",
  hidden: "hidden_text",
  font: "masked_font",
  tracked: "tracked_changes",
  truncated: "truncated",
};

/** The key of the question about roles that were guessed. */
export const GUESSES = "guesses";

/**
 * What a person has to look at: everything that reading warned of, what could not be read, and roles that were guessed, each
 * kind once.
 * @param labelled as the rules say, before anybody chose
 */
export function importQuestions({ unread }: Pick<Extracted, "unread">, labelled: Labelled): readonly ImportQuestion[] {
  const found = new Map<string, Place[]>();
  const add = (key: string, place: Place) => {
    const places = found.get(key) ?? [];
    if (!places.some(({ message, at }) => message === place.message && at === place.at)) places.push(place);
    found.set(key, places);
  };
  for (const { code, message, start } of labelled.warnings)
    if (!ANSWERED.has(code)) add(code, { message, at: start ?? null });
  for (const { why, where, at } of unread) add(WARNED_OF[why] ?? `unread.${why}`, { message: where, at: at ?? null });
  for (const { text, confidence, start } of labelled.blocks) {
    if (confidence < GUESS_BELOW) add(GUESSES, { message: text.slice(0, 80), at: start });
  }
  return [...found].map(([key, places]) => ({ key, places }));
}
