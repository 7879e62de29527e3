import type { Terms } from "@undersigned/core/statement/terms.ts";
import type { WordsKey } from "../words/catalogue.ts";
import type { Say } from "../words/speak.ts";

type Asked = Pick<Terms, "who" | "leastLevel" | "invited" | "review">;

/** By level; of the first there is nothing to say. */
const ORGANISATION = [null, "asks.organisation2", "asks.organisation3", "asks.organisation4"] as const;
const PERSON = [null, "asks.person2", "asks.person3"] as const;

/**
 * What the terms ask beyond answering a mail, in sentences: levels are numbers to nobody.
 * @param kind of whoever signs, when that is known
 */
export function askedWords(
  say: Say,
  { who, leastLevel, invited, review }: Asked,
  kind?: Terms["who"][number],
): string[] {
  const kinds = kind === undefined ? who : [kind];
  const { organisation, person } = leastLevel;
  return [
    ...(invited ? [say("asks.invited")] : []),
    ...(kinds.includes("organisation") ? sentence(say, ORGANISATION[organisation - 1]) : []),
    ...(kinds.includes("person") ? sentence(say, PERSON[person - 1]) : []),
    ...(review ? [say("asks.review")] : []),
  ];
}

function sentence(say: Say, key: WordsKey | null | undefined): string[] {
  return key ? [say(key)] : [];
}
