import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/** A font of ours, under a name of its own, with what it can set. */
export type Font = {
  readonly family: string;
  /** WOFF2. */
  readonly bytes: Uint8Array;
  /** Whether it has a glyph for this code point. */
  has(codePoint: number): boolean;
  /** Advance of its glyph, in ems, before any kerning; 0 where it has none. */
  advance(codePoint: number): number;
};

type Table = { readonly tag: string; readonly isTransformed: boolean; readonly start: number; readonly length: number };

/** WOFF2 section 4.1: those whose tag is written out are not asked for here. */
const KNOWN_TAGS = ["cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt ", "fpgm", "glyf", "loca"];
const HEADER = 48;
const LENGTH_AT = 8;
const TABLES_AT = 12;
const COMPRESSED_AT = 20;
/** OpenType `name`: family, name for PostScript (a font without one is refused), and family as applications group it. */
const FAMILY_IDS = [1, 6, 16];

/**
 * Opens a WOFF2 file (W3C Recommendation, sections 4 and 5) of ours, and gives it another family name: parts of one typeface by
 * script all have the same, and what draws them could not tell them apart. Nobody else's fonts are opened, so nothing is defended
 * against but a file that is another than was shipped.
 */
export function openFont(file: Uint8Array, family: string): Font {
  const view = viewOf(file);
  const { tables, end } = readDirectory(file, view.getUint16(TABLES_AT));
  const data = brotliDecompressSync(file.subarray(end, end + view.getUint32(COMPRESSED_AT)));
  const tableOf = (tag: string) => {
    const found = tables.find((table) => table.tag === tag);
    if (found === undefined) throw new Error(`the font for ${family} has no table ${tag}`);
    return { table: found, bytes: data.subarray(found.start, found.start + found.length) };
  };
  const glyphs = readGlyphs(tableOf("cmap").bytes);
  const advances = readAdvances(tableOf("hmtx"), tableOf("hhea").bytes);
  const unitsPerEm = viewOf(tableOf("head").bytes).getUint16(18);
  writeName(tableOf("name").bytes, family);
  return {
    family,
    bytes: join(file.subarray(0, end), data),
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint) => advances(glyphs.get(codePoint) ?? -1) / unitsPerEm,
  };
}

function readDirectory(file: Uint8Array, count: number): { tables: Table[]; end: number } {
  const tables: Table[] = [];
  let at = HEADER;
  let start = 0;
  const readNumber = () => {
    let value = 0;
    for (;;) {
      const byte = file[at++] ?? 0;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  for (let index = 0; index < count; index += 1) {
    const flags = file[at++] ?? 0;
    const known = flags & 63;
    if (known === 63) at += 4;
    const tag = KNOWN_TAGS[known] ?? "";
    // Of glyf and loca 3 means as they were, of all others 0 (section 5.1).
    const isTransformed = tag === "glyf" || tag === "loca" ? flags >> 6 !== 3 : flags >> 6 !== 0;
    const original = readNumber();
    const length = isTransformed ? readNumber() : original;
    tables.push({ tag, isTransformed, start, length });
    start += length;
  }
  return { tables, end: at };
}

/** OpenType `cmap`: glyph by code point, from a subtable of format 12 or 4. */
function readGlyphs(bytes: Uint8Array): ReadonlyMap<number, number> {
  const view = viewOf(bytes);
  const offsets = Array.from({ length: view.getUint16(2) }, (_, index) => view.getUint32(8 + 8 * index));
  const formats = offsets.map((offset) => ({ offset, format: view.getUint16(offset) }));
  const found = formats.find(({ format }) => format === 12) ?? formats.find(({ format }) => format === 4);
  if (found === undefined) throw new Error("the font has no table of characters that is read here");
  return found.format === 12 ? readGroups(view, found.offset) : readSegments(view, found.offset);
}

function readGroups(view: DataView, offset: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < view.getUint32(offset + 12); index += 1) {
    const at = offset + 16 + 12 * index;
    const [first, last, glyph] = [view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8)];
    for (let codePoint = first; codePoint <= last; codePoint += 1) glyphs.set(codePoint, glyph + codePoint - first);
  }
  return glyphs;
}

function readSegments(view: DataView, offset: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const double = view.getUint16(offset + 6);
  const [ends, starts] = [offset + 14, offset + 16 + double];
  for (let at = 0; at < double; at += 2) {
    const [last, first] = [view.getUint16(ends + at), view.getUint16(starts + at)];
    const delta = view.getUint16(starts + double + at);
    const rangeAt = starts + 2 * double + at;
    const range = view.getUint16(rangeAt);
    for (let codePoint = first; codePoint <= last && codePoint < 0xffff; codePoint += 1) {
      const listed = range === 0 ? codePoint : view.getUint16(rangeAt + range + 2 * (codePoint - first));
      if (range === 0 || listed !== 0) glyphs.set(codePoint, (listed + delta) % 65_536);
    }
  }
  return glyphs;
}

/** OpenType `hmtx`; transformed (WOFF2 section 5.4) it begins with a byte of flags, and advances stand alone. */
function readAdvances(
  { table, bytes }: { table: Table; bytes: Uint8Array },
  hhea: Uint8Array,
): (glyph: number) => number {
  const count = viewOf(hhea).getUint16(34);
  const view = viewOf(bytes);
  const [first, step] = table.isTransformed ? [1, 2] : [0, 4];
  return (glyph) => (glyph < 0 ? 0 : view.getUint16(first + step * Math.min(glyph, count - 1)));
}

/** A `name` table of the same length that says the family and nothing else. */
function writeName(bytes: Uint8Array, family: string): void {
  const view = viewOf(bytes);
  bytes.fill(0);
  const strings = 6 + 12 * FAMILY_IDS.length;
  view.setUint16(2, FAMILY_IDS.length);
  view.setUint16(4, strings);
  for (const [index, id] of FAMILY_IDS.entries()) {
    const record = [3, 1, 0x409, id, 2 * family.length, 0];
    for (const [at, value] of record.entries()) view.setUint16(6 + 12 * index + 2 * at, value);
  }
  for (let index = 0; index < family.length; index += 1) view.setUint16(strings + 2 * index, family.charCodeAt(index));
}

function join(head: Uint8Array, data: Uint8Array): Uint8Array {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  const compressed = brotliCompressSync(data, quality);
  const file = new Uint8Array(Math.ceil((head.length + compressed.length) / 4) * 4);
  file.set(head);
  file.set(compressed, head.length);
  const view = viewOf(file);
  view.setUint32(LENGTH_AT, file.length);
  view.setUint32(COMPRESSED_AT, compressed.length);
  return file;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
