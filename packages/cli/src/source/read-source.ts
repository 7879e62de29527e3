import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import { FILE_SOURCE_LIMIT } from "@undersigned/importer/extract.ts";
import type { SourceHints } from "@undersigned/importer/source-hints.ts";

/** What was named on the command line, before anything of it is read as a text. */
export type Source = {
  /** For messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly hints: SourceHints;
};

/**
 * The bytes of a file, of standard input (`-`), or at an address.
 * @throws RefusedError `too_large`, `unavailable` with what stood in the way of an address; errors of node:fs
 */
export async function readSource(argument: string): Promise<Source> {
  if (/^https?:\/\//i.test(argument)) return readAddress(argument);
  if (argument === "-")
    return { name: "standard input", bytes: await readLimited("Standard input", process.stdin), hints: {} };
  return readFileSource(argument);
}

/** As `readSource`, of what is a file whatever it is called. @throws RefusedError `too_large`; errors of node:fs */
export async function readFileSource(path: string): Promise<Source> {
  // Of a file that says how long it is nothing is read in vain.
  const { size } = await stat(path);
  if (size > FILE_SOURCE_LIMIT) throw refuseSize(path, `${tellNumber(size)} bytes`);
  return { name: path, bytes: await readLimited(path, createReadStream(path)), hints: { name: basename(path) } };
}

/** What has no end (a pipe, a device) is given up at the limit, whatever size it says it has. */
async function readLimited(name: string, stream: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > FILE_SOURCE_LIMIT) throw refuseSize(name, "more");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refuseSize(name: string, found: string): RefusedError {
  return new RefusedError(
    "too_large",
    `${name} has ${found}, and at most ${tellNumber(FILE_SOURCE_LIMIT)} bytes are read: give the part that holds the text.`,
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
  const guard = { ...makeGuard(readLookup(process.env), ""), userAgent: "undersigned" };
  try {
    const { bytes, url, type, styles, truncated } = await fetchPage(guard, address);
    return { name: url, bytes, hints: { url, type, styles, truncated } };
  } catch (error) {
    if (error instanceof LookUpProblem) throw new RefusedError("unavailable", error.message, { cause: error });
    throw error;
  }
}
