import { MalformedError } from "@undersigned/core/errors.ts";

/** Bytes that a text, Markdown or HTML source may have. */
export const TEXT_SOURCE_LIMIT = 5_242_880;

const HOW = "open it where it was written and save it again as “UTF-8”, or copy its words and paste them";

/**
 * The characters of a text in bytes. A byte order mark decides first, then what was declared, then UTF-8; nothing is guessed,
 * since a wrong guess changes words.
 * @param declared the character set that a header or the file itself names, or null
 * @throws MalformedError `source_encoding` with byte and line, `unsupported` for what is no text at all
 */
export function decodeText(bytes: Uint8Array, declared: string | null): string {
  const marked = findMarked(bytes);
  if (marked !== null) return decodeAs(bytes.subarray(marked.skip), marked.label, marked.skip);
  const silent = findUtf16(bytes);
  if (silent !== null) return decodeAs(bytes, silent, 0);
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    throw new MalformedError(
      "unsupported",
      `this is no text: byte ${zero + 1} is zero, which no text holds. Bring a text, Markdown, HTML, Word (.docx) or PDF file`,
    );
  }
  return decodeAs(bytes, declared ?? "utf-8", 0);
}

function findMarked(bytes: Uint8Array): { label: string; skip: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: "utf-8", skip: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) refuseUtf32();
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) refuseUtf32();
  if (a === 0xff && b === 0xfe) return { label: "utf-16le", skip: 2 };
  if (a === 0xfe && b === 0xff) return { label: "utf-16be", skip: 2 };
  return null;
}

function refuseUtf32(): never {
  throw new MalformedError("source_encoding", `this text is in UTF-32, which is not read here: ${HOW}`);
}

/** UTF-16 without its mark: in whatever script, spaces and line breaks have a zero byte, always on the same side. */
function findUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes.length % 2 !== 0) return null;
  const seen = Math.min(bytes.length, 4_096);
  let [even, odd, spaces] = [0, 0, 0];
  for (let at = 0; at + 1 < seen; at += 2) {
    const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
    if (first === 0 && second === 0) return null;
    if (first === 0) even += 1;
    if (second === 0) odd += 1;
    if ((first === 0 && isSpace(second)) || (second === 0 && isSpace(first))) spaces += 1;
  }
  if (even === 0 && odd > 0 && (spaces > 0 || odd > seen / 4)) return "utf-16le";
  if (odd === 0 && even > 0 && (spaces > 0 || even > seen / 4)) return "utf-16be";
  return null;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d;
}

function decodeAs(bytes: Uint8Array, label: string, skipped: number): string {
  const decoder = openDecoder(label);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    const at = findBadByte(bytes, label);
    const line = countLines(bytes.subarray(0, at));
    throw new MalformedError("source_encoding", explain(bytes, at, skipped, line, decoder.encoding), {
      line,
      cause: error,
    });
  }
}

function openDecoder(label: string) {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch (error) {
    const shown = label.slice(0, 40).replaceAll(/[^!-~]/g, "?");
    throw new MalformedError(
      "source_encoding",
      `it says that its characters are “${shown}”, which is not read: ${HOW}`,
      {
        cause: error,
      },
    );
  }
}

function explain(bytes: Uint8Array, at: number, skipped: number, line: number, encoding: string): string {
  const place = `byte ${at + skipped + 1} (line ${line})`;
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  if (encoding === "utf-8" && first === 0xed && second >= 0xa0) {
    return `${place} begins half of a character (a lone surrogate), which stands for nothing: delete it there and type the character again`;
  }
  if (encoding.startsWith("utf-16")) {
    return `${place} is no character in ${encoding.toUpperCase()} (half of a character, or the file is cut off): ${HOW}`;
  }
  if (at === 0 || encoding !== "utf-8" || !hasLongCharacter(bytes.subarray(0, at))) {
    return `${place} is no character in ${encoding.toUpperCase()}; perhaps it is in an older encoding such as Windows-1252 or Windows-1251: ${HOW}`;
  }
  return `up to ${place} it is UTF-8 and there it is not, so it mixes encodings: type the characters around that place again, then save it as UTF-8`;
}

function hasLongCharacter(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte >= 0x80);
}

/** The first byte that cannot be decoded, by halving: whatever is cut off is completed by what follows in a stream. */
function findBadByte(bytes: Uint8Array, label: string): number {
  let [good, bad] = [0, bytes.length];
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (decodesSoFar(bytes.subarray(0, middle), label)) good = middle;
    else bad = middle - 1;
  }
  return characterStart(bytes, Math.min(good, bytes.length - 1), label);
}

function decodesSoFar(bytes: Uint8Array, label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A wrong byte may only show at the next one: the character that it belongs to began up to three bytes before. */
function characterStart(bytes: Uint8Array, at: number, label: string): number {
  if (label.startsWith("utf-16")) {
    const unit = at - (at % 2);
    const high = bytes[unit - (label === "utf-16le" ? 1 : 2)] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? unit - 2 : unit;
  }
  if (label !== "utf-8") return at;
  for (let back = 1; back <= 3 && back <= at; back++) {
    const lead = bytes[at - back] ?? 0;
    if (lead < 0x80) break;
    if (lead >= 0xc0) return lengthOf(lead) > back ? at - back : at;
  }
  return at;
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (const byte of bytes) if (byte === 0x0a) lines += 1;
  return lines;
}
