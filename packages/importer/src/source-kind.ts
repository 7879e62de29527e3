import { MalformedError } from "@undersigned/core/errors.ts";
import type { SourceKind } from "./extracted.ts";

const BRING = "Bring a Word (.docx) or PDF file, a web page, Markdown or a text, or paste the words";

/** Beginnings of files that are not read, and what to do instead. */
const FOREIGN: readonly (readonly [name: string, signature: string, instead: string])[] = [
  ["a picture (PNG)", "\x89PNG", "type its words, or bring the file it was made from"],
  ["a picture (JPEG)", "\xff\xd8\xff", "type its words, or bring the file it was made from"],
  ["a picture (GIF)", "GIF8", "type its words, or bring the file it was made from"],
  ["a picture (TIFF)", "II*\0", "type its words, or bring the file it was made from"],
  ["a picture (TIFF)", "MM\0*", "type its words, or bring the file it was made from"],
  ["a picture (BMP)", "BM", "type its words, or bring the file it was made from"],
  ["a rich text file (RTF)", "{\\rtf", "open it, save it as Word (.docx), and bring that"],
  ["a PostScript file", "%!PS", "make a PDF of it, and bring that"],
  ["a saved web archive", "bplist00", "save the page as “web page, HTML only”, or give its address"],
  ["a compressed file (gzip)", "\x1f\x8b", "unpack it, and bring the file within"],
  ["a compressed file (7z)", "7z\xbc\xaf\x27\x1c", "unpack it, and bring the file within"],
  ["a compressed file (RAR)", "Rar!", "unpack it, and bring the file within"],
  ["a compressed file (bzip2)", "BZh", "unpack it, and bring the file within"],
  ["a compressed file (xz)", "\xfd7zXZ", "unpack it, and bring the file within"],
  ["a program", "\x7fELF", "bring the text itself"],
  ["a sound", "ID3", "bring the text itself"],
  ["a sound or film", "OggS", "bring the text itself"],
  ["a database", "SQLite format 3", "bring the text itself"],
];

/** What zip archives hold that says what they are. */
const ZIPS: readonly (readonly [name: string, entry: string, instead: string])[] = [
  ["a spreadsheet", "xl/workbook.xml", "copy the words and paste them"],
  ["a presentation", "ppt/presentation.xml", "copy the words and paste them"],
  ["an OpenDocument file", "application/vnd.oasis.opendocument", "save it as Word (.docx) or PDF, and bring that"],
  ["an e-book", "application/epub+zip", "copy the words and paste them"],
  ["a Pages, Numbers or Keynote file", "Index/Document.iwa", "export it as Word (.docx) or PDF, and bring that"],
];

/**
 * Whether bytes are a PDF or Word file, by their content alone. null: whatever they are, it is text if it is anything.
 * @throws MalformedError `unsupported` or `source_encrypted`, with what it is and what to bring instead
 */
export function findBinaryKind(bytes: Uint8Array): "docx" | "pdf" | null {
  const head = latin1(bytes.subarray(0, 1_024));
  if (head.includes("%PDF-")) return "pdf";
  if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) return readZip(bytes);
  if (head.startsWith("\xd0\xcf\x11\xe0")) refuseOldOffice(bytes);
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") {
    refuse("a picture (WebP)", "type its words, or bring the file it was made from");
  }
  if (head.slice(4, 8) === "ftyp") refuse("a film or picture", "bring the text itself");
  for (const [name, signature, instead] of FOREIGN) {
    if (head.startsWith(signature) && (signature.length > 2 || bytes.indexOf(0) !== -1)) refuse(name, instead);
  }
  if (/^MIME-Version:/im.test(head) && /^Content-Type:\s*multipart\/related/im.test(head)) {
    refuse("a web archive (MHTML)", "save the page as “web page, HTML only” or as Word (.docx), or give its address");
  }
  return null;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Names of entries stand in clear at the beginning of each and again at the end of the archive. */
function readZip(bytes: Uint8Array): "docx" {
  const edge = 65_536;
  const names = latin1(bytes.subarray(0, edge)) + latin1(bytes.subarray(Math.max(edge, bytes.length - edge)));
  if (names.includes("word/document")) return "docx";
  for (const [name, entry, instead] of ZIPS) if (names.includes(entry)) refuse(name, instead);
  // A large Word file may list more than fits into the edges.
  if (names.includes("[Content_Types].xml") && includesAscii(bytes, "word/document")) return "docx";
  return refuse("a compressed folder (ZIP)", "unpack it, and bring the one file that holds the text");
}

function includesAscii(bytes: Uint8Array, words: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(words, 0, "latin1");
}

function refuseOldOffice(bytes: Uint8Array): never {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.includes("EncryptedPackage", 0, "utf16le")) {
    throw new MalformedError(
      "source_encrypted",
      "this Office file is locked with a password: open it, take the password off (File, Info, Protect), and bring it again",
    );
  }
  return refuse(
    "an Office file of before 2007 (.doc, .xls or .ppt)",
    "open it, save it as Word (.docx), and bring that",
  );
}

function refuse(name: string, instead: string): never {
  throw new MalformedError("unsupported", `this is ${name}, which is not read here: ${instead}. ${BRING}`);
}

const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link)\b/i;
const TAG = /<(?:p|div|h[1-6]|ul|ol|li|br|table|span|blockquote|article|section|main|b|i|em|strong|a|font)\b[^<>]*>/i;
const STARTS_WITH_TAG = /^\s*(?:<!--[\s\S]*?-->\s*)*<[a-z][^<>]*>/i;
const MARKDOWN_TITLE = /^(?:\s*\n)?# +\S[^\n]*\n\s*\n/;
const MARKDOWN = [/^(?:\s*\n)?# +\S/, /^\S[^\n]*\n=+[ \t]*(?:\n|$)/, /^##+ +\S[^\n]*$/m];

/** Of text: which kind. What it holds decides where that is beyond doubt, then what whoever brought it says. */
export function findTextKind(
  text: string,
  hints: { readonly name?: string | undefined; readonly type?: string | undefined; readonly url?: string | undefined },
): "text" | "markdown" | "html" {
  const head = text.slice(0, 65_536);
  if (HTML_START.test(head)) return "html";
  const said = kindOfType(hints.type) ?? kindOfName(hints.name) ?? kindOfName(pathOf(hints.url));
  if (said === "html") return TAG.test(head) || /<[a-z!?/]/i.test(head) ? "html" : "text";
  // A statement's own file is Markdown, whatever it was renamed to.
  if (said === "text" && MARKDOWN_TITLE.test(head)) return "markdown";
  if (said !== undefined) return said;
  if (STARTS_WITH_TAG.test(head) && TAG.test(head)) return "html";
  return MARKDOWN.some((pattern) => pattern.test(head)) ? "markdown" : "text";
}

/** `text/plain` says little: servers say it of Markdown too. */
function kindOfType(type: string | undefined): "markdown" | "html" | undefined {
  const media = type?.split(";", 1)[0]?.trim().toLowerCase();
  if (media === "text/html" || media === "application/xhtml+xml") return "html";
  return media === "text/markdown" || media === "text/x-markdown" ? "markdown" : undefined;
}

function kindOfName(name: string | undefined): "text" | "markdown" | "html" | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name ?? "")?.[1]?.toLowerCase();
  if (ending === "md" || ending === "markdown") return "markdown";
  if (ending === "html" || ending === "htm" || ending === "xhtml") return "html";
  return ending === "txt" ? "text" : undefined;
}

function pathOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
}

/** Kinds that a hint may ask for when the bytes are text. */
export function isTextKind(kind: SourceKind | undefined): kind is "text" | "markdown" | "html" {
  return kind === "text" || kind === "markdown" || kind === "html";
}
