import type { Store } from "@undersigned/store/engine.ts";
import type { Secrets } from "../secrets.ts";

/** What the mails and refusals of signing say about a statement. */
export type StatementBrief = {
  readonly title: string;
  readonly url: string;
};

/** What the acts of signing need. */
export type SigningDeps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Title and address of a statement, for the mails of its signatories. */
  readonly describe: (statementId: string) => Promise<StatementBrief>;
};
