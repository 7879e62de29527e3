import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import type { SourceHints } from "@undersigned/importer/source-hints.ts";

/** What was named on the command line, before anything of it is read as a text. */
export type Source = {
  /** For messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly hints: SourceHints;
};

/** Bytes of a file that are read: as much as the largest kind of source may have. */
const SIZE_LIMIT = 52_428_800;

/**
 * The bytes of a file, of standard input (`-`), or at an address.
 * @throws RefusedError `too_large`, `unavailable` with what stood in the way of an address; errors of node:fs
 */
export async function readSource(argument: string): Promise<Source> {
  if (/^https?:\/\//i.test(argument)) return readAddress(argument);
  if (argument === "-") return { name: "standard input", bytes: await readInput(), hints: {} };
  const { size } = await stat(argument);
  if (size > SIZE_LIMIT) throw refuseSize(argument, `has ${tellNumber(size)} bytes`);
  return { name: argument, bytes: await readFile(argument), hints: { name: basename(argument) } };
}

async function readInput(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    size += part.length;
    if (size > SIZE_LIMIT) throw refuseSize("Standard input", "has more");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refuseSize(name: string, found: string): RefusedError {
  return new RefusedError(
    "too_large",
    `${name} ${found}, and at most ${tellNumber(SIZE_LIMIT)} bytes are read: give the part that holds the text.`,
  );
}

/** Behind the guards of every outgoing request of a server, by the same settings: also here nothing private is asked. */
async function readAddress(address: string): Promise<Source> {
  const [{ readLookup }, { makeGuard }, { fetchPage }, { LookUpProblem }] = await Promise.all([
    import("@undersigned/server/config.ts"),
    import("@undersigned/server/lookup/lookup-settings.ts"),
    import("@undersigned/server/lookup/fetch-page.ts"),
    import("@undersigned/server/lookup/problem.ts"),
  ]);
  const guard = { ...makeGuard(readLookup(process.env), ""), userAgent: "undersigned import" };
  try {
    const { bytes, url, type, styles, truncated } = await fetchPage(guard, address);
    return { name: url, bytes, hints: { url, type, styles, truncated } };
  } catch (error) {
    if (error instanceof LookUpProblem) throw new RefusedError("unavailable", error.message, { cause: error });
    throw error;
  }
}
