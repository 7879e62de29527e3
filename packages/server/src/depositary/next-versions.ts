import type { Doer } from "./doer.ts";
import type { Draft, DraftCheck } from "./drafts.ts";
import type { StatementView } from "./statements.ts";
import type { VersionChanges } from "./version-changes.ts";

export type NextVersionCheck = DraftCheck & {
  /** From the open version to this one; null while its texts cannot be read. */
  changes: VersionChanges | null;
};

/**
 * The next version of an open statement: a draft beside the text that is open, which stays as it is. Its address, closing
 * date and visibility are the statement's own.
 */
export type NextVersions = {
  /** The draft of the next version; null when none is being written. */
  get(id: string): Promise<Draft | null>;
  /** The open version as a draft, to be changed. */
  present(id: string): Promise<Draft>;
  /** Begins one, filled with the open version; what was begun before stays as it is. `wrong_state` unless it is open. */
  begin(id: string): Promise<Draft>;
  /** Keeps it as typed, problems and all; begins one if there is none. `wrong_state` unless the statement is open. */
  replace(id: string, draft: Draft): Promise<StatementView>;
  check(id: string, draft: Draft): Promise<NextVersionCheck>;
  /** The statement as it would be if the draft were opened now. */
  preview(id: string, draft: Draft): Promise<StatementView>;
  /**
   * Opens it for signature, and has everybody who signed be told. `invalid_field` while there are problems; `wrong_state`
   * when the statement is not open, or draft or statement changed meanwhile.
   * @param version digest of what was read: nothing else is opened
   * @param by who does it, for the list of what was done
   */
  open(id: string, version: string, by?: Doer): Promise<StatementView>;
  discard(id: string): Promise<void>;
};
