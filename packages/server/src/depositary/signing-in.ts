import { randomUUID } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { AdministratorRow } from "@undersigned/store/administrators.ts";
import { findAdministratorByMailbox } from "@undersigned/store/administrators.ts";
import { addRates } from "@undersigned/store/rates.ts";
import { putSignInCode, trySignInCode } from "@undersigned/store/sign-in-codes.ts";
import type { Session } from "./administrators.ts";
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
/** Passwords tried for one mailbox from wherever; addresses have limits of their own. */
const PASSWORDS = { limit: 100, window: 60 * MINUTE };

/** @throws RefusedError `unauthenticated`, the same whether mailbox or password is wrong; `rate_limited` */
export async function signInWithPassword(
  deps: AdministratorsDeps,
  mailbox: string,
  password: string,
): Promise<Session> {
  const canonical = canonicalOf(mailbox);
  const tried = await countAct(deps, "password", canonical, PASSWORDS);
  if (tried.count > PASSWORDS.limit) throw new RateLimitedError(Math.ceil((tried.resetsAt - deps.clock()) / 1000));
  const administrator = await findAdministratorByMailbox(deps.store, canonical);
  if (!(await isPassword(password, administrator?.password ?? null)) || administrator === null) {
    throw new RefusedError("unauthenticated", "This e-mail address and this password do not belong together.", {
      field: "password",
    });
  }
  return beginSession(deps.store, administrator.id, deps.clock());
}

/** Mails a code when the mailbox is an administrator's. Whether it is, nobody learns. */
export async function requestCode(deps: AdministratorsDeps, mailbox: string): Promise<void> {
  const canonical = canonicalOf(mailbox);
  const asked = await countAct(deps, "code", canonical, CODES);
  const administrator = await findAdministratorByMailbox(deps.store, canonical);
  if (administrator !== null && asked.count <= CODES.limit) await mailCode(deps, administrator);
}

async function mailCode(deps: AdministratorsDeps, administrator: AdministratorRow): Promise<void> {
  const { store, secrets, clock } = deps;
  const now = clock();
  const code = randomCode();
  const mail = { template: "sign-in-code", to: administrator.mailbox, params: { code } } as const;
  await store.transaction(async (tx) => {
    const codeMac = macOf(deps, administrator.id, code);
    await putSignInCode(tx, { administratorId: administrator.id, codeMac, expiresAt: now + CODE_LIFE });
    await tx.insertMany("outbox", [mailRow(secrets, "", randomUUID(), mail, now)]);
  });
  deps.onMail?.();
}

/** @throws RefusedError `code_invalid` when wrong, used up or too old; `attempts_exhausted` after five wrong ones */
export async function signInWithCode(deps: AdministratorsDeps, mailbox: string, typed: string): Promise<Session> {
  const code = parseCode(typed);
  const administrator = await findAdministratorByMailbox(deps.store, canonicalOf(mailbox));
  if (administrator === null) throw refuseCode();
  const { id: administratorId } = administrator;
  const now = deps.clock();
  const codeMac = macOf(deps, administratorId, code);
  const outcome = await trySignInCode(deps.store, { administratorId, codeMac, limit: CODE_ATTEMPTS, now });
  if (outcome === "right") return beginSession(deps.store, administratorId, now);
  if (outcome === "exhausted") {
    throw new RefusedError("attempts_exhausted", "Too many wrong codes were typed. Ask for a new one.", {
      field: "code",
    });
  }
  throw refuseCode();
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

function macOf({ secrets }: AdministratorsDeps, administratorId: string, code: string): Uint8Array {
  return mac(secrets.macKey, "sign-in code", administratorId, code);
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
