import { findAccount } from "@undersigned/store/accounts.ts";
import type { Store } from "@undersigned/store/engine.ts";
import {
  deleteOpenIdLogin,
  findOpenIdLogin,
  insertOpenIdLogin,
  listOpenIdLogins,
} from "@undersigned/store/openid-logins.ts";
import { isUniqueViolation } from "@undersigned/store/store-errors.ts";
import type { OpenIdProvider } from "../openid/provider-setting.ts";
import type { OpenIdAccount } from "../openid/relying-party.ts";
import { makeRelyingParty } from "../openid/relying-party.ts";
import type { Secrets } from "../secrets.ts";
import { countFailedSignIn, recordAccountAct } from "./account-acts.ts";
import type { Account, From } from "./administrators.ts";
import { makeOpenIdFlows } from "./openid-flows.ts";
import type { OpenIdArrival, OpenIdSignIn } from "./openid-sign-in.ts";
import { beginSession } from "./sessions.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly baseUrl: string;
  readonly openIdProviders: readonly OpenIdProvider[];
  readonly clock: () => number;
};

type Purpose = { readonly act: "sign-in" } | { readonly act: "bind"; readonly accountId: string };

/** Of its own, beside that of signatories: an answer to the one can never be taken for the other. */
export const SIGN_IN_CALLBACK = "/sign-in/openid/callback";

export function createOpenIdSignIn(deps: Deps): OpenIdSignIn {
  const { store, clock, openIdProviders: providers } = deps;
  const party = makeRelyingParty({ ...deps, providers, callback: SIGN_IN_CALLBACK });
  const flows = makeOpenIdFlows<Purpose>({ ...deps, party, kind: "openid_sign_in" });
  return {
    providers: providers.map(({ id, name }) => ({ id, name })),
    async list(accountId) {
      const rows = await listOpenIdLogins(store, accountId);
      return rows.map(({ issuer, provider, created_at }) => ({ issuer, provider, createdAt: created_at }));
    },
    begin: (provider) => flows.begin("", provider, { act: "sign-in" }),
    beginBinding: ({ id }, provider) => flows.begin("", provider, { act: "bind", accountId: id }),
    async finish(answer, readCookie, signedIn, from) {
      const outcome = await flows.finish(answer, readCookie);
      if ("refused" in outcome) {
        await countFailedSignIn(store, "openid", clock());
        return { refused: outcome.refused.message, wasBinding: outcome.purpose?.act === "bind" };
      }
      const { account, purpose } = outcome;
      return purpose.act === "bind"
        ? await bind(deps, account, purpose.accountId, signedIn)
        : await signIn(deps, account, from);
    },
    async unbind(account, issuer) {
      await store.transaction(async (tx) => {
        if (!(await deleteOpenIdLogin(tx, account.id, issuer))) return;
        await recordAccountAct(tx, "openid-unbound", { by: doerOf(account), subject: new URL(issuer).host }, clock());
      });
    },
  };
}

async function signIn(
  { store, clock }: Deps,
  { provider, issuer, subject }: OpenIdAccount,
  { browser }: From,
): Promise<OpenIdArrival> {
  const login = await findOpenIdLogin(store, issuer, subject);
  const account = login && (await findAccount(store, login.account_id));
  if (account !== null) {
    return { session: await beginSession(store, account, { way: "openid", browser }, clock()) };
  }
  await countFailedSignIn(store, "openid", clock());
  const words = `This account at ${provider.name} signs nobody in here yet. Sign in by a mailed code or a password once, and add it under “Your account”.`;
  return { refused: words, wasBinding: false };
}

async function bind(
  { store, clock }: Deps,
  { provider, issuer, subject }: OpenIdAccount,
  accountId: string,
  signedIn: Account | null,
): Promise<OpenIdArrival> {
  if (signedIn?.id !== accountId) {
    return {
      refused: "You were signed out meanwhile, so nothing was added. Sign in and begin again.",
      wasBinding: true,
    };
  }
  const now = clock();
  try {
    await store.transaction(async (tx) => {
      await insertOpenIdLogin(tx, { issuer, subject, account_id: accountId, provider: provider.name, created_at: now });
      await recordAccountAct(tx, "openid-bound", { by: doerOf(signedIn), subject: provider.name }, now);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const words = `This account at ${provider.name} signs in an account here already, yours or another’s. Take it away there first.`;
    return { refused: words, wasBinding: true };
  }
  return { bound: provider.name };
}

function doerOf({ id, name, role }: Account) {
  return { kind: role, id, name };
}
