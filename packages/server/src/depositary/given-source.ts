import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import type { FetchedPage } from "../lookup/fetch-page.ts";
import { LookUpProblem } from "../lookup/problem.ts";
import type { SourceHints } from "../reading/reading.ts";

/** What somebody brings, to make a draft of it or to have it checked. */
export type GivenSource =
  | { readonly kind: "text" | "html" | "markdown"; readonly text: string }
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly name?: string; readonly type?: string }
  | { readonly kind: "address"; readonly url: string };

/** Where it came from, to tell it from others. */
export type SourceOrigin = {
  readonly kind: GivenSource["kind"];
  /** Of a file, as it was handed in. */
  readonly name: string | null;
  /** Where the address led. */
  readonly address: string | null;
};

/** Fetches a page or file that somebody named, behind the guards of every outgoing request. @throws LookUpProblem */
export type FetchSource = (address: string) => Promise<FetchedPage>;

export type GivenBytes = {
  readonly bytes: Uint8Array;
  readonly hints: SourceHints;
  readonly origin: SourceOrigin;
};

/**
 * The bytes of what is brought, and what is known of them.
 * @throws MalformedError `source_encoding` of half a character; RefusedError `invalid_field` of an address
 */
export async function givenBytes(source: GivenSource, fetchPage: FetchSource): Promise<GivenBytes> {
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
        bytes: encodePasted(source.text),
        hints: source.kind === "text" ? {} : { kind: source.kind },
        origin: { kind: source.kind, name: null, address: null },
      };
  }
}

/** Half of a pair of surrogates is no character. A page never sends one; a program may. */
function encodePasted(text: string): Uint8Array {
  if (text.isWellFormed()) return encodeUtf8(text);
  const message = "The text holds half a character (a lone surrogate): copy it again, or save it as UTF-8 first.";
  throw new MalformedError("source_encoding", message);
}

/** A page that could not be fetched is whoever gave its address to mend. */
function refuseAddress(error: unknown): never {
  if (!(error instanceof LookUpProblem)) throw error;
  throw new RefusedError("invalid_field", error.message, { field: "url", cause: error });
}
