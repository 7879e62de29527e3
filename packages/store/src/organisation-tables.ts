/** Domains that the open version of a statement names as its initiators' own. */
export type InitiatorTable = {
  statement_id: string;
  domain: string;
  /** Of that version. */
  opened_at: number;
};

/** Logo of an organisation that signed, shown beside its name under this statement alone. It goes with the signature. */
export type LogoTable = {
  statement_id: string;
  /** Of the signature. */
  idx: number;
  /** Of the picture, by which it is asked for. */
  sha256: string;
  /** In pixels. */
  width: number;
  height: number;
  /** As it was drawn here anew. */
  png: Uint8Array;
  /** When its permission was given: to publish it under this statement. */
  permitted_at: number;
};
