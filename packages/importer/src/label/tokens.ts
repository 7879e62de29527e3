/** A word, number or sign of a text, where it stands, and as cues are compared: in lower case, apostrophes alike. */
export type Token = {
  readonly text: string;
  readonly kind: "word" | "number" | "sign";
  readonly start: number;
  readonly end: number;
};

/** Numbers with the signs that part their thousands; single Han characters, since nothing parts their words; words; single signs. */
const TOKEN =
  /(?<number>\p{Nd}+(?:[.,'’\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd}))*)|(?<wide>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])|(?<word>[\p{L}\p{M}]+)|\S/gu;

/** What people write in two ways: Arabic with or without vowel signs, hamza and dots below; ё; ß. */
function fold(word: string): string {
  if (/^[\u0600-\u06ff]/.test(word))
    return word
      .replaceAll(/[\u064b-\u0652\u0640\u0670]/g, "")
      .replaceAll(/[أإآٱ]/g, "ا")
      .replaceAll("ى", "ي");
  return word.replaceAll("ё", "е").replaceAll("ß", "ss");
}

/** Words are cut once and asked for many kinds of cues, one after the other. */
const cache = new Map<string, readonly Token[]>();
const CACHE_LIMIT = 256;

/** The tokens of words, in order. */
export function tokensOf(words: string): readonly Token[] {
  const known = cache.get(words);
  if (known !== undefined) return known;
  const tokens: Token[] = [];
  for (const match of words.matchAll(TOKEN)) {
    const { number, wide, word } = match.groups ?? {};
    const kind = number !== undefined ? "number" : (wide ?? word) !== undefined ? "word" : "sign";
    const text = /^[’ʼ]$/.test(match[0]) ? "'" : fold(match[0].toLowerCase());
    tokens.push({ text, kind, start: match.index, end: match.index + match[0].length });
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(words, tokens);
  return tokens;
}
