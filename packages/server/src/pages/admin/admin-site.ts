import type { Context } from "hono";
import type { Account, SessionAtHand } from "../../depositary/administrators.ts";
import type { Depositary } from "../../depositary/depositary.ts";
import type { Say } from "../../words/speak.ts";

/** What administrators' pages ask of the depositary. */
export type AdminParts = Pick<
  Depositary,
  | "identity"
  | "drafts"
  | "nextVersions"
  | "imports"
  | "statements"
  | "acts"
  | "additions"
  | "invitations"
  | "disputes"
  | "evidence"
  | "reviewing"
  | "versions"
  | "administrators"
  | "accounts"
  | "passkeys"
  | "openIdSignIn"
  | "representatives"
  | "trail"
  | "outbox"
  | "witnesses"
  | "clock"
  | "trouble"
>;

/** What every administrators' page needs. */
export type AdminSite = {
  readonly depositary: AdminParts;
  readonly say: Say;
  /** Served by https: decides the session cookie's name. */
  readonly secure: boolean;
  /** The caller's network address, for rate limits. */
  readonly addressOf: (c: Context) => string;
};

/** One request of a signed-in account. */
export type Visit = {
  readonly site: AdminSite;
  readonly account: Account;
  readonly session: SessionAtHand;
  /** Goes into every form; only a page that we rendered for this session knows it. */
  readonly csrf: string;
};
