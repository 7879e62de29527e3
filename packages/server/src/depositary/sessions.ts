import type { Transaction } from "@undersigned/store/engine.ts";
import { deleteSession, extendSession, findSession, insertSession } from "@undersigned/store/sessions.ts";
import type { Administrator, Session } from "./administrators.ts";
import type { AdministratorsDeps } from "./administrators-deps.ts";
import { hashToken, randomToken } from "./tokens.ts";

const HOUR = 3_600_000;
/** A session ends when it was not used for so long … */
const IDLE = 12 * HOUR;
/** … and at the latest so long after signing in. */
const LONGEST = 14 * 24 * HOUR;
/** A use is written down only now and then: a write for each page would be waste. */
const SLIDE_EVERY = HOUR;

/** Begins a session. Its token is told once and kept as SHA-256. */
export async function beginSession(
  access: Pick<Transaction, "db">,
  administratorId: string,
  now: number,
): Promise<Session> {
  const token = randomToken();
  const expires = now + IDLE;
  await insertSession(access, {
    token_hash: hashToken(token),
    administrator_id: administratorId,
    csrf: randomToken(),
    created_at: now,
    expires_at: expires,
  });
  return { token, expires: now + LONGEST };
}

/** The session of a token, which now lasts longer; null when there is none. */
export async function useSession(
  { store, clock }: Pick<AdministratorsDeps, "store" | "clock">,
  token: string,
): Promise<{ administrator: Administrator; csrf: string } | null> {
  const now = clock();
  const found = await findSession(store, hashToken(token), now);
  if (found === null) return null;
  const { session, administrator } = found;
  const expires = Math.min(now + IDLE, session.created_at + LONGEST);
  if (expires - session.expires_at > SLIDE_EVERY) await extendSession(store, session.token_hash, expires);
  const { id, name, mailbox } = administrator;
  return { administrator: { id, name, mailbox }, csrf: session.csrf };
}

export async function endSession({ store }: Pick<AdministratorsDeps, "store">, token: string): Promise<void> {
  await deleteSession(store, hashToken(token));
}
