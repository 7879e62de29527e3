import type { Administrators } from "./administrators.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { checkApiToken, createApiToken, readApiTokens, revokeApiToken } from "./api-tokens.ts";
import { endSession, useSession } from "./sessions.ts";
import { findSetupToken, readOrganisation, setUp } from "./set-up.ts";
import { requestCode, signInWithCode, signInWithPassword } from "./signing-in.ts";

/** Who runs the depositary: set-up, signing in, sessions, and tokens for the API. */
export function createAdministrators(deps: AdministratorsDeps): Administrators {
  return {
    setupToken: () => findSetupToken(deps),
    setUp: (token, input, from) => setUp(deps, token, input, from),
    organisation: () => readOrganisation(deps),
    signInWithPassword: (mailbox, password, from) => signInWithPassword(deps, mailbox, password, from),
    requestCode: (mailbox) => requestCode(deps, mailbox),
    signInWithCode: (mailbox, code, from) => signInWithCode(deps, mailbox, code, from),
    session: (token) => useSession(deps, token),
    signOut: (token) => endSession(deps, token),
    createToken: (label, by) => createApiToken(deps, label, by),
    checkToken: (bearer) => checkApiToken(deps, bearer),
    listTokens: (accountId) => readApiTokens(deps, accountId),
    revokeToken: (id, by) => revokeApiToken(deps, id, by),
  };
}
