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
    setUp: (token, input) => setUp(deps, token, input),
    organisation: () => readOrganisation(deps),
    signInWithPassword: (mailbox, password) => signInWithPassword(deps, mailbox, password),
    requestCode: (mailbox) => requestCode(deps, mailbox),
    signInWithCode: (mailbox, code) => signInWithCode(deps, mailbox, code),
    session: (token) => useSession(deps, token),
    signOut: (token) => endSession(deps, token),
    createToken: (label) => createApiToken(deps, label),
    checkToken: (bearer) => checkApiToken(deps, bearer),
    listTokens: () => readApiTokens(deps),
    revokeToken: (id) => revokeApiToken(deps, id),
  };
}
