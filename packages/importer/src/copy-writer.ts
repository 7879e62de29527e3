import type { Copy, CopyBlock, CopyMark, Unread, UnreadReason } from "@undersigned/core/compare/copy.ts";

/** What a block is, before its words are known. */
export type BlockLook = Pick<CopyBlock, "kind" | "level" | "list" | "region">;
export type MarkKind = CopyMark["kind"];

/** How many characters of the words before it tell a person where something stands. */
const PLACE_LENGTH = 40;
/** Most places of one file that are told one by one: who reads of a hundred goes on to read the file. */
const UNREAD_LIMIT = 200;

/**
 * Writes a copy from its first block to its last. Blocks without words vanish; what could not be read keeps its place also
 * where no words are.
 */
export class CopyWriter {
  #text = "";
  #words = "";
  #look: BlockLook | null = null;
  #start = 0;
  readonly #blocks: CopyBlock[] = [];
  readonly #marks: CopyMark[] = [];
  readonly #pending: CopyMark[] = [];
  readonly #unread: (Unread & { at: number })[] = [];
  #unreadLeft = 0;

  /** Where the next character goes, as an offset into the text. */
  get at(): number {
    return this.#start + this.#words.length;
  }

  /** Begins a block; one that is open ends. */
  open(look: BlockLook): void {
    this.close();
    this.#look = look;
    this.#start = this.#text === "" ? 0 : this.#text.length + 2;
  }

  /** Takes back what the open block was said to be. */
  relook(look: BlockLook): void {
    this.#look = look;
  }

  /** Adds words to the open block. */
  write(words: string, marks: readonly MarkKind[] = []): void {
    if (words === "") return;
    if (this.#look === null) this.open({ kind: "paragraph" });
    const start = this.at;
    this.#words += words;
    for (const kind of marks) {
      const before = this.#pending.findLast((mark) => mark.kind === kind);
      if (before?.end === start) this.#pending[this.#pending.indexOf(before)] = { ...before, end: this.at };
      else this.#pending.push({ kind, start, end: this.at });
    }
  }

  /** Notes that something here could not be read. */
  unread(why: UnreadReason, what: string): void {
    const { at } = this;
    const last = this.#unread.at(-1);
    if (last?.why === why && last.at === at) return;
    if (this.#unread.length >= UNREAD_LIMIT) this.#unreadLeft++;
    else this.#unread.push({ why, where: `${what} ${this.place()}`, at });
  }

  /** The words just before here, for a person to find the place: `after “We call on the council”`. */
  place(): string {
    const before = `${this.#text.slice(-2 * PLACE_LENGTH)} ${this.#words.slice(-2 * PLACE_LENGTH)}`;
    const words = before.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
    if (words === "") return "at the beginning";
    const points = [...words];
    return `after “${points.length > PLACE_LENGTH ? "…" : ""}${points.slice(-PLACE_LENGTH).join("").trim()}”`;
  }

  /** Ends the open block. Two line breaks in a paragraph are how people who do not press Enter end it. */
  close(): void {
    const look = this.#look;
    if (look !== null && this.#words.trim() !== "") {
      this.#text += `${this.#text === "" ? "" : "\n\n"}${this.#words}`;
      const parts = look.kind === "paragraph" ? this.#words.matchAll(/\S(?:(?!\n[^\S\n]*\n)[\s\S])*/g) : null;
      if (parts === null) this.#blocks.push({ ...look, start: this.#start, end: this.#text.length });
      else
        for (const { 0: part, index } of parts)
          this.#blocks.push({ ...look, start: this.#start + index, end: this.#start + index + part.length });
      this.#marks.push(...this.#pending);
    }
    this.#pending.length = 0;
    this.#words = "";
    this.#look = null;
    this.#start = this.#text.length;
  }

  finish(): Copy {
    this.close();
    const end = this.#text.length;
    const unread: Unread[] = this.#unread.map((each) => ({ ...each, at: Math.min(each.at, end) }));
    // Those that have no place of their own may be anywhere.
    if (this.#unreadLeft > 0) {
      const why = this.#unread.at(-1)?.why ?? "hidden";
      unread.push({ why, where: `${this.#unreadLeft.toLocaleString("en")} more places further on` });
    }
    return { text: this.#text, blocks: this.#blocks, marks: this.#marks.sort((a, b) => a.start - b.start), unread };
  }
}
