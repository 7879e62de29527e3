import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { AccountRow } from "@undersigned/store/accounts.ts";
import { findAccount } from "@undersigned/store/accounts.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { PasskeyRow } from "@undersigned/store/passkeys.ts";
import {
  deletePasskey,
  findPasskey,
  insertChallenge,
  insertPasskey,
  listPasskeys,
  takeChallenge,
  usePasskey,
} from "@undersigned/store/passkeys.ts";
import { isUniqueViolation } from "@undersigned/store/store-errors.ts";
import { z } from "zod";
import { countFailedSignIn, recordAccountAct } from "./account-acts.ts";
import type { Account, From, Session } from "./administrators.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { contactField } from "./fields.ts";
import type { Passkeys } from "./passkeys.ts";
import { beginSession } from "./sessions.ts";
import { equalTokens, hashToken } from "./tokens.ts";

type Deps = {
  readonly store: Store;
  /** Its host is the relying party's id: a passkey works there, and on no other site. */
  readonly baseUrl: string;
  readonly clock: () => number;
};

/** Loaded when the first passkey comes: it takes a tenth of the time of a start. */
const loadWebAuthn = () => import("@simplewebauthn/server");

const CHALLENGE_LIFE = 5 * 60_000;
const MOST = 20;
/** A response is some hundred bytes; what is much longer is none. */
const RESPONSE_LIMIT = 20_000;
const nameField = contactField(100);

/** What the verifier is given must look like this; whether it proves anything, it finds out. */
const responseFields = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string(),
  type: z.literal("public-key"),
  response: z.looseObject({ clientDataJSON: z.string() }),
});

export function createPasskeys(deps: Deps): Passkeys {
  const { store, clock } = deps;
  const { hostname: rpID } = new URL(deps.baseUrl);
  return {
    async list(accountId) {
      const rows = await listPasskeys(store, accountId);
      return rows.map(({ id, name, created_at, used_at }) => ({ id, name, createdAt: created_at, usedAt: used_at }));
    },
    async beginAdding(account) {
      const { generateRegistrationOptions } = await loadWebAuthn();
      const options = await generateRegistrationOptions({
        rpName: rpID,
        rpID,
        userName: account.mailbox,
        userDisplayName: account.name,
        userID: new TextEncoder().encode(account.id),
        attestationType: "none",
        excludeCredentials: (await listPasskeys(store, account.id)).map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      });
      await keepChallenge(deps, options.challenge, account.id);
      return options;
    },
    add: (account, name, response) => add(deps, account, name, response),
    async remove(account, id) {
      await store.transaction(async (tx) => {
        const gone = await deletePasskey(tx, account.id, id);
        if (gone === null) return;
        await recordAccountAct(tx, "passkey-removed", { by: doerOf(account), subject: gone.name }, clock());
      });
    },
    async beginSigningIn() {
      const { generateAuthenticationOptions } = await loadWebAuthn();
      const options = await generateAuthenticationOptions({ rpID, userVerification: "required" });
      await keepChallenge(deps, options.challenge, null);
      return options;
    },
    signIn: (response, from) => signIn(deps, response, from),
  };
}

async function keepChallenge({ store, clock }: Deps, challenge: string, accountId: string | null): Promise<void> {
  const row = { challenge_hash: hashToken(challenge), account_id: accountId, expires_at: clock() + CHALLENGE_LIFE };
  await insertChallenge(store, row);
}

/** Whether a challenge is one of ours, for this account (null: for signing in), and not used yet. It is, from now on. */
function challengeOf({ store, clock }: Deps, accountId: string | null): (challenge: string) => Promise<boolean> {
  return async function isExpected(challenge) {
    const kept = await takeChallenge(store, hashToken(challenge), clock());
    return kept !== undefined && kept.account_id === accountId;
  };
}

async function add(deps: Deps, account: Account, typedName: string, source: string): Promise<void> {
  const { store, clock } = deps;
  const name = nameField.safeParse(typedName);
  if (!name.success) {
    const problems = describeIssues(name.error.issues, typedName).map((one) => ({ ...one, field: "name" }));
    throw new FieldsRefusedError(problems);
  }
  const info = await verifyAdding(deps, account, source);
  if ((await listPasskeys(store, account.id)).length >= MOST) {
    throw new RefusedError(
      "not_allowed",
      `An account has at most ${MOST} passkeys. Remove one that you no longer use.`,
    );
  }
  const { id, publicKey, counter } = info;
  const now = clock();
  try {
    await store.transaction(async (tx) => {
      const row = { id, account_id: account.id, public_key: publicKey, counter, name: name.data };
      await insertPasskey(tx, { ...row, created_at: now, used_at: null });
      await recordAccountAct(tx, "passkey-added", { by: doerOf(account), subject: name.data }, now);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw refuseAdding(error);
    throw error;
  }
}

async function verifyAdding(deps: Deps, account: Account, source: string) {
  const { origin, hostname } = new URL(deps.baseUrl);
  const { verifyRegistrationResponse } = await loadWebAuthn();
  try {
    const verified = await verifyRegistrationResponse({
      response: parseResponse<RegistrationResponseJSON>(source),
      expectedChallenge: challengeOf(deps, account.id),
      expectedOrigin: origin,
      expectedRPID: hostname,
      requireUserVerification: true,
    });
    if (verified.verified) return verified.registrationInfo.credential;
  } catch (cause) {
    throw refuseAdding(cause);
  }
  throw refuseAdding(undefined);
}

async function signIn(deps: Deps, source: string, { browser }: From): Promise<Session> {
  const { store, clock } = deps;
  const proved = await verifySigningIn(deps, source);
  const now = clock();
  if (proved !== null) {
    const { account, passkey, counter } = proved;
    // One that does not count shows 0 for ever. Of any other, a number that does not grow means that there are two of it.
    const mayBeCopied = counter <= passkey.counter && (counter > 0 || passkey.counter > 0);
    const used = { from: passkey.counter, to: counter, at: now };
    if (!mayBeCopied && (await usePasskey(store, passkey.id, used))) {
      return await beginSession(store, account, { way: "passkey", browser }, now);
    }
    await recordAccountAct(store, "passkey-refused", { by: null, subject: account.name, detail: passkey.name }, now);
  }
  await countFailedSignIn(store, "passkey", now);
  throw new RefusedError(
    "unauthenticated",
    "This passkey does not sign you in here. Try again, or use your password or a mailed code.",
    { field: "passkey" },
  );
}

/** Whose passkey it is, and what its authenticator counts; null when it proves nothing. */
async function verifySigningIn(
  deps: Deps,
  source: string,
): Promise<{ account: AccountRow; passkey: PasskeyRow; counter: number } | null> {
  const { origin, hostname } = new URL(deps.baseUrl);
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  try {
    const response = parseResponse<AuthenticationResponseJSON>(source);
    const passkey = await findPasskey(deps.store, response.id);
    const account = passkey && (await findAccount(deps.store, passkey.account_id));
    // Whose it is says our table; what the authenticator says of it must be the same.
    if (passkey === null || account === null || !isUser(response.response.userHandle, account.id)) {
      // A challenge that was shown is used up, whatever it was shown with.
      await useUp(deps, response.response.clientDataJSON);
      return null;
    }
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challengeOf(deps, null),
      expectedOrigin: origin,
      expectedRPID: hostname,
      requireUserVerification: true,
      // The counter is compared by us, so that a copy can be told from a forgery.
      credential: { id: passkey.id, publicKey: Uint8Array.from(passkey.public_key), counter: 0 },
    });
    return verified.verified ? { account, passkey, counter: verified.authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
}

async function useUp({ store, clock }: Deps, clientDataJSON: string): Promise<void> {
  const { challenge } = z.looseObject({ challenge: z.string() }).parse(JSON.parse(decode(clientDataJSON)));
  await takeChallenge(store, hashToken(challenge), clock());
}

function isUser(userHandle: string | undefined, accountId: string): boolean {
  return userHandle !== undefined && equalTokens(decode(userHandle), accountId);
}

function decode(base64url: string): string {
  return Buffer.from(base64url, "base64url").toString();
}

function parseResponse<T>(source: string): T {
  if (source.length > RESPONSE_LIMIT) throw refuseAdding(undefined);
  return responseFields.parse(JSON.parse(source)) as T;
}

function doerOf({ id, name, role }: Account) {
  return { kind: role, id, name };
}

function refuseAdding(cause: unknown): RefusedError {
  return new RefusedError(
    "not_allowed",
    "The passkey could not be added: what the browser sent is not an answer to this page, came too late, or is known here already. Reload the page and try again.",
    { cause, field: "name" },
  );
}
