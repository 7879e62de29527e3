import type { Extracted, SourceKind } from "@undersigned/importer/extracted.ts";
import type { Labelled } from "@undersigned/importer/labelled.ts";

/** What is known of a source beside its bytes. */
export type SourceHints = {
  /** Of a file. */
  readonly name?: string;
  /** As the browser or the server it came from says. */
  readonly type?: string;
  readonly url?: string;
  readonly kind?: SourceKind;
  /** Style sheets of a page, by address. */
  readonly styles?: ReadonlyMap<string, string>;
};

/** What was brought, as it stands there and as rules label it. */
export type BroughtIn = { readonly extracted: Extracted; readonly labelled: Labelled };

/**
 * Everything that is done with bytes from strangers, by name: what each is given, and what it makes of it. All of it crosses
 * between threads, so all of it is plain data.
 */
export type ReadingTasks = {
  readonly bringIn: {
    readonly given: { readonly bytes: Uint8Array; readonly hints: SourceHints };
    readonly made: BroughtIn;
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
  /** Ends the thread; what it was reading is refused. */
  close(): Promise<void>;
};
