import type { ErrorCode } from "@undersigned/core/errors.ts";
import { Zip, ZipDeflate, zipSync } from "fflate";

/** What is special about a zip, and what a reader of bundles must say to it: a code, or null when it reads it. */
export type ZipDefect = { readonly about: string; readonly code: ErrorCode | null; readonly zip: Uint8Array };

const WORDS = new TextEncoder().encode("Open the reading rooms. ".repeat(20));
const CONTENT = { "README.txt": WORDS, "log/checkpoint": Uint8Array.of(1, 2, 3), "log/empty": new Uint8Array() };
const TIME = { mtime: new Date(1980, 0, 1) };
const LOCAL = 0x0403;
const CENTRAL = 0x0201;
const END = 0x0605;

const plain = zipSync(CONTENT, TIME);
const stored = zipSync(CONTENT, { ...TIME, level: 0 });

/** As a depositary writes bundles: headers before sizes are known, descriptors after. */
function streamed(): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_, chunk) => chunks.push(chunk));
  for (const [name, bytes] of Object.entries(CONTENT)) {
    const file = new ZipDeflate(name, { level: 3 });
    file.mtime = TIME.mtime;
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

/** Where the `nth` record with this signature begins. */
function find(zip: Uint8Array, signature: number, nth = 0): number {
  const mark = Buffer.from([0x50, 0x4b, signature % 256, Math.floor(signature / 256)]);
  let at = -1;
  for (let i = 0; i <= nth; i++) at = Buffer.from(zip).indexOf(mark, at + 1);
  if (at < 0) throw new Error("there is no such record");
  return at;
}

function set(zip: Uint8Array, changes: Record<number, number>): Uint8Array {
  const copy = zip.slice();
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value;
  return copy;
}

function one(name: string, bytes: Uint8Array = WORDS): Uint8Array {
  return zipSync({ [name]: bytes }, TIME);
}

/** Two files whose records in the directory both point at the first. */
function overlapping(): Uint8Array {
  const two = zipSync({ "a.txt": Uint8Array.of(1), "b.txt": Uint8Array.of(1) }, { ...TIME, level: 0 });
  return set(two, { [find(two, CENTRAL, 1) + 42]: 0 });
}

/** Two files of one name, which programs would choose between in different ways. */
function twice(): Uint8Array {
  const two = zipSync({ "a.txt": Uint8Array.of(1), "b.txt": Uint8Array.of(2) }, { ...TIME, level: 0 });
  const other = 0x61;
  return set(two, { [find(two, LOCAL, 1) + 30]: other, [find(two, CENTRAL, 1) + 46]: other });
}

function refused(about: string, zip: Uint8Array, code: ErrorCode = "malformed"): ZipDefect {
  return { about, code, zip };
}

/** By the name of the vector's file. */
export const ZIP_DEFECTS: Readonly<Record<string, ZipDefect>> = {
  valid_deflated: { about: "Three files, deflated.", code: null, zip: plain },
  valid_stored: { about: "Three files, stored.", code: null, zip: stored },
  valid_streamed: { about: "Sizes and check sums stand after each file.", code: null, zip: streamed() },
  valid_with_a_folder: {
    about: "A folder, listed as a file of no bytes.",
    code: null,
    zip: zipSync({ "log/": new Uint8Array(), ...CONTENT }, TIME),
  },
  truncated: refused("The last five bytes are missing, as after a broken download.", plain.slice(0, -5)),
  truncated_in_the_middle: refused("Only its first half is there.", plain.slice(0, plain.length / 2)),
  empty_file: refused("No bytes at all.", new Uint8Array()),
  no_zip: refused("A text, not a zip.", WORDS),
  bomb: refused(
    "10 MB of nothing in 10 kB: unpacking would fill the memory.",
    one("a.txt", new Uint8Array(10_000_000)),
    "too_large",
  ),
  bomb_with_a_lying_size: refused(
    "What unpacks to 300 kB says that it has 1,000 bytes.",
    lyingSize(one("a.txt", new Uint8Array(300_000)), 1_000),
  ),
  path_climbs_out: refused("A name that leads out of the folder: ../a.txt.", one("../a.txt")),
  path_climbs_out_within: refused("A name that leads out after leading in: log/../../a.txt.", one("log/../../a.txt")),
  path_from_the_root: refused("A name from the root of the disk: /a.txt.", one("/a.txt")),
  path_from_a_drive: refused("A name from a drive: c:a.txt.", one("c:a.txt")),
  path_with_backslash: refused("A backslash, which some programs take for a folder.", one("log\\a.txt")),
  path_in_another_script: refused(
    "A name beyond visible ASCII, which programs spell in several ways.",
    one("письмо.txt"),
  ),
  two_files_of_one_name: refused("Two files of one name: programs differ in which they read.", twice()),
  files_overlap: refused("Two files share their bytes.", overlapping()),
  bytes_before: refused("A byte before the first file.", Buffer.concat([Buffer.of(0), plain])),
  bytes_after: refused("A byte after the end.", Buffer.concat([plain, Buffer.of(0)])),
  encrypted: refused("A file marked as encrypted.", set(plain, { 6: 1, [find(plain, CENTRAL) + 8]: 1 })),
  check_sum_wrong: refused("A byte of a stored file changed: its check sum does not fit.", set(stored, { 45: 0x21 })),
  deflated_data_damaged: refused("A byte of a deflated file changed.", set(plain, { 45: (plain[45] ?? 0) ^ 0xff })),
  headers_contradict: refused(
    "The name beside the file differs from the one in the directory.",
    set(plain, { 30: 0x72 }),
  ),
  zip64: refused("Its end sends readers to a zip64 directory.", set(plain, fill(find(plain, END) + 16, 4))),
  folder_with_bytes: refused("A folder that holds bytes itself.", zipSync({ "log/": WORDS }, TIME), "too_large"),
};

function fill(at: number, length: number): Record<number, number> {
  return Object.fromEntries(Array.from({ length }, (_, i) => [at + i, 0xff]));
}

/** The same zip with another size of its first file, in both headers. */
function lyingSize(zip: Uint8Array, size: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  view.setUint32(22, size, true);
  view.setUint32(find(zip, CENTRAL) + 24, size, true);
  return copy;
}
