import { MalformedError } from "@undersigned/core/errors.ts";
import type { Theme } from "./look.ts";
import type { XmlElement } from "./xml.ts";
import { childOf, childrenOf, parseXml } from "./xml.ts";
import type { ZipParts } from "./zip-parts.ts";
import { openZip } from "./zip-parts.ts";

/** Largest file, in bytes: most of it is pictures, which are not read. */
const FILE_LIMIT = 104_857_600;

/** A Word document, part by part. */
export type WordPackage = {
  readonly document: string;
  /** @returns null when the document has no such part */
  readonly part: (name: string) => XmlElement | null;
  /** The one part of that kind that belongs to the document: `styles`, `footnotes`. */
  readonly related: (kind: string) => XmlElement | null;
  /** The part behind a relationship of the document. */
  readonly target: (id: string) => string | null;
  /** The address of another place that a relationship of the document names. */
  readonly destination: (id: string) => string | null;
};

type Relationship = { readonly id: string; readonly kind: string; readonly target: string; readonly outside: boolean };

/**
 * Opens a file that should be a Word document.
 * @throws MalformedError `unsupported` for everything else, telling what it is; `source_encrypted`, `source_damaged`, `too_large`
 */
export function openPackage(bytes: Uint8Array): WordPackage {
  if (bytes.length > FILE_LIMIT)
    throw new MalformedError(
      "too_large",
      `The file has ${Math.ceil(bytes.length / 1_048_576)} MiB; the limit is ${FILE_LIMIT / 1_048_576} MiB. Without its pictures it is smaller.`,
    );
  refuseOthers(bytes);
  const zip = openZip(bytes);
  refuseOtherZips(zip);
  const read = (name: string) => {
    const part = zip.read(name);
    return part === null ? null : parseXml(part, name);
  };
  const main = relationshipsOf(read("_rels/.rels"), "").find(({ kind }) => kind === "officeDocument");
  if (main === undefined)
    throw new MalformedError(
      "unsupported",
      "This is a zip file, but no Word document. Bring the document itself, as .docx.",
    );
  refuseMacros(read("[Content_Types].xml"), main.target);
  const folder = main.target.replace(/[^/]*$/, "");
  const relationships = relationshipsOf(read(`${folder}_rels/${main.target.slice(folder.length)}.rels`), folder);
  return {
    document: main.target,
    part: read,
    related(kind) {
      const found = relationships.find((each) => each.kind === kind && !each.outside);
      return found === undefined ? null : read(found.target);
    },
    destination: (id) => relationships.find((each) => each.id === id && each.outside)?.target ?? null,
    target: (id) => relationships.find((each) => each.id === id && !each.outside)?.target ?? null,
  };
}

function relationshipsOf(root: XmlElement | null, folder: string): Relationship[] {
  return [...childrenOf(root)].map(({ attributes }) => {
    const outside = attributes.get("TargetMode") === "External";
    const target = attributes.get("Target") ?? "";
    return {
      id: attributes.get("Id") ?? "",
      kind: (attributes.get("Type") ?? "").replace(/^.*\//, ""),
      target: outside ? target : resolveTarget(target, folder),
      outside,
    };
  });
}

function resolveTarget(target: string, folder: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const steps = folder.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}

const SAVE_AS = "Open it and choose “Save as”, type .docx, then bring that file.";

function refuseOthers(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  if (bytes.length === 0) throw new MalformedError("source_empty", "The file is empty.");
  if (start.startsWith("{\\rtf"))
    throw new MalformedError("unsupported", `This is a rich text file (.rtf). ${SAVE_AS}`);
  if (start === "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
    // The names of streams stand in the file in UTF-16 ([MS-CFB] 2.6.1; [MS-OFFCRYPTO] 2.3.4.4).
    const holds = (name: string) => Buffer.from(bytes).includes(Buffer.from(name, "utf16le"));
    if (holds("EncryptedPackage"))
      throw new MalformedError(
        "source_encrypted",
        "The document is locked with a password. Open it in Word, take the password off (File, Info, Protect Document), save it, and bring that.",
      );
    const what = holds("WordDocument") ? "a document of Word 97 to 2003 (.doc)" : "a file of an older Office";
    throw new MalformedError("unsupported", `This is ${what}. ${SAVE_AS}`);
  }
  if (!start.startsWith("PK"))
    throw new MalformedError(
      "unsupported",
      "This is no Word document. Bring a .docx, a PDF, a page of the web, or paste the words.",
    );
}

function refuseOtherZips(zip: ZipParts): void {
  const has = (part: RegExp) => zip.names.some((name) => part.test(name));
  const refuse = (what: string): never => {
    throw new MalformedError("unsupported", `This is ${what}. ${SAVE_AS}`);
  };
  if (has(/(?:^|\/)vbaProject\.bin$/i)) refuse("a document with macros (.docm)");
  if (has(/^xl\/workbook\.xml$/i))
    throw new MalformedError(
      "unsupported",
      "This is a spreadsheet (.xlsx). Copy the words into a document, or paste them.",
    );
  if (has(/^ppt\/presentation\.xml$/i))
    throw new MalformedError(
      "unsupported",
      "This is a presentation (.pptx). Copy the words into a document, or paste them.",
    );
  if (has(/^Index\/Document\.iwa$/i) || has(/^index\.apxl$/i) || has(/^Index\.zip$/i))
    throw new MalformedError(
      "unsupported",
      "This is a document of Pages (.pages). In Pages choose File, Export To, Word, then bring that file.",
    );
  if (has(/^META-INF\/manifest\.xml$/i) && has(/^content\.xml$/i))
    refuse("a document of LibreOffice or OpenOffice (.odt)");
  if (has(/^META-INF\/container\.xml$/i))
    throw new MalformedError(
      "unsupported",
      "This is an e-book (.epub). Copy the words into a document, or paste them.",
    );
}

function refuseMacros(types: XmlElement | null, main: string): void {
  for (const { name, attributes } of childrenOf(types)) {
    if (name !== "ct:Override" || attributes.get("PartName")?.toLowerCase() !== `/${main}`.toLowerCase()) continue;
    const type = attributes.get("ContentType") ?? "";
    if (/macroEnabled/i.test(type))
      throw new MalformedError("unsupported", `This is a document with macros (.docm). ${SAVE_AS}`);
    if (!/wordprocessingml/i.test(type))
      throw new MalformedError(
        "unsupported",
        "This is an Office file, but no Word document. Copy the words into a document, or paste them.",
      );
  }
}

/** The colours of `word/theme/theme1.xml` by their names: `dk1`, `accent1`. */
export function readTheme(root: XmlElement | null): Theme {
  const theme = new Map<string, string>();
  for (const colour of childrenOf(childOf(childOf(root, "a:themeElements"), "a:clrScheme"))) {
    const [value] = childrenOf(colour);
    const written = value?.attributes.get("lastClr") ?? value?.attributes.get("val");
    if (written !== undefined) theme.set(colour.name.slice(2), written);
  }
  return theme;
}
