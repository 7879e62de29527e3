import { MalformedError } from "../errors.ts";
import type { Copy, CopyMark } from "./copy.ts";
import type { Folded } from "./foldings.ts";
import { foldCharacters } from "./foldings.ts";
import type { Vocabulary } from "./reference-words.ts";
import type { WordStream } from "./word-stream.ts";
import { cutWords, GAP } from "./word-stream.ts";

/** Greatest length of a copy, in UTF-16 units. */
export const COPY_LIMIT = 8_388_608;

/** A copy cut into words. `starts` and `ends` are offsets into its text. */
export type CopyWords = WordStream & {
  /** By word: index into the blocks of the copy, -1 for what stands in none. */
  readonly blockOf: Int32Array;
  /** 1 for a word that was put together over the end of a line. */
  readonly rejoined: Uint8Array;
  /** Those by which a word is no word of any text, by `start`. */
  readonly marks: readonly CopyMark[];
};

/**
 * Cuts a copy into words. A word that is struck, raised or lowered is no word of any text: its number is 0.
 * @throws MalformedError `too_large`
 */
export function cutCopy(copy: Copy, vocabulary: Vocabulary): CopyWords {
  if (copy.text.length > COPY_LIMIT) {
    const limit = COPY_LIMIT.toLocaleString("en");
    const found = copy.text.length.toLocaleString("en");
    throw new MalformedError(
      "too_large",
      `a copy has at most ${limit} characters, and this one has ${found}: give the part in which the statement stands`,
    );
  }
  const marks = copy.marks.filter(({ kind }) => kind === "struck" || kind === "superscript" || kind === "subscript");
  const folded = foldCharacters(copy.text);
  const words = new Cutting(copy, folded, vocabulary, marks);
  const cuts = [...new Set(marks.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  cutWords(folded, cuts, (start, end, gap, isWord) => words.add(start, end, gap, isWord));
  return words.finish();
}

class Cutting {
  readonly #copy: Copy;
  readonly #folded: Folded;
  readonly #vocabulary: Vocabulary;
  readonly #marks: readonly CopyMark[];
  readonly #ids: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #blockOf: Int32Array;
  readonly #gaps: Uint8Array;
  readonly #isWord: Uint8Array;
  readonly #rejoined: Uint8Array;
  #length = 0;
  #block = 0;
  #mark = 0;
  /** How far marks reach that begin before the word at hand. */
  #marked = 0;
  /** The latest two words as they read, for words that a hyphen parts at the end of a line; "" for one that is marked. */
  #latest: [string, string] = ["", ""];

  constructor(copy: Copy, folded: Folded, vocabulary: Vocabulary, marks: readonly CopyMark[]) {
    this.#copy = copy;
    this.#folded = folded;
    this.#vocabulary = vocabulary;
    this.#marks = marks;
    const most = folded.text.length;
    [this.#ids, this.#starts] = [new Int32Array(most), new Int32Array(most)];
    [this.#ends, this.#blockOf] = [new Int32Array(most), new Int32Array(most)];
    [this.#gaps, this.#isWord, this.#rejoined] = [new Uint8Array(most), new Uint8Array(most), new Uint8Array(most)];
  }

  add(start: number, end: number, gap: number, isWord: boolean): void {
    const { text, at } = this.#folded;
    const [from, to] = [at[start] as number, at[end] as number];
    const block = this.#findBlock(from);
    const here = this.#length;
    const before = here === 0 || block !== this.#blockOf[here - 1] ? GAP.block : gap;
    const word = this.#isMarked(from) ? "" : text.slice(start, end);
    if (isWord && before >= GAP.line && word !== "" && this.#rejoin(word, to)) return;
    this.#ids[here] = this.#vocabulary.numbers.get(word) ?? 0;
    this.#starts[here] = from;
    this.#ends[here] = to;
    this.#gaps[here] = before;
    this.#isWord[here] = isWord ? 1 : 0;
    this.#blockOf[here] = block;
    this.#length += 1;
    this.#latest = [this.#latest[1], word];
  }

  /** "com-" and "mittee" on the next line are "committee" if that, and not "com-mittee", is a word of the reference. */
  #rejoin(word: string, end: number): boolean {
    const [first, hyphen] = this.#latest;
    const part = this.#length - 2;
    if (hyphen !== "-" || first === "" || part < 0 || this.#gaps[part + 1] !== GAP.none) return false;
    const { numbers, compounds } = this.#vocabulary;
    // Letters of Hangul may be parted within a syllable.
    const joined = (first + word).normalize("NFC");
    const id = numbers.get(joined);
    if (this.#isWord[part] !== 1 || id === undefined || compounds.has(`${first}-${word}`)) return false;
    this.#length -= 1;
    this.#ids[part] = id;
    this.#ends[part] = end;
    this.#rejoined[part] = 1;
    this.#latest = ["", joined];
    return true;
  }

  #findBlock(offset: number): number {
    const { blocks } = this.#copy;
    while (this.#block < blocks.length && (blocks[this.#block]?.end as number) <= offset) this.#block += 1;
    return (blocks[this.#block]?.start ?? Number.POSITIVE_INFINITY) <= offset ? this.#block : -1;
  }

  #isMarked(offset: number): boolean {
    for (; (this.#marks[this.#mark]?.start ?? Number.POSITIVE_INFINITY) <= offset; this.#mark += 1) {
      this.#marked = Math.max(this.#marked, this.#marks[this.#mark]?.end as number);
    }
    return offset < this.#marked;
  }

  finish(): CopyWords {
    const length = this.#length;
    return {
      length,
      ids: this.#ids.subarray(0, length),
      starts: this.#starts.subarray(0, length),
      ends: this.#ends.subarray(0, length),
      gaps: this.#gaps.subarray(0, length),
      isWord: this.#isWord.subarray(0, length),
      blockOf: this.#blockOf.subarray(0, length),
      rejoined: this.#rejoined.subarray(0, length),
      marks: this.#marks,
    };
  }
}
