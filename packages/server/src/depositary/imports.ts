import type { Extracted } from "@undersigned/importer/extracted.ts";
import type { Labelled, Role } from "@undersigned/importer/labelled.ts";
import type { Composed } from "../reading/reading.ts";
import type { Account } from "./administrators.ts";
import type { GivenSource, SourceOrigin } from "./given-source.ts";
import type { StatementView } from "./statements.ts";

/** Bytes of a file, and of what is pasted. Of an address it is what the guarded fetch takes. */
export const IMPORT_LIMIT = 20 * 1024 * 1024;

/** Blocks that one page can be reviewed with. A longer source holds more than a statement. */
export const IMPORT_BLOCKS = 3_000;

/** Days for which a text is kept that nobody goes on reviewing. */
export const IMPORT_DAYS = 14;

/** Texts that one account may have under review. */
export const IMPORTS_AT_ONCE = 20;

/** Below this, what a block is was guessed. */
export const GUESS_BELOW = 0.7;

/** What a person chose. */
export type ImportChoices = {
  /** One for each block. */
  readonly roles: readonly Role[];
  /** BCP 47; "" while nobody has said. */
  readonly lang: string;
  /** Of the questions, those that were looked at. */
  readonly settled: readonly string[];
};

/**
 * What a person has to look at before a draft is made: everything that reading warned of, by code, what could not be read, and
 * the roles that were guessed.
 */
export type ImportQuestion = {
  /** A code of a warning, `unread.` and a reason, or `guesses`. */
  readonly key: string;
  /** What it is about, where it has a place: UTF-16 offsets into the extracted text. */
  readonly places: readonly { readonly message: string; readonly at: number | null }[];
};

/** A text under review. Times in milliseconds since the epoch. */
export type TextImport = {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly origin: SourceOrigin;
  readonly extracted: Extracted;
  /** As the rules say. */
  readonly labelled: Labelled;
  readonly choices: ImportChoices;
  /** As it was chosen. */
  readonly chosen: Composed["chosen"];
  /** As it would be; its demands by the number of their block. */
  readonly statement: Composed["statement"];
  readonly questions: readonly ImportQuestion[];
};

/** A line of the list of those under review. */
export type ListedImport = Pick<TextImport, "id" | "createdAt" | "expiresAt" | "origin"> & { readonly title: string };

/** Texts on their way to becoming drafts. Each is its account's own, kept sealed. */
export type Imports = {
  /** Reads and labels, and keeps nothing. Codes of sources that cannot be read, `too_large`, `rate_limited`, `unavailable`. */
  label(source: GivenSource): Promise<Labelled>;
  /** The same, and keeps it to be reviewed. @returns its id */
  begin(source: GivenSource, account: Pick<Account, "id">): Promise<string>;
  list(account: Pick<Account, "id">): Promise<readonly ListedImport[]>;
  /** Null when it became a draft, was thrown away, or its days are over. */
  find(account: Pick<Account, "id">, id: string): Promise<TextImport | null>;
  /** Keeps what was chosen so far, however much of it. `not_found`. */
  choose(account: Pick<Account, "id">, id: string, choices: ImportChoices): Promise<void>;
  /** Makes a draft of what was chosen, and deletes it here. `invalid_field`, `not_found`. */
  use(account: Account, id: string): Promise<StatementView>;
  discard(account: Pick<Account, "id">, id: string): Promise<void>;
};
