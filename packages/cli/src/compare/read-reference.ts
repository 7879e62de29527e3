import { MalformedError } from "@undersigned/core/errors.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { statementOf } from "@undersigned/importer/label/statement.ts";
import type { Reading } from "@undersigned/server/reading/reading.ts";
import type { OpenArchive } from "../open-archive.ts";
import { openArchive } from "../open-archive.ts";
import { bringInNamed } from "../source/in-thread.ts";
import { readFileSource } from "../source/read-source.ts";
import { readStart } from "../verify/read-start.ts";
import { openSource } from "../verify/source.ts";
import type { ReadReference } from "./read-bundle.ts";
import { readBundle } from "./read-bundle.ts";

/**
 * Reads what a copy is held against.
 * @param argument a text, a bundle, or the address of a statement
 * @param reading the thread that a text is read in
 * @throws MalformedError, RefusedError, VerificationError; errors of node:fs
 */
export async function readReference(argument: string, reading: Reading): Promise<ReadReference> {
  if (/^https?:\/\//i.test(argument)) return readStatement(argument);
  const archive = await openBundle(argument);
  if (archive === null) return readTextFile(argument, reading);
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
async function readTextFile(path: string, reading: Reading): Promise<ReadReference> {
  const source = await readFileSource(path);
  const canonical = parseCanonical(source.bytes);
  const hints = canonical === null ? source.hints : { ...source.hints, kind: "markdown" as const };
  const { extracted, labelled } = await bringInNamed(reading, { ...source, hints });
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
