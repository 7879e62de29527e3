import { randomUUID } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { AccountInvitationRow } from "@undersigned/store/account-invitations.ts";
import {
  deleteAccountInvitationsBy,
  findAccountInvitation,
  listAccountInvitations,
  putAccountInvitation,
  takeAccountInvitation,
} from "@undersigned/store/account-invitations.ts";
import type { AccountRow } from "@undersigned/store/accounts.ts";
import {
  assign,
  deleteAccount,
  findAccount,
  findAccountByMailbox,
  insertAccount,
  isAssigned,
  isLastAdministrator,
  listAccounts,
  listAssignments,
  setRole,
  unassign,
} from "@undersigned/store/accounts.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import { deleteSessionById, deleteSessionsOf, listSessions } from "@undersigned/store/sessions.ts";
import { isUniqueViolation } from "@undersigned/store/store-errors.ts";
import { z } from "zod";
import type { Secrets } from "../secrets.ts";
import type { AccountActName } from "./account-acts.ts";
import { recordAccountAct } from "./account-acts.ts";
import type { AccountInvitationInput, AccountInvitationView, Accounts } from "./accounts.ts";
import type { From, Session } from "./administrators.ts";
import type { Doer } from "./doer.ts";
import { describeIssues, FieldsRefusedError, fieldProblem } from "./field-problems.ts";
import { LIMITS, mailboxField, nameField } from "./fields.ts";
import { mailRow } from "./mail-row.ts";
import { parseMailbox } from "./mailbox.ts";
import { checkPasswordStrength, hashPassword } from "./passwords.ts";
import { GIVEN_ROLES } from "./roles.ts";
import { beginSession, viewAccount } from "./sessions.ts";
import type { StatementReading } from "./statement-reading.ts";
import { hashToken, randomToken } from "./tokens.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "sealKey">;
  readonly reading: StatementReading;
  /** Without mail no code can arrive: then an account needs a password. */
  readonly mailConfigured: boolean;
  readonly clock: () => number;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

const INVITATION_LIFE = 7 * 86_400_000;

const invitationFields = z.strictObject({
  name: nameField(LIMITS.name, { mayHoldDomain: false }),
  mailbox: mailboxField,
  role: z.enum(GIVEN_ROLES),
});

export function createAccounts(deps: Deps): Accounts {
  const { store, clock } = deps;
  const change = <T>(work: (tx: Transaction) => Promise<T>) => store.transaction(work);
  return {
    list: () => listViews(deps),
    find: async (id) => (await listViews(deps)).find((one) => one.id === id) ?? null,
    invitations: async () => (await listAccountInvitations(store, clock())).map(viewInvitation),
    invite: (input, by) => invite(deps, input, by),
    async revokeInvitation(id, by) {
      await change(async (tx) => {
        const gone = await takeAccountInvitation(tx, id);
        if (gone === null) throw new RefusedError("not_found", "There is no such invitation any more.");
        await recordAccountAct(tx, "invitation-revoked", { by, subject: gone.name }, clock());
      });
    },
    async invitation(token) {
      const row = await findAccountInvitation(store, hashToken(token), clock());
      return row && viewInvitation(row);
    },
    accept: (token, choice, from) => accept(deps, token, choice, from),
    async changeRole(id, role, by) {
      await change(async (tx) => {
        const account = await findOrRefuse(tx, id);
        if (account.role === role) return;
        if (!(await setRole(tx, id, role))) throw refuseLast();
        // What a session may do is looked up at each request; that it begins anew is for the person to notice.
        await deleteSessionsOf(tx, id, null);
        const detail = `${account.role} → ${role}`;
        await recordAccountAct(tx, "role-changed", { by, subject: account.name, detail }, clock());
      });
    },
    assign: (id, statement, by) => changeAssignment(deps, { act: "assigned", id, statement, by }),
    unassign: (id, statement, by) => changeAssignment(deps, { act: "unassigned", id, statement, by }),
    async isAssigned(id, idOrSlug) {
      const row = await deps.reading.row(idOrSlug);
      return row ? await isAssigned(store, { statement_id: row.id, account_id: id }) : false;
    },
    async remove(id, by) {
      await change(async (tx) => {
        const account = await findOrRefuse(tx, id);
        if (await isLastAdministrator(tx, id)) throw refuseLast();
        await deleteAccountInvitationsBy(tx, id);
        if (!(await deleteAccount(tx, id))) throw refuseLast();
        await recordAccountAct(tx, "account-removed", { by, subject: account.name, detail: account.role }, clock());
      });
    },
    async sessions(id) {
      const rows = await listSessions(store, id, clock());
      return rows.map((row) => ({
        id: row.id,
        way: row.way,
        browser: row.browser,
        begunAt: row.created_at,
        usedAt: row.used_at,
      }));
    },
    async revokeSession(id, sessionId, by) {
      await change(async (tx) => {
        const gone = await deleteSessionById(tx, id, sessionId);
        if (gone) await recordAccountAct(tx, "session-revoked", { by }, clock());
      });
    },
    async revokeOtherSessions(id, except, by) {
      return await change(async (tx) => {
        const count = await deleteSessionsOf(tx, id, except);
        if (count > 0) await recordAccountAct(tx, "session-revoked", { by, count }, clock());
        return count;
      });
    },
  };
}

async function listViews({ store }: Pick<Deps, "store">) {
  const accounts = await listAccounts(store);
  const assignments = await listAssignments(store);
  const ids = [...new Set(assignments.map((one) => one.statement_id))];
  const titles =
    ids.length === 0
      ? []
      : await store.db.selectFrom("statement").select(["id", "title"]).where("id", "in", ids).execute();
  return accounts.map((account) => ({
    ...viewAccount(account),
    createdAt: account.created_at,
    statements: titles.filter(({ id }) =>
      assignments.some((one) => one.account_id === account.id && one.statement_id === id),
    ),
  }));
}

async function invite(deps: Deps, typed: AccountInvitationInput, by: Doer): Promise<void> {
  const { store, secrets, clock } = deps;
  const parsed = invitationFields.safeParse(typed);
  if (!parsed.success) throw new FieldsRefusedError(describeIssues(parsed.error.issues, typed));
  const { name, role } = parsed.data;
  const { canonical, address } = parseMailbox(parsed.data.mailbox);
  const token = randomToken();
  const now = clock();
  const expires = now + INVITATION_LIFE;
  await store.transaction(async (tx) => {
    await refuseKnown(tx, canonical);
    await putAccountInvitation(tx, {
      id: randomUUID(),
      token_hash: hashToken(token),
      mailbox: canonical,
      name,
      role,
      invited_by: by.id,
      created_at: now,
      expires_at: expires,
    });
    const mail = {
      template: "account-invitation",
      to: address,
      params: { inviter: by.name, role, token, expires },
    } as const;
    await tx.insertMany("outbox", [mailRow(secrets, "", randomUUID(), mail, now)]);
    await recordAccountAct(tx, "account-invited", { by, subject: name, detail: role }, now);
  });
  deps.onMail();
}

/** Only those who see all accounts anyhow invite, so it is no secret from them that this one is there. */
async function refuseKnown(tx: Transaction, mailbox: string): Promise<void> {
  if ((await findAccountByMailbox(tx, mailbox)) === null) return;
  throw new RefusedError(
    "invalid_field",
    "There is an account with this e-mail address already. Change its role instead.",
    { field: "mailbox" },
  );
}

/** The link reached the mailbox, and whoever opened it pressed a button: that confirms it. */
async function accept(
  deps: Deps,
  token: string,
  { password }: { readonly password?: string | undefined },
  { browser }: From,
): Promise<Session> {
  const { store, clock } = deps;
  const now = clock();
  const invitation = await findAccountInvitation(store, hashToken(token), now);
  if (invitation === null) throw refuseInvitation();
  const hashed = await choosePassword(deps, invitation, password);
  try {
    return await store.transaction(async (tx) => {
      // Of two presses at once, and against a revocation meanwhile, one takes it.
      if ((await takeAccountInvitation(tx, invitation.id)) === null) throw refuseInvitation();
      const { name, mailbox, role } = invitation;
      const account = { id: randomUUID(), name, mailbox, password: hashed, created_at: now, role };
      await insertAccount(tx, account);
      const by = { kind: role, id: account.id, name };
      await recordAccountAct(tx, "account-accepted", { by, detail: role }, now);
      return await beginSession(tx, account, { way: "invitation", browser }, now);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw refuseInvitation();
    throw error;
  }
}

async function choosePassword(
  { mailConfigured }: Deps,
  { name, mailbox }: AccountInvitationRow,
  password: string | undefined,
): Promise<string | null> {
  if (!password) {
    if (mailConfigured) return null;
    throw new FieldsRefusedError([fieldProblem("password", { rule: "missing" })]);
  }
  await checkPasswordStrength(password, [name, mailbox]);
  return hashPassword(password);
}

async function changeAssignment(
  { store, reading, clock }: Deps,
  {
    act,
    id,
    statement,
    by,
  }: { act: Extract<AccountActName, "assigned" | "unassigned">; id: string; statement: string; by: Doer },
): Promise<void> {
  const row = await reading.row(statement);
  if (!row) throw new RefusedError("not_found", "There is no such statement here.");
  await store.transaction(async (tx) => {
    const account = await findOrRefuse(tx, id);
    const pair = { statement_id: row.id, account_id: id };
    if ((await isAssigned(tx, pair)) === (act === "assigned")) return;
    await (act === "assigned" ? assign(tx, pair) : unassign(tx, pair));
    await recordAccountAct(tx, act, { by, subject: account.name, detail: row.title }, clock());
  });
}

async function findOrRefuse(tx: Transaction, id: string): Promise<AccountRow> {
  const account = await findAccount(tx, id);
  if (account === null) throw new RefusedError("not_found", "There is no such account any more.");
  return account;
}

function viewInvitation(row: AccountInvitationRow): AccountInvitationView {
  const { id, name, mailbox, role } = row;
  return { id, name, mailbox, role, createdAt: row.created_at, expiresAt: row.expires_at };
}

function refuseLast(): RefusedError {
  return new RefusedError(
    "wrong_state",
    "This is the last administrator: without one nobody could look after this site. Make somebody else an administrator first.",
    { field: "role" },
  );
}

function refuseInvitation(): RefusedError {
  return new RefusedError(
    "token_invalid",
    "This link was used already, taken back, or is older than a week. If you still need an account, ask for another mail.",
    { field: "token" },
  );
}
