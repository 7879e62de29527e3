import type { CopyClaims, CopyReport } from "@undersigned/core/compare/copy-report.ts";
import type { SourceKind } from "@undersigned/importer/extracted.ts";
import type { Labelled } from "@undersigned/importer/labelled.ts";
import type { GivenSource } from "./given-source.ts";
import type { CountOn, LogOn } from "./signed-on.ts";
import type { Access } from "./statements.ts";

/** Of what is pasted, or of a file. The same for an address is what the guarded fetch takes. */
export const CHECK_BYTES_LIMIT = 10 * 1024 * 1024;

/** How long a check is kept that nobody published. */
export const CHECK_DAYS = 30;

export type CheckInput = {
  readonly source: GivenSource;
  /** Id or slug of the statement that it is held against; null: the one whose words it has is found. */
  readonly statement: string | null;
};

/** The text of a statement that the copy was held against. */
export type CheckedText = {
  readonly statement: { readonly id: string; readonly slug: string; readonly title: string };
  readonly version: number;
  /** Of the statement, when the check was made. */
  readonly newestVersion: number;
  readonly lang: string;
  readonly standing: "authentic" | "translation" | "unsigned";
};

/** The copy as it was given, and as it was read. */
export type CheckedCopy = {
  readonly kind: SourceKind;
  /** SHA-256 of the bytes that were given or fetched, hexadecimal, and how many they were. */
  readonly sha256: string;
  readonly bytes: number;
  /** Every visible word: what all offsets of the report are into. */
  readonly text: string;
  /** Of a file, as it was handed in. */
  readonly name: string | null;
  /** As typed, and where it led; null of what was pasted or handed in. */
  readonly address: { readonly given: string; readonly final: string } | null;
  /** When it was fetched, in milliseconds since the epoch. */
  readonly fetchedAt: number | null;
  /** The day that it says it was published on, YYYY-MM-DD; null where it does not say. */
  readonly date: { readonly day: string; readonly from: "metadata" | "text" } | null;
};

/** What the copy claims of how many signed, beside what the log held. Null without a statement. */
export type CheckedCounts = {
  readonly claimed: NonNullable<CopyClaims["claimed"]> | null;
  /** At the end of the copy’s own day (UTC); null where it says no day, or one before the opening or after the check. */
  readonly onDay: LogOn | null;
  /** When the check was made. */
  readonly now: CountOn;
};

/** A check with all that was found: what its page and the API show. Times in milliseconds since the epoch. */
export type KeptCheck = {
  readonly madeAt: number;
  /** When it is deleted; null while it is published. */
  readonly expiresAt: number | null;
  /** Whoever has the link may publish it; then this opens it for everybody: `/c/ID`. */
  readonly published: { readonly id: string; readonly at: number } | null;
  /** Null where the copy has the words of no statement that is public here. */
  readonly checked: CheckedText | null;
  readonly copy: CheckedCopy;
  /** With the versions of the foldings and of Unicode by which it was compared. */
  readonly report: CopyReport;
  /** What the copy’s own parts seem to be, and what could not be taken as it stands, in sentences. */
  readonly labelled: Labelled;
  readonly counts: CheckedCounts | null;
};

/** A copy found elsewhere, held against what is deposited here. */
export type Checks = {
  /**
   * Reads the copy, finds its statement, compares, and keeps the result under a secret link. `invalid_field`, `not_found` (the
   * statement), `too_large`, the codes of sources that cannot be read, `unavailable` while too many are under way.
   * @param again names a request that may be made twice, and is answered as it was then: `idempotency_conflict` where it is another
   */
  make(
    input: CheckInput,
    access: Access,
    again?: string,
  ): Promise<{ readonly token: string; readonly check: KeptCheck }>;
  /** By the token of the secret link; null where there is none any more. */
  find(token: string): Promise<KeptCheck | null>;
  /** By the id of its public address; null where none is published. */
  findPublished(id: string): Promise<KeptCheck | null>;
  /** Gives it a public address, for good. A second time answers the same. `not_found`. */
  publish(token: string): Promise<KeptCheck>;
  /** Takes the public address away; its days begin anew. `not_found`. */
  unpublish(token: string): Promise<KeptCheck>;
};
