/** The words by which a signatory who shows them is found. */
export function wordsOfSignatory(shown: {
  readonly name?: string | undefined;
  readonly organisation?: string | undefined;
  readonly role?: string | undefined;
  readonly place?: string | undefined;
  readonly names?: Readonly<Record<string, string>> | undefined;
}): string[] {
  const { name = "", organisation = "", role = "", place = "", names = {} } = shown;
  const others = Object.values(names).flatMap(foldWords);
  return [...foldWords([name, organisation, role, place].join(" ")), ...others];
}

const segmenter = new Intl.Segmenter("und", { granularity: "word" });
/** Names are short; whatever is longer need not be found by its last words. */
const LENGTH_LIMIT = 400;

/**
 * The words of a name as they are searched: without case, width and accents. Scripts that write no spaces are cut into
 * words by the Unicode rules and the dictionaries of the runtime.
 */
export function foldWords(text: string): string[] {
  const folded = text
    .slice(0, LENGTH_LIMIT)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(folded)) if (isWordLike) words.push(segment);
  return words;
}
