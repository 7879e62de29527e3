import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { FetchedPage } from "../lookup/fetch-page.ts";
import { LookUpProblem } from "../lookup/problem.ts";
import type { SourceHints } from "../reading/reading.ts";
import type { ImportOrigin, ImportSource } from "./imports.ts";

/** Fetches a page or file that somebody named, behind the guards of every outgoing request. @throws LookUpProblem */
export type FetchSource = (address: string) => Promise<FetchedPage>;

export type GivenBytes = {
  readonly bytes: Uint8Array;
  readonly hints: SourceHints;
  readonly origin: ImportOrigin;
};

/** The bytes of what is brought, and what is known of them. */
export async function givenBytes(source: ImportSource, fetchPage: FetchSource): Promise<GivenBytes> {
  switch (source.kind) {
    case "file": {
      const { bytes, name, type } = source;
      const hints = { ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }) };
      return { bytes, hints, origin: { kind: "file", name: name ?? null, address: null } };
    }
    case "address": {
      const { bytes, ...hints } = await fetchPage(source.url).catch(refuseAddress);
      const { url } = hints;
      return { bytes, hints, origin: { kind: "address", name: null, address: url } };
    }
    default:
      // A plain text may be Markdown, which its own look tells.
      return {
        bytes: encodeUtf8(source.text),
        hints: source.kind === "text" ? {} : { kind: source.kind },
        origin: { kind: source.kind, name: null, address: null },
      };
  }
}

/** A page that could not be fetched is whoever gave its address to mend. */
function refuseAddress(error: unknown): never {
  if (!(error instanceof LookUpProblem)) throw error;
  throw new RefusedError("invalid_field", error.message, { field: "url", cause: error });
}
