import { randomUUID } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { AccountRow } from "@undersigned/store/accounts.ts";
import { findAccountByMailbox } from "@undersigned/store/accounts.ts";
import { addRates } from "@undersigned/store/rates.ts";
import type { CodeOutcome } from "@undersigned/store/sign-in-codes.ts";
import { putSignInCode, trySignInCode } from "@undersigned/store/sign-in-codes.ts";
import { countFailedSignIn } from "./account-acts.ts";
import type { From, Session } from "./administrators.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { mailRow } from "./mail-row.ts";
import { parseMailbox } from "./mailbox.ts";
import { isPassword } from "./passwords.ts";
import { RateLimitedError } from "./rate-limited.ts";
import { mac } from "./seal.ts";
import { beginSession } from "./sessions.ts";
import { parseCode, randomCode } from "./tokens.ts";

const MINUTE = 60_000;
/** How long a mailed code works. */
const CODE_LIFE = 15 * MINUTE;
/** Wrong codes after which only a new one helps. */
const CODE_ATTEMPTS = 5;
/** Codes mailed to one mailbox; whoever asks for more is told the same, and gets none. */
const CODES = { limit: 5, window: CODE_LIFE };
/** Codes typed for one mailbox, whether or not it has an account: only the words of a refusal hang on it. */
const TRIES = { window: CODE_LIFE };
/** Passwords tried for one mailbox from wherever; addresses have limits of their own. */
const PASSWORDS = { limit: 100, window: 60 * MINUTE };

/** @throws RefusedError `unauthenticated`, the same whether mailbox or password is wrong; `rate_limited` */
export async function signInWithPassword(
  deps: AdministratorsDeps,
  mailbox: string,
  password: string,
  { browser }: From,
): Promise<Session> {
  const canonical = canonicalOf(mailbox);
  const tried = await countAct(deps, "password", canonical, PASSWORDS);
  if (tried.count > PASSWORDS.limit) throw new RateLimitedError(Math.ceil((tried.resetsAt - deps.clock()) / 1000));
  const account = await findAccountByMailbox(deps.store, canonical);
  if (!(await isPassword(password, account?.password ?? null)) || account === null) {
    await countFailedSignIn(deps.store, "password", deps.clock());
    throw new RefusedError("unauthenticated", "This e-mail address and this password do not belong together.", {
      field: "password",
    });
  }
  return beginSession(deps.store, account, { way: "password", browser }, deps.clock());
}

/** Mails a code when the mailbox is an account's. Whether it is, nobody learns. */
export async function requestCode(deps: AdministratorsDeps, mailbox: string): Promise<void> {
  const canonical = canonicalOf(mailbox);
  const asked = await countAct(deps, "code", canonical, CODES);
  const account = await findAccountByMailbox(deps.store, canonical);
  if (account !== null && asked.count <= CODES.limit) await mailCode(deps, account);
}

async function mailCode(deps: AdministratorsDeps, account: AccountRow): Promise<void> {
  const { store, secrets, clock } = deps;
  const now = clock();
  const code = randomCode();
  const mail = { template: "sign-in-code", to: account.mailbox, params: { code } } as const;
  await store.transaction(async (tx) => {
    const codeMac = macOf(deps, account.id, code);
    await putSignInCode(tx, { accountId: account.id, codeMac, expiresAt: now + CODE_LIFE });
    await tx.insertMany("outbox", [mailRow(secrets, "", randomUUID(), mail, now)]);
  });
  deps.onMail?.();
}

/** @throws RefusedError `code_invalid` when wrong, used up or too old; `attempts_exhausted` after five wrong ones */
export async function signInWithCode(
  deps: AdministratorsDeps,
  mailbox: string,
  typed: string,
  { browser }: From,
): Promise<Session> {
  const code = parseCode(typed);
  const canonical = canonicalOf(mailbox);
  const now = deps.clock();
  const tried = await countAct(deps, "try-code", canonical, TRIES);
  const account = await findAccountByMailbox(deps.store, canonical);
  const outcome = account === null ? "wrong" : await tryCode(deps, account.id, code, now);
  if (account !== null && outcome === "right") return beginSession(deps.store, account, { way: "code", browser }, now);
  await countFailedSignIn(deps.store, "code", now);
  // Counted for every mailbox, so that the answer does not tell which of them has an account.
  if (tried.count > CODE_ATTEMPTS) {
    throw new RefusedError("attempts_exhausted", "Too many wrong codes were typed. Ask for a new one.", {
      field: "code",
    });
  }
  throw refuseCode();
}

function tryCode(deps: AdministratorsDeps, accountId: string, code: string, now: number): Promise<CodeOutcome> {
  const codeMac = macOf(deps, accountId, code);
  return trySignInCode(deps.store, { accountId, codeMac, limit: CODE_ATTEMPTS, now });
}

function refuseCode(): RefusedError {
  return new RefusedError(
    "code_invalid",
    "This is not the code of the newest mail, or it is older than 15 minutes. Check it, or ask for a new one.",
    {
      field: "code",
    },
  );
}

function macOf({ secrets }: AdministratorsDeps, accountId: string, code: string): Uint8Array {
  return mac(secrets.macKey, "sign-in code", accountId, code);
}

/** @throws RefusedError `invalid_field`, field `mailbox`: what is no address at all is no secret */
function canonicalOf(mailbox: string): string {
  try {
    return parseMailbox(mailbox).canonical;
  } catch (cause) {
    throw new RefusedError("invalid_field", cause instanceof Error ? cause.message : "This is no e-mail address.", {
      cause,
      field: "mailbox",
    });
  }
}

async function countAct(
  { store, secrets, clock }: AdministratorsDeps,
  act: string,
  mailbox: string,
  { window }: { window: number },
) {
  const bucket = mac(secrets.macKey, "rate", "sign-in", act, mailbox);
  const [counted] = await addRates(store, [{ bucket, count: 1, window }], clock());
  return counted ?? { count: 1, resetsAt: clock() + window };
}
