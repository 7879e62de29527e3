import { MalformedError } from "@undersigned/core/errors.ts";

/** Bytes of a file of invitations at most. */
export const LIST_BYTES = 5 * 1024 * 1024;

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** A file as text, and how it was read: what was guessed is said aloud. */
export type DecodedList = { readonly text: string; readonly encoding: Encoding };

/** Files that are mistaken for lists, by how they begin. */
const OTHERS: readonly (readonly [begins: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a spreadsheet (.xlsx, .ods) or another packed file"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel file (.xls)"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
];

/** Bytes looked at to tell UTF-16 without a byte order mark. */
const SAMPLE = 4096;

/**
 * Reads the bytes of a list: by its byte order mark; as UTF-16 where every other byte is zero; as UTF-8 where it is valid;
 * else as Windows-1252, in which every file can be read, rightly or not.
 * @throws MalformedError `too_large`, or `malformed` where it is no text at all
 */
export function decodeList(bytes: Uint8Array): DecodedList {
  if (bytes.length > LIST_BYTES) {
    throw new MalformedError(
      "too_large",
      `The list has ${(bytes.length / 1024 / 1024).toFixed(1)} MB, and at most 5 MB are taken. Delete the columns that are not needed here, or send it in parts.`,
    );
  }
  for (const [begins, what] of OTHERS) {
    if (begins.every((byte, i) => bytes[i] === byte)) {
      throw new MalformedError(
        "malformed",
        `This is ${what}, and not a list that can be read here. Open it in your spreadsheet program, choose “Save as” or “Export”, then CSV, and send that.`,
      );
    }
  }
  const list = decode(bytes);
  if (list.text.includes("\0")) {
    throw new MalformedError(
      "malformed",
      "This is not a text: it holds bytes that no list has. Export the list as CSV from your spreadsheet program, and send that.",
    );
  }
  return list;
}

function decode(bytes: Uint8Array): DecodedList {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes.subarray(2), "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2), "utf-16be");
  const unmarked = guessUtf16(bytes);
  if (unmarked !== null) return utf16(bytes, unmarked);
  try {
    // A byte order mark is left out by the decoder.
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
  }
}

function utf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): DecodedList {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch (cause) {
    throw new MalformedError(
      "malformed",
      "The list looks like UTF-16, but was cut or changed on its way. Export it again as CSV (UTF-8), and send that.",
      { cause },
    );
  }
}

/** Delimiters, line ends, digits and mailboxes are ASCII: in UTF-16 their other byte is zero, always on the same side. */
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const least = sample.length / 10;
  if (odd > least && even < odd / 10) return "utf-16le";
  if (even > least && odd < even / 10) return "utf-16be";
  return null;
}
