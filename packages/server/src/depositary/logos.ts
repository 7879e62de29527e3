import type { LogoView, StatementView } from "./statements.ts";

export type OwnLogo = {
  readonly statement: StatementView;
  /** Of the organisation. */
  readonly name: string;
  /** Null where there is none. */
  readonly logo: LogoView | null;
};

/** Logos of organisations beside their names, each under the one statement for which that was permitted. */
export type Logos = {
  /**
   * By the token of a manage link.
   * @throws RefusedError `wrong_state` unless it is a signature of an organisation that stands
   */
  own(token: string): Promise<OwnLogo>;
  /**
   * Draws it anew and shows it in place of an earlier one.
   * @throws RefusedError `invalid_field` in words for whoever chose it; `wrong_state` as `own`; `unavailable`
   */
  put(token: string, bytes: Uint8Array): Promise<void>;
  /** Takes it off. Nothing where there is none. */
  drop(token: string): Promise<void>;
  /** A PNG; null unless it stands on the list. */
  file(statementId: string, sha256: string): Promise<Uint8Array | null>;
};
