import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";

/** Who this depositary is, as shown to people and signed under. */
export type Identity = {
  /** Address of the site, without a trailing slash. */
  readonly baseUrl: string;
  /** Origin of the log of heads: the host, as in C2SP tlog-checkpoint. */
  readonly origin: string;
  /** C2SP verifier key of the log of heads. */
  readonly vkey: string;
  /** How that key came to hold (spec/identity.md), oldest first; none when it is the first. */
  readonly chain: readonly IdentityLink[];
  readonly dataDir: string;
  readonly mailConfigured: boolean;
};
