import type { Block } from "../statement/block.ts";
import { plainText } from "../statement/inline.ts";
import type { Text } from "../statement/text.ts";
import { foldCharacters } from "./foldings.ts";
import type { WordStream } from "./word-stream.ts";
import { cutWords, GAP } from "./word-stream.ts";

/** The text of a statement that a copy is held against. */
export type Reference = {
  readonly text: Text;
  /** Numbers of the blocks that ask something. */
  readonly demands: readonly number[];
  /** Who is named in the record; null when the record is not at hand. */
  readonly names: readonly string[] | null;
};

/** Every folded word that the texts of a comparison hold, numbered from 1. */
export type Vocabulary = {
  readonly numbers: Map<string, number>;
  /** By number. */
  readonly words: string[];
  /** Words that a hyphen joins: "re-sign". */
  readonly compounds: Set<string>;
};

export function createVocabulary(): Vocabulary {
  return { numbers: new Map(), words: [""], compounds: new Set() };
}

/** A block of the reference: the title is the first, with number 0. */
export type ReferenceBlock = {
  readonly number: number;
  readonly kind: "title" | Block["kind"];
  readonly isDemand: boolean;
  readonly text: string;
  /** Of an item: its list, and its number there. */
  readonly list: { readonly group: number; readonly ordinal: number } | null;
  /** Its words in the stream, the second exclusive. */
  readonly first: number;
  readonly end: number;
  /** How many of them are no signs. */
  readonly size: number;
};

/** A reference cut into words. `starts` and `ends` are offsets into the text of the block that the word stands in. */
export type ReferenceWords = WordStream & {
  readonly blocks: readonly ReferenceBlock[];
  /** By word: index into `blocks`. */
  readonly blockOf: Int32Array;
  readonly vocabulary: Vocabulary;
};

/** Cuts a text into words, and enters them into the vocabulary. */
export function cutReference({ text, demands }: Reference, vocabulary: Vocabulary): ReferenceWords {
  const asked = new Set(demands);
  const ordinals = numberItems(text.blocks);
  const ids: number[] = [];
  const [starts, ends]: [number[], number[]] = [[], []];
  const [gaps, isWord, blockOf]: [number[], number[], number[]] = [[], [], []];
  const lines = [{ number: 0, kind: "title" as const, inlines: text.title }, ...text.blocks];
  const blocks = lines.map((line, at): ReferenceBlock => {
    const words = plainText(line.inlines);
    const folded = foldCharacters(words);
    const first = ids.length;
    let size = 0;
    cutWords(folded, [], (start, end, gap, word) => {
      ids.push(enter(vocabulary, folded.text.slice(start, end)));
      starts.push(folded.at[start] as number);
      ends.push(folded.at[end] as number);
      gaps.push(ids.length === first + 1 ? GAP.block : gap);
      isWord.push(word ? 1 : 0);
      blockOf.push(at);
      if (word) size += 1;
    });
    enterCompounds(vocabulary, ids, gaps, first);
    const list = line.kind === "item" ? { group: line.list.group, ordinal: ordinals[at - 1] as number } : null;
    const place = { number: line.number, kind: line.kind, isDemand: asked.has(line.number), text: words, list };
    return { ...place, first, end: ids.length, size };
  });
  return {
    length: ids.length,
    ids: Int32Array.from(ids),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    gaps: Uint8Array.from(gaps),
    isWord: Uint8Array.from(isWord),
    blocks,
    blockOf: Int32Array.from(blockOf),
    vocabulary,
  };
}

/** The number that each item shows, or would show if its list had numbers; 0 for what is no item. */
function numberItems(blocks: readonly Block[]): number[] {
  let [group, ordinal] = [0, 0];
  return blocks.map((block) => {
    if (block.kind !== "item") return 0;
    if (block.list.group === group) ordinal += 1;
    else [group, ordinal] = [block.list.group, block.list.ordered ? block.list.start : 1];
    return ordinal;
  });
}

function enter({ numbers, words }: Vocabulary, word: string): number {
  const known = numbers.get(word);
  if (known !== undefined) return known;
  numbers.set(word, words.length);
  return words.push(word) - 1;
}

function enterCompounds({ words, compounds }: Vocabulary, ids: number[], gaps: number[], first: number): void {
  for (let at = first; at + 2 < ids.length; at += 1) {
    if (words[ids[at + 1] as number] !== "-" || gaps[at + 1] !== GAP.none || gaps[at + 2] !== GAP.none) continue;
    compounds.add(`${words[ids[at] as number]}-${words[ids[at + 2] as number]}`);
  }
}
