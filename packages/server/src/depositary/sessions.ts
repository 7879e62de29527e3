import { randomUUID } from "node:crypto";
import type { WayIn } from "@undersigned/store/account-tables.ts";
import type { AccountRow } from "@undersigned/store/accounts.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { deleteSession, extendSession, findSession, insertSession } from "@undersigned/store/sessions.ts";
import { recordAccountAct } from "./account-acts.ts";
import type { Account, From, Session, SessionAtHand } from "./administrators.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { hashToken, randomToken } from "./tokens.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A session ends when it was not used for so long … */
const IDLE = 12 * HOUR;
/** … and at the latest so long after signing in. */
const LONGEST = 14 * 24 * HOUR;
/** A use is written down only now and then: a write for each page would be waste. */
const SLIDE_EVERY = 15 * MINUTE;
const BROWSER_LIMIT = 60;

/** Begins a session, always with a new token: it is told once and kept as SHA-256. */
export async function beginSession(
  access: Pick<Transaction, "db">,
  account: AccountRow,
  { way, browser = "" }: { readonly way: WayIn } & Partial<Pick<From, "browser">>,
  now: number,
): Promise<Session> {
  const token = randomToken();
  await insertSession(access, {
    token_hash: hashToken(token),
    id: randomUUID(),
    account_id: account.id,
    csrf: randomToken(),
    way,
    browser: browser.slice(0, BROWSER_LIMIT),
    created_at: now,
    used_at: now,
    expires_at: now + IDLE,
  });
  // Setting up and accepting an invitation are told by themselves, and sign in, too.
  if (way !== "set-up" && way !== "invitation") {
    const by = { kind: account.role, id: account.id, name: account.name };
    await recordAccountAct(access, "signed-in", { by, detail: way }, now);
  }
  return { token, expires: now + LONGEST };
}

/** The session of a token, which now lasts longer; null when there is none. */
export async function useSession(
  { store, clock }: Pick<AdministratorsDeps, "store" | "clock">,
  token: string,
): Promise<SessionAtHand | null> {
  const now = clock();
  const found = await findSession(store, hashToken(token), now);
  if (found === null) return null;
  const { session } = found;
  if (now - session.used_at > SLIDE_EVERY) {
    const expires = Math.min(now + IDLE, session.created_at + LONGEST);
    await extendSession(store, session.token_hash, { used_at: now, expires_at: expires });
  }
  const account = viewAccount(found.account);
  return { account, csrf: session.csrf, id: session.id, way: session.way, begunAt: session.created_at };
}

export async function endSession({ store }: Pick<AdministratorsDeps, "store">, token: string): Promise<void> {
  await deleteSession(store, hashToken(token));
}

export function viewAccount({ id, name, mailbox, role }: AccountRow): Account {
  return { id, name, mailbox, role };
}
