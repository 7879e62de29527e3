import type { Account, From, Session } from "./administrators.ts";
import type { Binding } from "./openid-flows.ts";

export type OpenIdLoginView = { readonly issuer: string; readonly provider: string; readonly createdAt: number };

/** How going there ended. */
export type OpenIdArrival =
  | { readonly session: Session }
  | { readonly bound: string }
  /** In words, for the person. `wasBinding`: it was begun on the account's own page. */
  | { readonly refused: string; readonly wasBinding: boolean };

/**
 * Signing in through an account elsewhere. It is bound to one here by somebody who is signed in here, and known again by
 * issuer and subject; by an e-mail address never: decision 23 says why.
 */
export type OpenIdSignIn = {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  list(accountId: string): Promise<readonly OpenIdLoginView[]>;
  /** Sends somebody there, to sign in. @throws RefusedError as RelyingParty does */
  begin(provider: string): Promise<{ address: URL; binding: Binding }>;
  /** Sends somebody there who is signed in here, to bind that account to this one. */
  beginBinding(account: Account, provider: string): Promise<{ address: URL; binding: Binding }>;
  /** @param signedIn whose session the browser has now: what one account began, another cannot finish */
  finish(
    answer: URLSearchParams,
    readCookie: (name: string) => string | undefined,
    signedIn: Account | null,
    from: From,
  ): Promise<OpenIdArrival>;
  unbind(account: Account, issuer: string): Promise<void>;
};
