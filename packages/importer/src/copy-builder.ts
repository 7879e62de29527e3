import type { Copy, CopyBlock, CopyMark, Unread, UnreadReason } from "@undersigned/core/compare/copy.ts";
import { MalformedError } from "@undersigned/core/errors.ts";

/** What a block is, without where it stands. */
export type BlockShape = Omit<CopyBlock, "start" | "end">;
export type MarkKind = CopyMark["kind"];

/** White space and characters that show nothing: a block of these alone is none. */
const NOTHING = /^(?:\s|\u00ad|\u034f|\u200b|\u200c|\u200d|\u2060|\ufeff)*$/;
/** Two line breaks in a paragraph are how people who do not press Enter end it. */
const BLANK_LINE = /\n[^\S\n]*\n\s*/g;
/** Most blocks of one source: five times those of the longest text that there may be, with all that stands around it. */
export const SOURCE_BLOCKS_LIMIT = 50_000;
/** Unread things beyond this many are told as one more without a place: that is the stricter reading, and bounds memory. */
const UNREAD_LIMIT = 1_000;
/** How many words before an unread thing, and how many of their last characters, say where it is. */
const PLACE_WORDS = 6;
const PLACE_LENGTH = 80;
/** How many characters are looked at for those words. */
const PLACE_WINDOW = 200;

/**
 * Puts a copy together from its first word to its last. Nothing is written twice and nothing is searched for, so time and memory
 * grow with the words alone.
 */
export class CopyBuilder {
  readonly #parts: string[] = [];
  readonly #blocks: CopyBlock[] = [];
  readonly #marks: CopyMark[] = [];
  readonly #unread: { readonly why: UnreadReason; readonly what: string; readonly at: number | undefined }[] = [];
  /** The latest mark of each kind, which grows while words of its look follow one another. */
  readonly #growing = new Map<MarkKind, number>();
  #shape: BlockShape = { kind: "paragraph" };
  #current = "";
  /** Kept beside, since to look into a string that is still growing costs as much as to copy it. */
  #last = "";
  /** Where in the text the current block begins, once it has words. */
  #start = 0;
  /** How many unread things stand before the current block. */
  #unreadBefore = 0;
  #unreadLeftOut = false;

  /** Ends the current block and begins another, which exists once it has words. */
  open(shape: BlockShape): void {
    this.close();
    this.#shape = shape;
  }

  /** Writes words that may hold characters which stand for bytes that were none: what was there is lost. */
  writeWords(words: string, marks: readonly MarkKind[] = []): void {
    for (const [at, stretch] of words.split("\ufffd").entries()) {
      if (at > 0) {
        this.unread("undecodable", "a character that was lost when the text was saved or sent");
        this.write("\ufffd", marks);
      }
      this.write(stretch, marks);
    }
  }

  /** Writes words into the current block, with LF for a line break. White space at its beginning is left out. */
  write(words: string, marks: readonly MarkKind[] = []): void {
    const kept = this.#current === "" ? words.trimStart() : words;
    if (kept === "") return;
    const start = this.#start + this.#current.length;
    this.#current += kept;
    this.#last = kept.charAt(kept.length - 1);
    for (const kind of marks) this.#mark(kind, start, start + kept.length);
  }

  #mark(kind: MarkKind, start: number, end: number): void {
    const latest = this.#growing.get(kind);
    const mark = latest === undefined ? undefined : this.#marks[latest];
    if (latest !== undefined && mark?.end === start) this.#marks[latest] = { ...mark, end };
    else {
      this.#growing.set(kind, this.#marks.length);
      this.#marks.push({ kind, start, end });
    }
  }

  /** Says anew what the current block is. */
  reshape(shape: BlockShape): void {
    this.#shape = shape;
  }

  /**
   * Ends the current block. White space at its end is left out.
   * @throws MalformedError `too_large`
   */
  close(): void {
    const words = this.#current.trimEnd();
    const shape = this.#shape;
    const start = this.#start;
    this.#current = "";
    this.#shape = { kind: "paragraph" };
    const isNothing = NOTHING.test(words);
    const end = isNothing ? start : start + words.length;
    this.#clipUnread(end);
    if (isNothing) {
      this.#dropMarksFrom(start);
      return;
    }
    this.#clipMarks(end);
    this.#parts.push(words);
    if (shape.kind === "paragraph") this.#pushParagraphs(words, shape);
    else this.#push(shape, start, end);
    this.#start = end + 2;
  }

  #pushParagraphs(words: string, shape: BlockShape): void {
    let from = 0;
    for (const { 0: blank, index } of words.matchAll(BLANK_LINE)) {
      this.#pushParagraph(words, shape, from, index);
      from = index + blank.length;
    }
    this.#pushParagraph(words, shape, from, words.length);
  }

  #pushParagraph(words: string, shape: BlockShape, from: number, to: number): void {
    const part = words.slice(from, to).trimEnd();
    if (!NOTHING.test(part)) this.#push(shape, this.#start + from, this.#start + from + part.length);
  }

  #push(shape: BlockShape, start: number, end: number): void {
    if (this.#blocks.length >= SOURCE_BLOCKS_LIMIT) {
      throw new MalformedError(
        "too_large",
        `it has more than ${SOURCE_BLOCKS_LIMIT} paragraphs, items and cells, and that is as many as are read: bring the part that holds the text`,
      );
    }
    this.#blocks.push({ ...shape, start, end });
  }

  /** What stands in white space that was left out stands at the end of the words, not in the next block. */
  #clipUnread(end: number): void {
    for (let index = this.#unreadBefore; index < this.#unread.length; index++) {
      const each = this.#unread[index];
      if (each?.at !== undefined && each.at > end) this.#unread[index] = { ...each, at: end };
    }
    this.#unreadBefore = this.#unread.length;
  }

  #dropMarksFrom(start: number): void {
    while ((this.#marks.at(-1)?.start ?? -1) >= start) this.#marks.pop();
    this.#growing.clear();
  }

  /** Marks of one block never reach into another. Several kinds may end in white space that was left out. */
  #clipMarks(end: number): void {
    this.#dropMarksFrom(end);
    for (let at = this.#marks.length - 1; at >= 0; at--) {
      const mark = this.#marks[at];
      if (mark === undefined || mark.start < this.#start) break;
      if (mark.end > end) this.#marks[at] = { ...mark, end };
    }
  }

  /** Whether the current block has no words yet. */
  get isEmpty(): boolean {
    return this.#current === "";
  }

  /** The last character of the current block, "" where there is none. */
  get last(): string {
    return this.#current === "" ? "" : this.#last;
  }

  /** Where the next word will stand in the text. */
  get at(): number {
    return this.#start + this.#current.length;
  }

  /** Where the next word will stand, to a person: ` after “We call on the council”`. */
  get place(): string {
    const words = [...this.#parts.slice(1 - PLACE_WORDS), this.#current].map((part) => part.slice(-PLACE_WINDOW));
    return describePlace(words.join("\n\n"));
  }

  /**
   * Tells of something that could not be read, here unless said otherwise. The same at the same place is told once.
   * @param what it is, as the beginning of a sentence: "a picture"
   * @param at null: it may be anywhere
   */
  unread(why: UnreadReason, what: string, at: number | null = this.at): void {
    const last = this.#unread.at(-1);
    if (last !== undefined && last.why === why && last.what === what && last.at === (at ?? undefined)) return;
    if (at !== null && this.#unread.length >= UNREAD_LIMIT) this.#unreadLeftOut = true;
    else this.#unread.push({ why, what, at: at ?? undefined });
  }

  finish(): Copy {
    this.close();
    const text = this.#parts.join("\n\n");
    const unread = this.#unread.map(({ why, what, at }): Unread => {
      if (at === undefined) return { why, where: what };
      const place = Math.min(at, text.length);
      return { why, where: `${what}${describePlace(text.slice(Math.max(0, place - PLACE_WINDOW), place))}`, at: place };
    });
    if (this.#unreadLeftOut) {
      unread.push({ why: "hidden", where: `more than ${UNREAD_LIMIT} things that could not be read` });
    }
    return { text, blocks: this.#blocks, marks: this.#marks.toSorted((a, b) => a.start - b.start), unread };
  }
}

/** Characters that turn the order of words around are left out of it: it stands within words of our own. */
function describePlace(before: string): string {
  const words = before
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .split(" ")
    .slice(-PLACE_WORDS)
    .join(" ");
  const last = [...words].slice(-PLACE_LENGTH).join("");
  return last === "" ? " at the beginning" : ` after “${last}”`;
}
