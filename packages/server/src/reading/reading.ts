import type { Copy } from "@undersigned/core/compare/copy.ts";
import type { CopyClaims, CopyReport } from "@undersigned/core/compare/copy-report.ts";
import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import type { Extracted, ImportWarning } from "@undersigned/importer/extracted.ts";
import type { Labelled, Role } from "@undersigned/importer/labelled.ts";
import type { SourceHints } from "@undersigned/importer/source-hints.ts";

export type { SourceHints } from "@undersigned/importer/source-hints.ts";

/** What was brought, as it stands there and as rules label it. */
export type BroughtIn = { readonly extracted: Extracted; readonly labelled: Labelled };

/** A copy, with what it says of who signed, and what it is found by. */
export type ReadCopy = BroughtIn & { readonly claims: CopyClaims; readonly fingerprints: readonly number[] };

/** A copy, what it claims, and the texts that it may be of. */
export type Judging = {
  readonly candidates: readonly Candidate[];
  readonly copy: Copy;
  readonly claims: CopyClaims;
};

/** `candidate`: which of them it is of, by its place; null of none. */
export type Judged = { readonly candidate: number | null; readonly report: CopyReport };

/** What was brought, as a person labels it, and the statement that it makes so. */
export type Composed = {
  readonly chosen: Labelled;
  readonly statement: {
    readonly markdown: string;
    readonly demands: readonly { readonly block: number; readonly addressees: readonly string[] }[];
    /** What could not become part of a text as it stands in the source. */
    readonly warnings: readonly ImportWarning[];
  };
};

/**
 * Everything that is done with bytes from strangers, by name: what each is given, and what it makes of it. All of it crosses
 * between threads, so all of it is plain data.
 */
export type ReadingTasks = {
  readonly readCopy: {
    readonly given: { readonly bytes: Uint8Array; readonly hints: SourceHints };
    readonly made: ReadCopy;
  };
  readonly judge: {
    readonly given: Judging;
    readonly made: Judged;
  };
  readonly bringIn: {
    readonly given: { readonly bytes: Uint8Array; readonly hints: SourceHints };
    readonly made: BroughtIn;
  };
  readonly compose: {
    readonly given: BroughtIn & { readonly roles: readonly Role[] };
    readonly made: Composed;
  };
};

export type TaskName = keyof ReadingTasks;

/**
 * Reads files, pages and whatever was pasted, in a thread of its own with limits of time and memory: what hangs or swells there
 * stops nobody else, and no page waits for it but the one that asked.
 */
export type Reading = {
  /**
   * @throws MalformedError what is wrong with the source, or which limit it passes; RefusedError `unavailable` when too many
   * wait, or the server is stopping
   */
  bringIn(bytes: Uint8Array, hints: SourceHints): Promise<BroughtIn>;
  /** As `bringIn`, of a copy that is to be checked. @throws as `bringIn`; MalformedError `too_large` of too many words */
  readCopy(bytes: Uint8Array, hints: SourceHints): Promise<ReadCopy>;
  /** Which of these texts a copy is of, and what in it is other. @throws MalformedError `too_large` where that takes too long */
  judge(judging: Judging): Promise<Judged>;
  /** @param roles one for each block. Throws as `bringIn`. */
  compose(brought: BroughtIn, roles: readonly Role[]): Promise<Composed>;
  /** Ends the thread; what it was reading is refused. */
  close(): Promise<void>;
};
