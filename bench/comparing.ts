import { compareCopy } from "@undersigned/core/compare/compare-copy.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { extract } from "@undersigned/importer/extract.ts";
import { lcs } from "fast-myers-diff";
import type { Chance } from "./copies/chance.ts";
import { chanceOf } from "./copies/chance.ts";
import { median } from "./load.ts";

const WORDS = 10_000;
const WORDS_OF_A_PARAGRAPH = 80;
const ROUNDS = 9;

/** Words of many lengths, none of them of any language. */
function makeWords(count: number, chance: Chance): string[] {
  const syllables = ["ba", "lo", "mi", "ren", "tu", "sol", "ka", "nev", "pi", "dor"];
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + chance.below(4) }, () => chance.of(syllables)).join(""),
  );
}

function paragraphsOf(words: readonly string[]): string[] {
  const count = Math.ceil(words.length / WORDS_OF_A_PARAGRAPH);
  return Array.from({ length: count }, (_, i) =>
    words.slice(i * WORDS_OF_A_PARAGRAPH, (i + 1) * WORDS_OF_A_PARAGRAPH).join(" "),
  );
}

/** Of ten words one is dropped, one other, one added: three edits in ten. */
function edit(words: readonly string[], chance: Chance): string[] {
  return words.flatMap((word) => {
    const draw = chance.below(10);
    return draw === 0 ? [] : draw === 1 ? [`${word}x`] : draw === 2 ? [word, "besides"] : [word];
  });
}

export type Comparing = {
  /** Milliseconds to compare 10,000 words of which 30% were edited, reading included. */
  readonly ours: number;
  /** Milliseconds of fast-myers-diff alone over the same words as numbers: no folding, no blocks, no report. */
  readonly bare: number;
  readonly ratio: number;
  /** Milliseconds until a paste of 5 MB that has nothing to do with it got its verdict or refusal. */
  readonly paste: number;
};

export async function measureComparing(): Promise<Comparing> {
  const chance = chanceOf(7);
  const words = makeWords(WORDS, chance);
  const edited = edit(words, chance);
  const text = parseText(`# Title\n\n${paragraphsOf(words).join("\n\n")}\n`);
  const bytes = new TextEncoder().encode(`Title\n\n${paragraphsOf(edited).join("\n\n")}\n`);
  const [a = [], b = []] = numbered(words, edited);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(timed(() => [...lcs(a, b)]));
    const began = performance.now();
    compareCopy({ text, demands: [], names: null }, await extract(bytes, { name: "copy.txt" }), null);
    ours.push(performance.now() - began);
  }
  const large = new TextEncoder().encode(paragraphsOf(makeWords(700_000, chance)).join("\n\n").slice(0, 5_000_000));
  const began = performance.now();
  await extract(large, { name: "copy.txt" })
    .then((copy) => compareCopy({ text, demands: [], names: null }, copy, null))
    .catch(refused);
  const paste = performance.now() - began;
  return { ours: median(ours), bare: median(bare), ratio: median(ours.map((one, i) => one / (bare[i] ?? 1))), paste };
}

/** A refusal is an answer; any other error is a fault. */
function refused(error: unknown): void {
  if (!(error instanceof Error && error.name === "MalformedError")) throw error;
}

function numbered(...sequences: readonly (readonly string[])[]): number[][] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string) => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  return sequences.map((words) => words.map(numberOf));
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
