/** Who this depositary is, as shown to people and signed under. */
export type Identity = {
  /** Address of the site, without a trailing slash. */
  readonly baseUrl: string;
  /** Origin of the log of heads: the host, as in C2SP tlog-checkpoint. */
  readonly origin: string;
  /** C2SP verifier key of the log of heads. */
  readonly vkey: string;
  readonly dataDir: string;
  readonly mailConfigured: boolean;
};
