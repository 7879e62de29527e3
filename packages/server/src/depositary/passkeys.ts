import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Account, From, Session } from "./administrators.ts";

export type PasskeyView = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** Null until it signed in. */
  readonly usedAt: number | null;
};

/** How long ago somebody must have signed in at most to add a passkey, in milliseconds. */
export const FRESH = 10 * 60_000;

/** Signing in by a passkey (WebAuthn Level 3): a discoverable credential, with the user verified by the authenticator. */
export type Passkeys = {
  list(accountId: string): Promise<readonly PasskeyView[]>;
  /** What the browser hands to an authenticator to add a passkey. The challenge is good once, for five minutes. */
  beginAdding(account: Account): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** @param response what the browser gave, as JSON @throws RefusedError `not_allowed` when it proves nothing */
  add(account: Account, name: string, response: string): Promise<void>;
  remove(account: Account, id: string): Promise<void>;
  /** The same for everybody: it says nothing of any account. */
  beginSigningIn(): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** @throws RefusedError `unauthenticated`, the same whatever is wrong */
  signIn(response: string, from: From): Promise<Session>;
};
