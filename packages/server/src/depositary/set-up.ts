import { randomUUID } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import { hasAccount, insertFirstAccount } from "@undersigned/store/accounts.ts";
import { getSetting, setSetting } from "@undersigned/store/settings.ts";
import { z } from "zod";
import { recordAccountAct } from "./account-acts.ts";
import type { From, Organisation, Session } from "./administrators.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { describeIssues, FieldsRefusedError, fieldProblem } from "./field-problems.ts";
import { contactField, domainField, LIMITS, mailboxField, nameField } from "./fields.ts";
import { parseMailbox } from "./mailbox.ts";
import { checkPasswordStrength, hashPassword } from "./passwords.ts";
import { beginSession } from "./sessions.ts";
import { dropSetupToken, loadSetupToken } from "./setup-token.ts";
import { equalTokens } from "./tokens.ts";

const ORGANISATION = "organisation";

const organisationFields = z.strictObject({
  name: nameField(LIMITS.name, { mayHoldDomain: true }),
  domain: domainField.optional(),
  contact: contactField(LIMITS.contact),
});

const setUpFields = z.strictObject({
  name: nameField(LIMITS.name, { mayHoldDomain: false }),
  mailbox: mailboxField,
  password: z.string().optional(),
  organisation: organisationFields,
});

export type SetUpInput = {
  name: string;
  mailbox: string;
  password?: string | undefined;
  organisation: Organisation;
};

/** The one-time token, or null once there is an administrator. */
export async function findSetupToken({ store, dataDir }: AdministratorsDeps): Promise<string | null> {
  if (!(await hasAccount(store))) return loadSetupToken(dataDir);
  dropSetupToken(dataDir);
  return null;
}

/**
 * Makes the first administrator and the initiator's organisation, and begins a session. Of two who use the token at once,
 * one succeeds.
 * @throws RefusedError `token_invalid`; `wrong_state` when there is an administrator; FieldsRefusedError
 */
export async function setUp(deps: AdministratorsDeps, token: string, typed: SetUpInput, from?: From): Promise<Session> {
  const expected = await findSetupToken(deps);
  if (expected === null) throw refuseSecond();
  if (!equalTokens(token, expected)) {
    throw new RefusedError(
      "token_invalid",
      "This is not the set-up link that the start printed. Copy the whole of it.",
      {
        field: "token",
      },
    );
  }
  const input = parseInput(typed);
  const password = await choosePassword(deps, input);
  const now = deps.clock();
  const id = randomUUID();
  const session = await deps.store.transaction(async (tx) => {
    const mailbox = parseMailbox(input.mailbox).canonical;
    const account = { id, name: input.name, mailbox, password, created_at: now, role: "administrator" } as const;
    if (!(await insertFirstAccount(tx, account))) throw refuseSecond();
    await setSetting(tx, ORGANISATION, JSON.stringify(input.organisation));
    await recordAccountAct(tx, "set-up", { by: { kind: "administrator", id, name: input.name } }, now);
    return beginSession(tx, account, { way: "set-up", browser: from?.browser }, now);
  });
  dropSetupToken(deps.dataDir);
  return session;
}

/** The organisation of the set-up; null before. */
export async function readOrganisation({ store }: Pick<AdministratorsDeps, "store">): Promise<Organisation | null> {
  const kept = await getSetting(store, ORGANISATION);
  return kept === null ? null : organisationFields.parse(JSON.parse(kept));
}

function parseInput(typed: SetUpInput): z.output<typeof setUpFields> {
  const parsed = setUpFields.safeParse(typed);
  if (parsed.success) return parsed.data;
  throw new FieldsRefusedError(describeIssues(parsed.error.issues, typed));
}

async function choosePassword(
  { mailConfigured }: AdministratorsDeps,
  { name, mailbox, password, organisation }: z.output<typeof setUpFields>,
): Promise<string | null> {
  if (!password) {
    if (mailConfigured) return null;
    throw new FieldsRefusedError([fieldProblem("password", { rule: "missing" })]);
  }
  await checkPasswordStrength(password, [name, mailbox, organisation.name]);
  return hashPassword(password);
}

function refuseSecond(): RefusedError {
  return new RefusedError("wrong_state", "This depositary is set up already. Sign in instead.");
}
