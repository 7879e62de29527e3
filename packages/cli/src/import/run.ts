import { writeFileSync } from "node:fs";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import type { SourceKind } from "@undersigned/importer/extracted.ts";
import type { Statement } from "@undersigned/importer/label/statement.ts";
import type { Labelled } from "@undersigned/importer/labelled.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { wrap } from "../layout.ts";
import { inThread } from "../source/in-thread.ts";
import type { Source } from "../source/read-source.ts";
import { readSource } from "../source/read-source.ts";
import { formatLabels, tellWarnings } from "./print-labels.ts";

export type ImportOptions = {
  readonly output?: string | undefined;
  readonly format?: string | undefined;
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
};

const FORMATS: readonly SourceKind[] = ["text", "markdown", "html", "docx", "pdf"];

/**
 * Labels what was brought, and prints what each part is, or the statement alone.
 * @throws RefusedError for wrong usage and what could not be had; errors of node:fs
 */
export async function runImport(argument: string, options: ImportOptions): Promise<ExitStatus> {
  const kind = readFormat(options.format);
  if (options.json && options.markdown) throw new RefusedError("invalid_field", "Give --json or --markdown, not both.");
  const source = await readSource(argument);
  const hints = kind === null ? source.hints : { ...source.hints, kind };
  try {
    const { labelled, statement } = await label({ ...source, hints });
    const wantsText = options.markdown || options.output !== undefined;
    if (wantsText) checkText(statement);
    if (options.output !== undefined) writeFileSync(options.output, encodeUtf8(statement.markdown));
    print(source.name, { labelled, statement }, options);
    return EXIT.yes;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    explain(source.name, error, options);
    return EXIT.no;
  }
}

function readFormat(format: string | undefined): SourceKind | null {
  if (format === undefined) return null;
  const kind = FORMATS.find((each) => each === format);
  if (kind !== undefined) return kind;
  throw new RefusedError("invalid_field", `--format is ${FORMATS.join(", ")}, not ${format}.`);
}

type Brought = { readonly labelled: Labelled; readonly statement: Statement };

/** @throws MalformedError, RefusedError */
async function label({ bytes, hints }: Source): Promise<Brought> {
  const { statementOf } = await import("@undersigned/importer/label/statement.ts");
  const { extracted, labelled } = await inThread((reading) => reading.bringIn(bytes, hints));
  return { labelled, statement: statementOf(labelled, extracted) };
}

/** What is written must be a text that "new statement" takes. @throws MalformedError */
function checkText({ markdown, warnings }: Statement): void {
  try {
    parseText(markdown);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const why = warnings.map(({ message }) => message).join(" ") || cause.message;
    const { line, column } = cause;
    throw new MalformedError("text_refused", `no statement can be made of it as it stands: ${why}`, {
      cause,
      line,
      column,
    });
  }
}

function print(name: string, { labelled, statement }: Brought, { json, markdown, output }: ImportOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(labelled, null, 2)}\n`);
    return;
  }
  const warnings = [...labelled.warnings, ...statement.warnings];
  if (!markdown) {
    process.stdout.write(formatLabels({ ...labelled, warnings }, name));
    return;
  }
  if (output === undefined) process.stdout.write(statement.markdown);
  for (const warning of tellWarnings({ ...labelled, warnings })) process.stderr.write(wrap(warning, "- ", "  "));
}

function explain(name: string, error: MalformedError, { json }: ImportOptions): void {
  const { line = null, column = null, code, message } = error;
  if (json) {
    process.stdout.write(`${JSON.stringify({ error: { code, message, line, column } }, null, 2)}\n`);
    return;
  }
  process.stderr.write(wrap(`${name}: ${message}`));
}
