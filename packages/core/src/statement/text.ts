import { decodeUtf8, encodeUtf8, sha256 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { Block, List } from "./block.ts";
import { formatLeaf, readLeaf, readTitle, refuseLine } from "./block.ts";
import type { Inline } from "./inline.ts";
import { formatInlines } from "./inline.ts";
import { checkRepertoire, countCodePoints } from "./repertoire.ts";
import type { Tidied } from "./tidy.ts";
import { tidySource } from "./tidy.ts";

/** Greatest length of a text, in bytes. */
export const TEXT_LIMIT = 1_048_576;

/** Greatest number of blocks of a text. */
export const BLOCKS_LIMIT = 9_999;

/** One language's words of a version (spec/text.md). The title is not a block and has no number. */
export type Text = { readonly title: readonly Inline[]; readonly blocks: readonly Block[] };

/**
 * Parses a text, from its bytes or from the string that they decode to. What it accepts, formatText gives back to the
 * byte; everything else is refused, and nothing is mended on the way (that is tidyText's work, before freezing).
 * @throws MalformedError too_large, not_utf8, or text_refused with line and column (1-based, in code points)
 */
export function parseText(input: Uint8Array | string): Text {
  const source = typeof input === "string" ? checkString(input) : decodeText(input);
  if (source === "") refuseLine(1, 1, "the text is empty: write # and a title, then what you have to say");
  checkRepertoire(source);
  const lines = source.split("\n");
  const last = lines.pop() ?? "";
  if (last !== "") refuseLine(lines.length + 1, countCodePoints(last) + 1, "the last line has no end: add a line feed");
  const text = { title: readTitle(lines[0] ?? ""), blocks: readBlocks(lines) };
  if (formatText(text) !== source) refuseLine(1, 1, "the text is not in its one canonical form: tidy it");
  return text;
}

function checkString(text: string): string {
  if (text.length > TEXT_LIMIT) refuseSize();
  if (encodeUtf8(text).length > TEXT_LIMIT) refuseSize();
  return text;
}

function decodeText(bytes: Uint8Array): string {
  if (bytes.length > TEXT_LIMIT) refuseSize();
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    const line = findBrokenLine(bytes);
    const what = `line ${line}: the bytes are not UTF-8: save the file again as UTF-8`;
    throw new MalformedError("not_utf8", what, { cause, line, column: 1 });
  }
}

function refuseSize(): never {
  throw new MalformedError("too_large", `a text has at most ${TEXT_LIMIT} bytes (1 MiB): shorten it`);
}

/** 1-based. In UTF-8 the byte 0x0A is always a line feed, so each line can be decoded alone. */
function findBrokenLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    try {
      decodeUtf8(bytes.subarray(start, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
  }
}

const GAP = "a blank line stands between two blocks, and a block is one line: add a blank line, or join the two lines";

type Reading = {
  readonly blocks: Block[];
  /** Lists so far. */
  groups: number;
  /** Number of the latest numbered item. */
  ordinal: number;
};

function readBlocks(lines: readonly string[]): readonly Block[] {
  const reading: Reading = { blocks: [], groups: 0, ordinal: 0 };
  for (let index = 1; index < lines.length; index++) {
    const source = lines[index] ?? "";
    const afterBlank = lines[index - 1] === "";
    if (source !== "") readBlock(reading, source, index + 1, afterBlank);
    else if (afterBlank) refuseLine(index + 1, 1, "one blank line is enough: delete this one");
    else if (index === lines.length - 1)
      refuseLine(index + 1, 1, "the file ends with its last words: delete this blank line");
  }
  if (reading.blocks.length === 0) {
    refuseLine(lines.length, 1, "there is only a title: write at least one paragraph, after a blank line");
  }
  return reading.blocks;
}

function readBlock(reading: Reading, source: string, line: number, afterBlank: boolean): void {
  const { blocks } = reading;
  if (blocks.length === BLOCKS_LIMIT) refuseLine(line, 1, `a text has at most ${BLOCKS_LIMIT} blocks: shorten it`);
  const underline = afterBlank ? null : underlineAdvice(source);
  if (underline !== null) refuseLine(line, 1, underline);
  const leaf = readLeaf(source, line);
  const previous = blocks.at(-1);
  const list = previous?.kind === "item" && previous.list.ordered === (leaf.kind === "ordinal") ? previous.list : null;
  const inList = (leaf.kind === "bullet" || leaf.kind === "ordinal") && list !== null;
  if (inList && afterBlank) {
    refuseLine(
      line - 1,
      1,
      "items of one list stand without a blank line between them: delete it, or part the lists by words",
    );
  }
  if (!inList && !afterBlank) refuseLine(line, 1, GAP);
  if (leaf.kind === "ordinal") {
    const expected = reading.ordinal + 1;
    if (inList && leaf.ordinal !== expected) {
      refuseLine(line, 1, `the next number of this list is ${expected}: number its items one after the other`);
    }
    reading.ordinal = leaf.ordinal;
  }
  const place = { number: blocks.length + 1, line, inlines: leaf.inlines };
  if (leaf.kind === "bullet") {
    blocks.push({ ...place, kind: "item", list: inList ? list : { ordered: false, group: ++reading.groups } });
  } else if (leaf.kind === "ordinal") {
    const made: List = { ordered: true, group: reading.groups + 1, start: leaf.ordinal };
    if (!inList) reading.groups++;
    blocks.push({ ...place, kind: "item", list: inList ? list : made });
  } else if (leaf.kind === "heading") {
    blocks.push({ ...place, kind: "heading", level: leaf.level });
  } else {
    blocks.push({ ...place, kind: leaf.kind });
  }
}

/** Lines that in other Markdown say something about the line above them. */
function underlineAdvice(source: string): string | null {
  if (/^=+$|^-+$/.test(source)) return "a heading is written with ## before it, not with a line under it";
  if (source.includes("|") && /^[|: -]+$/.test(source)) return "tables are not part of a text: write a list";
  return null;
}

/**
 * The one file of a text: title, blank line, blocks, a blank line between two blocks unless both are items of one
 * list, a line feed at the end. `number` and `line` of the blocks are not read. parseText refuses what is made from a
 * tree that has no canonical spelling.
 */
export function formatText(text: Text): string {
  let out = `# ${formatInlines(text.title, "heading")}\n`;
  let previous: Block | undefined;
  let ordinal = 0;
  for (const block of text.blocks) {
    const sameList = block.kind === "item" && previous?.kind === "item" && block.list.group === previous.list.group;
    if (block.kind === "item" && block.list.ordered) ordinal = sameList ? ordinal + 1 : block.list.start;
    out += `${sameList ? "" : "\n"}${formatLeaf(block, ordinal)}\n`;
    previous = block;
  }
  return out;
}

/**
 * What the editor and the importer do for a tired human before anything is frozen: makes canonical text out of pasted
 * Markdown or plain words, and says what it changed. What no text can hold (HTML, pictures, tables, code, http: links,
 * lists in lists) it leaves for parseText to refuse with its place. Never used in verification.
 */
export function tidyText(source: string): Tidied {
  try {
    parseText(source);
    return { text: source, changes: [] };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return tidySource(source);
  }
}

/** Identity of a text: SHA-256 of its bytes, what `sha256sum statement.en.md` prints. */
export function digestText(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}
