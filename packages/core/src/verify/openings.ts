import { decodeHex, decodeUtf8, encodeUtf8, equalBytes } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import { parseDecimal } from "../log/tree-size.ts";
import type { Opening } from "../signature/commitment.ts";
import { checkDisclosure, checkOpening, formatOpening, OPENING_LIMIT, parseOpening } from "../signature/commitment.ts";
import type { Entry, ResignEntry, SignEntry } from "../signature/entry.ts";

/** Greatest length of one line of an openings file, in bytes: an opening, and what stands around it. */
export const OPENING_LINE_LIMIT = OPENING_LIMIT + 64;

/** One line of an openings file: which entry it opens, and the opening, its public half open. */
export type OpeningLine = { readonly index: number; readonly opening: Opening };

const NEWLINE = 0x0a;
const CLOSING_BRACE = 0x7d;
// `{"index":12,"opening":{…}}` is canonical exactly when its number is and its opening is.
const BEFORE_INDEX = encodeUtf8('{"index":');
const BEFORE_OPENING = encodeUtf8(',"opening":');
/** Where an index of 16 digits, the longest, ends. */
const INDEX_END = BEFORE_INDEX.length + 16;

/** One line, with its newline. @throws {MalformedError} as parseOpening does */
export function formatOpeningLine({ index, opening }: OpeningLine): Uint8Array {
  return encodeUtf8(`{"index":${index},"opening":${decodeUtf8(formatOpening(opening))}}\n`);
}

/**
 * The lines of an openings file, as views into `bytes`. They are parsed one by one, so that one bad line hides no other.
 * @param most how many there may be: one for each entry
 * @throws {MalformedError} `malformed` when the last line has no end, `too_large` when there are more
 */
export function splitOpeningLines(bytes: Uint8Array, most: number): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    // Without a limit, a file of nothing but ends of lines would take up a hundred times its size.
    if (lines.length === most)
      throw new MalformedError("too_large", `it has more lines than there are entries, ${most}`);
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) throw new MalformedError("malformed", `the last line, ${lines.length + 1}, has no end`);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/**
 * Reads one line, without its newline.
 * @throws {MalformedError} `malformed`, `not_canonical`, `too_large`, `text_refused`
 */
export function parseOpeningLine(line: Uint8Array): OpeningLine {
  let end = BEFORE_INDEX.length;
  while (isDigit(line[end])) end++;
  const start = end + BEFORE_OPENING.length;
  const index = parseDecimal(String.fromCharCode(...line.subarray(BEFORE_INDEX.length, Math.min(end, INDEX_END))));
  const framed =
    equalBytes(line.subarray(0, BEFORE_INDEX.length), BEFORE_INDEX) &&
    equalBytes(line.subarray(end, start), BEFORE_OPENING) &&
    line.at(-1) === CLOSING_BRACE;
  if (index === null || !framed || end > INDEX_END) {
    throw new MalformedError("malformed", 'a line is {"index":INDEX,"opening":OPENING}');
  }
  const opening = parseOpening(line.subarray(start, -1));
  if (!("part" in opening.public)) throw new MalformedError("malformed", "its public half is not open");
  if ("part" in opening.private) {
    throw new MalformedError("malformed", "its private half is open, which no bundle may hold");
  }
  return { index, opening };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** An entry that a line of a public bundle may open. */
export type OpenedEntry = SignEntry | ResignEntry;

/**
 * Checks a line against the entry at its index: a named organisation's consent, to which the opening was committed.
 * @returns the entry
 * @throws {VerificationError} `commitment_mismatch`
 */
export function checkOpeningLine({ opening, index }: OpeningLine, entry: Entry | null | undefined): OpenedEntry {
  if (entry?.act !== "sign" && entry?.act !== "resign") {
    throw new VerificationError(
      "commitment_mismatch",
      `entry ${index} is no signature, so nothing of it can be opened`,
    );
  }
  if (entry.kind !== "organisation" || !entry.named) {
    throw new VerificationError(
      "commitment_mismatch",
      `entry ${index} is not of a named organisation, and only those are opened in a bundle`,
    );
  }
  checkOpening(opening, decodeHex(entry.commitment));
  checkDisclosure(opening, entry);
  return entry;
}
