import { invariant, MalformedError } from "../errors.ts";
import type { Inline, LineKind } from "./inline.ts";
import { formatInlines } from "./inline.ts";
import { findHrefFault } from "./link.ts";
import { classOf, countCodePoints, isWordClass } from "./repertoire.ts";

/** Where words stand in their file, so that a refusal can say the line and the column. */
export type LinePlace = {
  /** 1-based. */
  readonly line: number;
  /** Code points of the line before the words: the marker of its block. */
  readonly before: number;
  readonly kind: LineKind;
  /** A title goes where no link can: subjects of mails, lists of statements. */
  readonly links: boolean;
};

type Frame = {
  readonly kind: "root" | "link" | "emphasis" | "strong" | "both";
  /** Index of the mark that opened it. */
  readonly at: number;
  readonly children: Inline[];
};

type State = { readonly words: string; readonly place: LinePlace; readonly stack: Frame[]; at: number };

/** Advice for characters that only ever stand escaped. */
const UNESCAPED: ReadonlyMap<string, string> = new Map([
  ["`", "code is not part of a statement: delete the mark, or write \\` for the character itself"],
  ["_", "emphasis is written with asterisks; for the character itself write \\_"],
  [
    "<",
    "HTML and <addresses> are not part of a text: write a link as [words](https://…), or \\< for the character itself",
  ],
  ["~", "crossed-out words are not part of a text: delete them, or write \\~ for the character itself"],
]);

/** Parses the words of one line; the repertoire and the spaces of the line are already checked. @internal */
export function parseInlines(words: string, place: LinePlace): readonly Inline[] {
  const state: State = { words, place, stack: [{ kind: "root", at: 0, children: [] }], at: 0 };
  while (state.at < words.length) readNext(state);
  const open = top(state);
  if (open.kind === "link") refuse(state, open.at, "this [ has no ]: write the link as [words](https://…), or \\[");
  if (open.kind !== "root") refuse(state, open.at, "this emphasis has no end: close it, or write \\* for an asterisk");
  checkCanonical(state, open.children);
  return open.children;
}

function refuse(state: State, index: number, what: string): never {
  const { line, before } = state.place;
  const column = before + countCodePoints(state.words.slice(0, index)) + 1;
  throw new MalformedError("text_refused", `line ${line}, column ${column}: ${what}`, { line, column });
}

function top(state: State): Frame {
  const frame = state.stack.at(-1);
  invariant(frame !== undefined, "the root of a line is never closed");
  return frame;
}

function addText(state: State, text: string): void {
  const { children } = top(state);
  const last = children.at(-1);
  if (last?.kind === "text") children[children.length - 1] = { kind: "text", text: last.text + text };
  else children.push({ kind: "text", text });
}

function readNext(state: State): void {
  const { words, at } = state;
  const plain = /[^\\*[\]`_<~]+/y;
  plain.lastIndex = at;
  const run = plain.exec(words)?.[0];
  if (run !== undefined) {
    addText(state, run);
    state.at += run.length;
    return;
  }
  const mark = words.charAt(at);
  if (mark === "\\") readEscape(state);
  else if (mark === "*") readAsterisks(state);
  else if (mark === "[") openLink(state);
  else if (mark === "]") closeLink(state);
  else refuse(state, at, UNESCAPED.get(mark) ?? "this character stands escaped");
}

function readEscape(state: State): void {
  const escaped = state.words.charAt(state.at + 1);
  if (!/^[!-/:-@[-`{-~]$/.test(escaped)) {
    refuse(
      state,
      state.at,
      "a backslash stands only before a sign that needs it: delete it, or write \\\\ for the character itself",
    );
  }
  addText(state, escaped);
  state.at += 2;
}

/**
 * CommonMark 0.31.2, section 6.2, narrowed so that every version of it, and every renderer, sees the same marks: a
 * mark beside a letter or digit inside opens and closes; beside anything else it needs an edge outside. Symbols
 * other than ASCII count as letters in some versions and as punctuation in others, so they are neither here.
 */
function isWordAt(words: string, index: number): boolean {
  return isWordClass(classOf(words.codePointAt(index) ?? 0));
}

function isWordBefore(words: string, index: number): boolean {
  const low = /[\udc00-\udfff]/.test(words.charAt(index - 1));
  return index > 0 && isWordAt(words, index - (low ? 2 : 1));
}

function isEdge(words: string, index: number): boolean {
  if (index < 0 || index >= words.length) return true;
  const name = classOf(words.codePointAt(index) ?? 0);
  return name === "B" || name === "P";
}

function readAsterisks(state: State): void {
  const { words, at, stack } = state;
  let end = at;
  while (words.charAt(end) === "*") end++;
  const length = end - at;
  const isOpen = (kind: "emphasis" | "strong"): boolean => stack.some((f) => f.kind === kind || f.kind === "both");
  const [emphasis, strong] = [isOpen("emphasis"), isOpen("strong")];
  if (length > 3) refuse(state, at, "more than three asterisks together: write \\* for each asterisk itself");
  if (length === 3 && emphasis !== strong) {
    refuse(state, at, "one emphasis ends and another begins here: put a space or a word between them");
  }
  if (length === 1 ? emphasis : strong) closeEmphasis(state, end);
  else openEmphasis(state, end);
  state.at = end;
}

function openEmphasis(state: State, end: number): void {
  const { words, at, stack } = state;
  if (end >= words.length || words.charAt(end) === " ") {
    refuse(state, at, "emphasis begins directly at a word: delete the space, or write \\* for an asterisk");
  }
  const wordInside = isWordAt(words, end);
  if (!wordInside && !isEdge(words, at - 1)) {
    refuse(state, at, "emphasis that begins with a sign needs a space before it: begin it at the word instead");
  }
  // Inside other emphasis a mark that could also close would be taken for the closing one.
  const bound = at === 0 || words.charAt(at - 1) === " " || (wordInside && isEdge(words, at - 1));
  if (stack.length > 1 && !bound) refuse(state, at, "emphasis inside emphasis begins after a space");
  const length = end - at;
  stack.push({ kind: length === 1 ? "emphasis" : length === 2 ? "strong" : "both", at, children: [] });
}

function closeEmphasis(state: State, end: number): void {
  const { words, at } = state;
  if (words.charAt(at - 1) === " ") {
    refuse(state, at, "emphasis ends directly after a word: delete the space, or write \\* for an asterisk");
  }
  if (!isWordBefore(words, at) && !isEdge(words, end)) {
    refuse(state, at, "emphasis that ends with a sign needs a space after it: end it at the word instead");
  }
  const length = end - at;
  if (length === 3) {
    closeBoth(state);
    return;
  }
  const kind = length === 1 ? "emphasis" : "strong";
  const frame = top(state);
  if (frame.kind === "both") {
    // `***a* b**`: what closes first was the inner one.
    state.stack.pop();
    const outer = kind === "emphasis" ? "strong" : "emphasis";
    state.stack.push({ kind: outer, at: frame.at, children: [{ kind, children: frame.children }] });
    return;
  }
  if (frame.kind !== kind) refuse(state, at, crossing(frame));
  state.stack.pop();
  pushSpan(state, { kind, children: frame.children });
}

function closeBoth(state: State): void {
  const inner = top(state);
  if (inner.kind === "both") {
    state.stack.pop();
    const strong: Inline = { kind: "strong", children: inner.children };
    pushSpan(state, { kind: "emphasis", children: [strong] });
    return;
  }
  const outer = state.stack.at(-2);
  if (inner.kind === "link" || inner.kind === "root") refuse(state, state.at, crossing(inner));
  if (outer === undefined || (outer.kind !== "emphasis" && outer.kind !== "strong"))
    refuse(state, state.at, crossing(inner));
  state.stack.pop();
  state.stack.pop();
  outer.children.push({ kind: inner.kind, children: inner.children });
  pushSpan(state, { kind: outer.kind, children: outer.children });
}

function crossing(frame: Frame): string {
  if (frame.kind === "link")
    return "this emphasis began outside the link: begin and end it on the same side of the brackets";
  return "the emphasis that began last ends first: close it before this one";
}

function pushSpan(state: State, inline: Inline): void {
  top(state).children.push(inline);
}

function openLink(state: State): void {
  const { words, at, stack } = state;
  if (words.charAt(at - 1) === "!" && words.charAt(at - 2) !== "\\") {
    refuse(state, at - 1, "pictures are not part of a text: delete it, or write \\! before a link");
  }
  if (!state.place.links) refuse(state, at, "a title holds no links: write \\[ for the character itself");
  if (stack.some((frame) => frame.kind === "link")) refuse(state, at, "a link holds no other link: write \\[");
  if (words.charAt(at + 1) === " ") refuse(state, at + 1, "the words of a link begin without a space: delete it");
  stack.push({ kind: "link", at, children: [] });
  state.at++;
}

function closeLink(state: State): void {
  const { words, at, stack } = state;
  const frame = top(state);
  if (frame.kind !== "link") {
    if (stack.some((open) => open.kind === "link")) refuse(state, at, "close the emphasis before the ] of the link");
    refuse(state, at, "this ] has no [: write \\] for the character itself");
  }
  if (words.charAt(at + 1) !== "(") {
    refuse(
      state,
      frame.at,
      "square brackets begin a link, [words](https://…): for the characters themselves write \\[ and \\]",
    );
  }
  if (frame.children.length === 0) refuse(state, frame.at, "this link has no words: write some between [ and ]");
  if (words.charAt(at - 1) === " ") refuse(state, at - 1, "the words of a link end without a space: delete it");
  const end = words.indexOf(")", at);
  if (end === -1) refuse(state, at + 1, "this link's address has no ): write the link as [words](https://…)");
  const href = words.slice(at + 2, end);
  if (href.includes(" ")) {
    refuse(state, at + 2 + href.indexOf(" "), "a link's address holds no space and no title: write [words](https://…)");
  }
  const fault = findHrefFault(href);
  if (fault !== null) refuse(state, at + 2, fault);
  stack.pop();
  pushSpan(state, { kind: "link", href, children: frame.children });
  state.at = end + 1;
}

/** What was read is written again: any other spelling of the same words is refused here. */
function checkCanonical(state: State, inlines: readonly Inline[]): void {
  const { words, place } = state;
  const canonical = formatInlines(inlines, place.kind);
  if (canonical === words) return;
  let index = 0;
  while (words.charAt(index) === canonical.charAt(index)) index++;
  const wanted = canonical.charAt(index) === "\\" ? canonical.slice(index, index + 2) : "";
  if (wanted === "\\&") {
    refuse(state, index, "this reads as the name of a character: write the character itself, or \\& for an ampersand");
  }
  if (wanted !== "" && words.charAt(index) !== "\\")
    refuse(state, index, `this sign has a meaning here: write ${wanted}`);
  if (words.charAt(index) === "\\") refuse(state, index, "no backslash is needed here: delete it");
  refuse(state, index, "this is not the one way to write these words");
}
