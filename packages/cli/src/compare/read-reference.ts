import { MalformedError } from "@undersigned/core/errors.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { statementOf } from "@undersigned/importer/label/statement.ts";
import { labelSource } from "@undersigned/importer/label.ts";
import type { OpenArchive } from "../open-archive.ts";
import { openArchive } from "../open-archive.ts";
import { readStart } from "../verify/read-start.ts";
import { openSource } from "../verify/source.ts";
import type { ReadReference } from "./read-bundle.ts";
import { readBundle } from "./read-bundle.ts";
import { extractNamed, readWhole } from "./read-copy.ts";

/**
 * Reads what a copy is held against.
 * @param argument a text, a bundle, or the address of a statement
 * @throws MalformedError, RefusedError, VerificationError; errors of node:fs
 */
export async function readReference(argument: string): Promise<ReadReference> {
  if (/^https?:\/\//i.test(argument)) return readStatement(argument);
  const archive = await openBundle(argument);
  if (archive === null) return readTextFile(argument);
  try {
    return await readBundle(archive, argument, null);
  } finally {
    await archive.close();
  }
}

async function readStatement(address: string): Promise<ReadReference> {
  const source = await openSource(address);
  try {
    const archive = await openArchive(source.path);
    try {
      return await readBundle(archive, address, new URL(address).origin);
    } finally {
      await archive.close();
    }
  } finally {
    await source.dispose();
  }
}

/** A zip with a description in it; null for any other file: Word's are zips too. */
async function openBundle(path: string): Promise<OpenArchive | null> {
  const start = await readStart(path, 2);
  if (start[0] !== 0x50 || start[1] !== 0x4b) return null;
  const archive = await openArchive(path).catch((error: unknown) => {
    if (error instanceof MalformedError) return null;
    throw error;
  });
  if (archive === null || archive.names().includes("bundle.json")) return archive;
  await archive.close();
  return null;
}

/** A text in its canonical form as it stands; anything else by its labels. */
async function readTextFile(path: string): Promise<ReadReference> {
  const bytes = await readWhole(path);
  const canonical = parseCanonical(bytes);
  const hints = canonical === null ? { name: path } : { name: path, kind: "markdown" as const };
  const extracted = await extractNamed(bytes, path, hints);
  const labelled = labelSource(extracted, null);
  const text = canonical ?? parseMade(statementOf(labelled, extracted).markdown, path);
  const asked = new Set(labelled.demands.map((demand) => demand.text));
  const demands = text.blocks.filter(({ inlines }) => asked.has(plainText(inlines))).map(({ number }) => number);
  const lang = labelled.lang ?? "und";
  const own = { text, demands, names: null, version: 1, lang, standing: "authentic", newest: true } as const;
  const note = `${path} is no text in its canonical form. It was made one first, as “undersigned import” does.`;
  return { statement: null, candidates: [own], notes: canonical === null ? [note] : [] };
}

function parseCanonical(bytes: Uint8Array): Text | null {
  try {
    return parseText(bytes);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

function parseMade(markdown: string, path: string): Text {
  try {
    return parseText(markdown);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new MalformedError(
      error.code,
      `${path} cannot be made a text by itself: ${error.message}. Make one with “undersigned import”, and compare with that.`,
      { cause: error },
    );
  }
}
