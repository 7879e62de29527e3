import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { decodeUtf8, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { digestText } from "@undersigned/core/statement/text.ts";
import { tellCount } from "@undersigned/core/verify/tell.ts";
import type { Imported } from "@undersigned/importer/imported.ts";
import { ImportError } from "@undersigned/importer/imported.ts";
import { importMarkdown } from "@undersigned/importer/markdown.ts";
import { importText } from "@undersigned/importer/text.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { printable } from "../layout.ts";

export type ImportOptions = {
  readonly output?: string | undefined;
  readonly format?: string | undefined;
  readonly json?: boolean | undefined;
};

const IMPORTERS: Readonly<Record<string, (source: string) => Imported>> = {
  text: importText,
  markdown: importMarkdown,
};
/** Greatest length of a file that is read, in bytes: tidying makes texts shorter, but not eight times. */
const FILE_LIMIT = 8_388_608;

/** Makes a text, and prints or writes it. @throws RefusedError for wrong usage; errors of node:fs */
export async function runImport(file: string, options: ImportOptions): Promise<ExitStatus> {
  const importFile = chooseImporter(file, options.format);
  const bytes = await (file === "-" ? buffer(process.stdin) : readFile(file));
  if (bytes.length > FILE_LIMIT) throw new RefusedError("too_large", `${file} is longer than ${FILE_LIMIT} bytes.`);
  try {
    const imported = importFile(decode(bytes));
    deliver(imported, options);
    return EXIT.yes;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    explain(file, error, options);
    return EXIT.no;
  }
}

function chooseImporter(file: string, format: string | undefined): (source: string) => Imported {
  const importer = IMPORTERS[format ?? (/\.(?:md|markdown)$/i.test(file) ? "markdown" : "text")];
  if (importer !== undefined) return importer;
  throw new RefusedError("invalid_field", `--format is text or markdown, not ${format}.`);
}

/** UTF-8, with the line where it is broken. */
function decode(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    let line = 1;
    const decoder = new TextDecoder();
    for (const part of decoder.decode(bytes).split("\n")) {
      if (part.includes("\ufffd")) break;
      line += 1;
    }
    throw new MalformedError("not_utf8", "the bytes are not UTF-8: save the file again as UTF-8", { cause, line });
  }
}

function deliver({ source, text, changes }: Imported, { output, json }: ImportOptions): void {
  const bytes = encodeUtf8(source);
  if (output !== undefined) writeFileSync(output, bytes);
  if (json) {
    const sha256 = encodeHex(digestText(bytes));
    const report = { text: source, sha256, blocks: text.blocks.length, changes };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  if (output === undefined) process.stdout.write(bytes);
  for (const { line, what } of changes) console.error(`line ${line}: ${what}`);
  console.error(
    `${tellCount(text.blocks.length, "block", "blocks")}, ${tellCount(changes.length, "change", "changes")}.`,
  );
}

function explain(file: string, error: MalformedError, { json }: ImportOptions): void {
  const { line = null, column = null, code, message } = error;
  const excerpt = error instanceof ImportError ? error.excerpt : "";
  if (json) {
    process.stdout.write(`${JSON.stringify({ error: { code, message, line, column, excerpt } }, null, 2)}\n`);
    return;
  }
  const place = [line === null ? "" : `line ${line}`, column === null ? "" : `column ${column}`]
    .filter(Boolean)
    .join(", ");
  console.error(`${file === "-" ? "standard input" : file}${place === "" ? "" : `, ${place}`}: ${message}`);
  if (excerpt !== "") console.error(`  ${printable(excerpt.slice(0, 200))}`);
}
