import type { SignatoryView } from "./statements.ts";

/** How many signatures counted, as the log says: under all versions that were open by then. */
export type CountOn = {
  readonly total: number;
  readonly organisations: number;
  readonly people: number;
  readonly named: number;
  readonly unnamed: number;
};

/** What the log of a statement held at the end of a day. */
export type LogOn = CountOn & {
  /** YYYY-MM-DD, in UTC. */
  readonly day: string;
  /** When its state was published that counts here: the last of that day or before. Null: nothing was by then. */
  readonly publishedAt: number | null;
  /** Entries that its log had. */
  readonly size: number;
  /** How many counted for each version that was open, oldest first. */
  readonly versions: readonly { readonly number: number; readonly signed: number }[];
};

/**
 * Who of a day’s signatories is on the list now. Whoever does not show a name, took it back, was removed, or was erased or
 * anonymised is in the day’s count and cannot be told: a name that is missing here is no proof that it was missing then.
 */
export type SignedOnPage = {
  readonly items: readonly SignatoryView[];
  readonly next: string | null;
};

export type SignedOn = {
  /**
   * What the log held on a day that has begun, of a statement that was opened. Null: there is no such statement.
   * @throws RefusedError `invalid_field`, of no day or one to come
   */
  count(statementId: string, day: string): Promise<LogOn | null>;
  /** Named signatories of today’s list who had signed by the end of a day, in the order in which they did. `limit` 1 to 200. */
  signatories(
    statementId: string,
    day: string,
    query: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<SignedOnPage>;
};
