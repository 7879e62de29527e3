import type { Copy, CopyBlock, UnreadReason } from "@undersigned/core/compare/copy.ts";
import type { BlockShape, MarkKind } from "../copy-builder.ts";
import { CopyBuilder } from "../copy-builder.ts";
import type { Link } from "./links.ts";
import type { Look } from "./look.ts";

/** Letters, digits and signs: whatever a reader would see if it showed. */
export const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;
const QUOTED_LIMIT = 60;
/** Doubts are told anew after so many characters, so that one stands within whatever they touch. */
const STRETCH = 40;

/** What the blocks of an element are. `first` is the shape of its first one alone: of an item, whatever follows is no item. */
export type Scope = {
  readonly rest: BlockShape;
  readonly first: { readonly shape: BlockShape; taken: boolean } | null;
  readonly region: CopyBlock["region"] | undefined;
};

/** Writes the words of a page as they show: runs of white space as one space, `<br>` as a line break, two of them as a new block. */
export class PageWriter {
  readonly copy = new CopyBuilder();
  /** Links so far, as far as the words were known when they ended. */
  readonly links: Link[] = [];
  #scope: Scope = { rest: { kind: "paragraph" }, first: null, region: undefined };
  /** White space that shows once a word follows on the same line. */
  #space: { readonly marks: readonly MarkKind[] } | null = null;
  /** Where the first words stand whose letters a style sheet shows as capitals, or small. */
  transformed: number | null = null;
  #doubted: { readonly what: string; readonly at: number } | null = null;
  #hidden: { at: number; words: string } | null = null;

  /** Begins a block of that scope. */
  open(scope: Scope): void {
    this.#scope = scope;
    this.#space = null;
    const { first, rest, region } = scope;
    const shape = first === null || first.taken ? rest : first.shape;
    this.copy.open(region === undefined ? shape : { ...shape, region });
  }

  write(text: string, look: Look): void {
    if (look.transform !== "none" && /\p{L}/u.test(text)) this.transformed ??= this.copy.at;
    if (look.whiteSpace === "normal") this.#writeFlowing(text, look.marks);
    else this.#writeLines(text, look);
  }

  #writeLines(text: string, look: Look): void {
    const [first = "", ...lines] = text.split(/\r\n|[\r\n]/);
    this.#writeKept(first, look);
    for (const line of lines) {
      this.breakLine();
      this.#writeKept(line, look);
    }
  }

  #writeKept(line: string, look: Look): void {
    if (look.whiteSpace === "pre-line") this.#writeFlowing(line, look.marks);
    else if (line !== "") {
      this.#flushSpace();
      this.#put(line, look.marks);
    }
  }

  #writeFlowing(text: string, marks: readonly MarkKind[]): void {
    const flowing = text.replaceAll(/[ \t\r\n\f]+/g, " ");
    const words = flowing.slice(flowing.startsWith(" ") ? 1 : 0, flowing.endsWith(" ") ? -1 : undefined);
    if (flowing.startsWith(" ")) this.#space ??= { marks };
    if (words === "") return;
    this.#flushSpace(marks);
    this.#put(words, marks);
    if (flowing.endsWith(" ")) this.#space = { marks };
  }

  #flushSpace(marks: readonly MarkKind[] = []): void {
    const { last } = this.copy;
    if (this.#space && last !== "" && last !== "\n" && last !== " ") {
      this.copy.write(
        " ",
        this.#space.marks.filter((mark) => marks.includes(mark)),
      );
    }
    this.#space = null;
  }

  #put(words: string, marks: readonly MarkKind[]): void {
    if (this.#scope.first) this.#scope.first.taken ||= SEEN.test(words);
    this.copy.writeWords(words, marks);
  }

  /** A line break; the second of two ends the block. */
  breakLine(): void {
    this.#space = null;
    if (this.copy.last === "\n") this.open(this.#scope);
    else if (!this.copy.isEmpty) this.copy.write("\n");
  }

  /** Words that are in the page and do not show. Those that stand together are told as one. */
  hide(words: string): void {
    if (!SEEN.test(words)) return;
    if (this.#hidden?.at !== this.copy.at) this.#flushHidden();
    this.#hidden ??= { at: this.copy.at, words: "" };
    if (this.#hidden.words.length < QUOTED_LIMIT) this.#hidden.words += ` ${words.trim()}`;
  }

  #flushHidden(): void {
    if (this.#hidden === null) return;
    const { at, words } = this.#hidden;
    const quoted = words.trim().replaceAll(/\s+/g, " ").slice(0, QUOTED_LIMIT);
    this.copy.unread("hidden", `words that do not show (“${quoted}”)`, at);
    this.#hidden = null;
  }

  /** Tells of something that is here and cannot be read. */
  tell(why: UnreadReason, what: string): void {
    this.#flushHidden();
    this.copy.unread(why, what);
  }

  /** Tells of something that may be anywhere. */
  tellOfAll(why: UnreadReason, what: string): void {
    this.copy.unread(why, what, null);
  }

  /** Tells that the words from here on may not be what shows. The same doubt is told once for a stretch of words. */
  doubt(why: UnreadReason, what: string): void {
    const { at } = this.copy;
    if (this.#doubted?.what === what && at - this.#doubted.at < STRETCH) return;
    this.#doubted = { what, at };
    this.tell(why, what);
  }

  finish(): Copy {
    this.#flushHidden();
    return this.copy.finish();
  }
}
