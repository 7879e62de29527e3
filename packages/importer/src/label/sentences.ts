/** Short forms after which a sentence goes on. An initial does too. */
const SHORT_FORM =
  /(?:^|[\s(])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Art|art|Abs|Hon|e\.g|i\.e|z\.B|bzw|ca|c|p|pp|vs|etc|Sr|Sra|Sig|им|г|т\.д|ст|др|проф)\.$/u;

/** The sentences of a paragraph, as far as signs tell. Linear in its length. */
export function splitSentences(words: string): string[] {
  const out: string[] = [];
  let start = 0;
  for (const match of words.matchAll(
    /[.!?…]+["»”’)\]]*\s+(?=["«“„([¿¡]*[\p{Lu}\p{Lo}\p{N}])|[。！？]["”」』）]*|[؟۔]\s*/gu,
  )) {
    const end = match.index + match[0].trimEnd().length;
    if (SHORT_FORM.test(words.slice(Math.max(start, end - 12), end))) continue;
    const sentence = words.slice(start, end).trim();
    if (sentence !== "") out.push(sentence);
    start = match.index + match[0].length;
  }
  const rest = words.slice(start).trim();
  if (rest !== "") out.push(rest);
  return out;
}
