import { readFile, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { Copy } from "@undersigned/core/compare/copy.ts";
import type { CopyClaims } from "@undersigned/core/compare/copy-report.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import { extract, FILE_SOURCE_LIMIT } from "@undersigned/importer/extract.ts";
import type { Extracted } from "@undersigned/importer/extracted.ts";
import { claimsOf } from "@undersigned/importer/label/claims.ts";
import { labelSource } from "@undersigned/importer/label.ts";
import type { SourceHints } from "@undersigned/importer/source-hints.ts";

/** A copy as its readers see it, and whom it says has signed. */
export type ReadCopy = { readonly source: Copy; readonly claims: CopyClaims };

/**
 * Reads the copy.
 * @param argument a file, `-`, or an address
 * @throws MalformedError `source_…`, `too_large`, `unsupported`, with the name of the file; RefusedError; errors of node:fs
 */
export async function readCopy(argument: string): Promise<ReadCopy> {
  const extracted = await extractFrom(argument);
  return { source: extracted, claims: claimsOf(labelSource(extracted, null)) };
}

/** What a file, standard input or an address holds. */
async function extractFrom(argument: string): Promise<Extracted> {
  if (/^https?:\/\//i.test(argument)) return extractPage(argument);
  const bytes = argument === "-" ? await readInput() : await readWhole(argument);
  return extractNamed(
    bytes,
    argument === "-" ? "standard input" : argument,
    argument === "-" ? {} : { name: argument },
  );
}

/**
 * The page or file at an address, behind the guards of every outgoing request, by the settings of a server (RESOLVERS).
 * @throws RefusedError `unavailable`, `invalid_field`; MalformedError
 */
async function extractPage(address: string): Promise<Extracted> {
  const { fetchPage } = await import("@undersigned/server/lookup/fetch-page.ts");
  const { makeGuard } = await import("@undersigned/server/lookup/lookup-settings.ts");
  const { LookUpProblem } = await import("@undersigned/server/lookup/problem.ts");
  const { readConfig } = await import("@undersigned/server/config.ts");
  const { lookup } = readConfig(process.env);
  try {
    const { bytes, url, type, styles, truncated } = await fetchPage(
      { ...makeGuard(lookup, ""), userAgent: "undersigned compare" },
      address,
    );
    const extracted = await extractNamed(bytes, url, { url, type, styles });
    if (!truncated) return extracted;
    return { ...extracted, unread: [...extracted.unread, { why: "truncated", where: "the end of the page" }] };
  } catch (error) {
    if (!(error instanceof LookUpProblem)) throw error;
    throw new RefusedError("unavailable", error.message, { cause: error });
  }
}

/** Extracts, and says of which file it was where it cannot. @throws MalformedError */
export async function extractNamed(bytes: Uint8Array, name: string, hints: SourceHints): Promise<Extracted> {
  try {
    return await extract(bytes, hints);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const { line, column } = error;
    throw new MalformedError(error.code, `${name}: ${error.message}`, { cause: error, line, column });
  }
}

/** A file, unless it is longer than any that is read. @throws RefusedError `too_large`; errors of node:fs */
export async function readWhole(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > FILE_SOURCE_LIMIT) throw refuseSize(path, size);
  return readFile(path);
}

async function readInput(): Promise<Uint8Array> {
  const bytes = await buffer(process.stdin);
  if (bytes.length > FILE_SOURCE_LIMIT) throw refuseSize("standard input", bytes.length);
  return bytes;
}

function refuseSize(name: string, size: number): RefusedError {
  const [found, limit] = [tellNumber(size), tellNumber(FILE_SOURCE_LIMIT)];
  return new RefusedError(
    "too_large",
    `${name} has ${found} bytes, and at most ${limit} are read: give the part that holds the text.`,
  );
}
