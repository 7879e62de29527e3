import { UndersignedError } from "../errors.ts";
import { BLOCK_LIMIT } from "./block.ts";
import type { Inline, LineKind } from "./inline.ts";
import { formatInlines } from "./inline.ts";
import { parseInlines } from "./inline-parse.ts";
import { findHrefFault } from "./link.ts";
import type { Piece, Side } from "./tidy-emphasis.ts";
import { isFlanking, pairEmphasis } from "./tidy-emphasis.ts";
import type { TidyKind } from "./tidy-report.ts";

/** Words as they came, read as CommonMark reads them, piece by piece. */
type Reading = {
  readonly words: string;
  at: number;
  readonly pieces: Piece[];
  readonly brackets: ReadonlyMap<number, number>;
  /** What stands before and after the words, and whether that is a link's brackets. */
  readonly edge: Side;
  readonly inLink: boolean;
  readonly add: (kind: TidyKind) => void;
};

/** Something that a text cannot hold: the words stay as they are, so that parseText refuses them and says why. */
class CannotTidyError extends Error {}

/** More runs of asterisks and underscores in one line than any author writes; pairing them takes time by their square. */
const RUNS_LIMIT = 400;

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

/**
 * One line of words in the one canonical spelling, or as it came when it holds what no text can.
 * @param add told each kind of change
 */
export function tidyInlines(words: string, kind: LineKind, links: boolean, add: (kind: TidyKind) => void): string {
  const single = words.replace(/ +/g, " ").replace(/^ | $/g, "");
  if (single !== words) add("spaces");
  if (isCanonical(single, kind, links)) return single;
  if (single.length > 2 * BLOCK_LIMIT) return single;
  const found = new Set<TidyKind>();
  try {
    const tidied = formatInlines(
      readWords(single, (change) => found.add(change)),
      kind,
    );
    if (!isCanonical(tidied, kind, links)) return keepWords(single, kind);
    if (found.size === 0) found.add("escapes");
    for (const change of found) add(change);
    return tidied;
  } catch (error) {
    if (error instanceof CannotTidyError) return keepWords(single, kind);
    throw error;
  }
}

/** Words left as they are still end where they ended: behind a mark for headings, a last # would be taken for its end. */
function keepWords(words: string, kind: LineKind): string {
  return kind === "heading" ? words.replace(/(^| )(#+)$/, "$1\\$2") : words;
}

function isCanonical(words: string, kind: LineKind, links: boolean): boolean {
  try {
    parseInlines(words, { line: 1, before: 0, kind, links });
    return words !== "";
  } catch (error) {
    if (error instanceof UndersignedError) return false;
    throw error;
  }
}

function readWords(words: string, add: (kind: TidyKind) => void, label?: Side): readonly Inline[] {
  if (holdsCode(words)) throw new CannotTidyError("code");
  const reading: Reading = {
    words,
    at: 0,
    pieces: [],
    brackets: pairBrackets(words),
    edge: label ?? "space",
    inLink: label !== undefined,
    add,
  };
  while (reading.at < words.length) readPiece(reading);
  if (reading.pieces.filter((piece) => piece.kind === "run").length > RUNS_LIMIT)
    throw new CannotTidyError("asterisks");
  const inlines = pairEmphasis(reading.pieces, () => add("emphasis"));
  if (inlines === null) throw new CannotTidyError("emphasis that could be read in two ways");
  return inlines;
}

function addText(reading: Reading, text: string, length: number): void {
  reading.pieces.push({ kind: "text", text });
  reading.at += length;
}

function readPiece(reading: Reading): void {
  const { words, at } = reading;
  const rest = words.slice(at);
  const plain = /^[^\\&`<!*_[~]+/.exec(rest)?.[0];
  if (plain !== undefined) {
    addText(reading, plain, plain.length);
    return;
  }
  const mark = rest.charAt(0);
  if (mark === "\\") {
    const escaped = /^\\[!-/:-@[-`{-~]/.test(rest);
    addText(reading, escaped ? rest.charAt(1) : "\\", escaped ? 2 : 1);
  } else if (mark === "*" || mark === "_") readRun(reading, rest, mark);
  else if (mark === "&") readCharacterName(reading, rest);
  else if (mark === "<") readAngle(reading, rest);
  else if (mark === "[") readLink(reading, rest);
  else if (mark === "!") {
    const end = rest.charAt(1) === "[" ? reading.brackets.get(reading.at + 1) : undefined;
    if (end !== undefined && reading.words.charAt(end + 1) === "(") throw new CannotTidyError("picture");
    addText(reading, "!", 1);
  } else readFence(reading, rest, mark);
}

/** Code binds tighter than anything else, so it is looked for first: two runs of backticks of one length. */
function holdsCode(words: string): boolean {
  for (const { 0: found, 1: run, index } of words.matchAll(/\\.|(`+)/g)) {
    if (run === undefined) continue;
    const after: readonly string[] = words.slice(index + found.length).match(/`+/g) ?? [];
    if (after.includes(run)) return true;
  }
  return false;
}

/** Crossed-out words when they are closed; otherwise the characters themselves. */
function readFence(reading: Reading, rest: string, mark: string): void {
  const run = (mark === "`" ? /^`+/ : /^~+/).exec(rest)?.[0] ?? "";
  if (run === "~~" && rest.slice(2).includes("~~")) throw new CannotTidyError("crossed-out words");
  addText(reading, run, run.length);
}

function readRun(reading: Reading, rest: string, mark: "*" | "_"): void {
  const run = (mark === "*" ? /^\*+/ : /^_+/).exec(rest)?.[0] ?? mark;
  const { opens, closes } = isFlanking(reading.words, [reading.at, reading.at + run.length], mark, reading.edge);
  reading.pieces.push({ kind: "run", mark, length: run.length, original: run.length, opens, closes });
  reading.at += run.length;
}

function readCharacterName(reading: Reading, rest: string): void {
  const found = /^&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][0-9A-Za-z]*));/.exec(rest);
  if (found === null) {
    addText(reading, "&", 1);
    return;
  }
  const [all, decimal, hexadecimal, name] = found;
  const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? "0", 16) : Number(decimal);
  const character = name === undefined ? fromCodePoint(codePoint) : NAMED.get(name);
  if (character === undefined) throw new CannotTidyError("character name");
  reading.add("character_name");
  addText(reading, character, all.length);
}

function fromCodePoint(codePoint: number): string | undefined {
  if (codePoint === 0xa0) return " ";
  const printable = codePoint > 0x20 && (codePoint < 0x7f || codePoint > 0x9f) && codePoint <= 0x10ffff;
  return printable && !(codePoint >= 0xd800 && codePoint <= 0xdfff) ? String.fromCodePoint(codePoint) : undefined;
}

function readAngle(reading: Reading, rest: string): void {
  const found = /^<((?:https:\/\/|mailto:)[^ <>]+|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)>/.exec(rest);
  const address = found?.[1];
  if (found === null || address === undefined) {
    if (/^<(?:[A-Za-z/][^<>]*>|!|\?)/.test(rest)) throw new CannotTidyError("HTML or an address");
    addText(reading, "<", 1);
    return;
  }
  if (reading.inLink) throw new CannotTidyError("link in a link");
  const href = tidyHref(address.includes(":") ? address : `mailto:${address}`, reading);
  reading.add("link");
  reading.pieces.push({ kind: "span", inline: { kind: "link", href, children: [{ kind: "text", text: address }] } });
  reading.at += found[0].length;
}

/** The destination of a link with its tooltip. Lengths are bounded so that no input makes this slow. */
const TARGET =
  /^\( *(<[^<>]{0,2000}>|(?!<)[^ ()]{0,2000}(?:\([^ ()]{0,2000}\)[^ ()]{0,2000}){0,20})( +(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))? *\)/;

function readLink(reading: Reading, rest: string): void {
  const end = reading.brackets.get(reading.at);
  const target = end === undefined ? null : TARGET.exec(reading.words.slice(end + 1));
  if (end === undefined || target === null) {
    addText(reading, "[", 1);
    return;
  }
  // A link in the words of a link: CommonMark takes the inner one, and nobody meant that.
  if (reading.inLink) throw new CannotTidyError("link in a link");
  const href = tidyHref((target[1] ?? "").replace(/^<|>$/g, ""), reading);
  if (target[2] !== undefined) reading.add("link_title");
  const label = rest.slice(1, end - reading.at);
  if (label.trim() !== label) reading.add("spaces");
  const children = readWords(label.trim(), reading.add, label.trim() === label ? "sign" : "space");
  if (children.length === 0) throw new CannotTidyError("link without words");
  reading.pieces.push({ kind: "span", inline: { kind: "link", href, children } });
  reading.at = end + 1 + target[0].length;
}

/** For each `[` that has its `]`, the place of both; escaped ones do not count. */
function pairBrackets(words: string): Map<number, number> {
  const open: number[] = [];
  const pairs = new Map<number, number>();
  for (let index = 0; index < words.length; index++) {
    const character = words.charAt(index);
    if (character === "\\") index++;
    else if (character === "[") open.push(index);
    else if (character === "]") {
      const from = open.pop();
      if (from !== undefined) pairs.set(from, index);
    }
  }
  return pairs;
}

function tidyHref(href: string, reading: Reading): string {
  if (findHrefFault(href) === null) return href;
  // A backslash may hide a bracket from us, and turns into a slash in addresses.
  const encoded = href.includes("\\") ? null : encodeHref(href.replaceAll("&amp;", "&"));
  if (encoded === null || findHrefFault(encoded) !== null) throw new CannotTidyError("address of a link");
  reading.add("link_address");
  return encoded;
}

/** An address of the web in ASCII, its host as A-labels in lower case; null for what is none, or not https. */
function encodeHref(href: string): string | null {
  const url = URL.parse(href);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return null;
  return url.href.replace(/[()'"[\]|^`{}\\]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
