/* Words that nobody wrote, the same in every run: for texts of which copies are looked for. */

const SYLLABLES =
  "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru sa se si so su ta te ti to tu".split(
    " ",
  );
const PARAGRAPHS = 5;
const WORDS = 60;

/** Five paragraphs of sixty words. */
export function makeParagraphs(seed: number): string[] {
  const random = makeRandom(seed);
  return Array.from({ length: PARAGRAPHS }, () => sentence(random, WORDS));
}

/** A copy as a page has it: words before and after, capitals, two paragraphs left out, and every twentieth word another. */
export function makeCopy(paragraphs: readonly string[], seed: number) {
  const random = makeRandom(seed + 1e6);
  const kept = paragraphs.slice(seed % 3, (seed % 3) + PARAGRAPHS - 2).map((paragraph) => alter(paragraph, random));
  const blocks = [sentence(random, 30), ...kept, sentence(random, 200)];
  const text = blocks.join("\n\n");
  let at = 0;
  const placed = blocks.map((block) => {
    const start = at;
    at += block.length + 2;
    return { kind: "paragraph" as const, start, end: start + block.length };
  });
  return { text, blocks: placed };
}

type Random = (below: number) => number;

function alter(paragraph: string, random: Random): string {
  const words = paragraph.split(" ").map((one) => (random(20) === 0 ? word(random) : one));
  return random(2) === 0 ? words.join("\n") : words.join(" ").toUpperCase();
}

function sentence(random: Random, words: number): string {
  const all = Array.from({ length: words }, () => word(random)).join(" ");
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}.`;
}

function word(random: Random): string {
  return Array.from({ length: 1 + random(4) }, () => SYLLABLES[random(SYLLABLES.length)] ?? "").join("");
}

/** A linear congruential generator modulo 2^32 (Numerical Recipes), its high bits. */
function makeRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
