import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Session } from "../../depositary/administrators.ts";
import type { AdminSite } from "./admin-site.ts";

/** Browsers take a cookie of this prefix only over https, for the whole host and for no other: see RFC 6265bis, 4.1.3.2. */
const SECURE_NAME = "__Host-undersigned";
/** Over plain http, on this machine alone, browsers refuse the prefix. */
const PLAIN_NAME = "undersigned";

/** The session token that the browser sent, or null. `secure`: the site is served by https. */
export function readSession(c: Context, secure: boolean): string | null {
  return getCookie(c, cookieName(secure)) ?? null;
}

/**
 * Gives the browser a session that was begun just now, and ends the one that it came with: whatever cookie was planted in a
 * browser beforehand opens nothing after signing in.
 */
export async function replaceSession(c: Context, site: AdminSite, session: Session): Promise<void> {
  const before = readSession(c, site.secure);
  if (before !== null) await site.depositary.administrators.signOut(before);
  keepSession(c, session, site.depositary.clock(), site.secure);
}

function keepSession(c: Context, session: Session, now: number, secure: boolean): void {
  setCookie(c, cookieName(secure), session.token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    maxAge: Math.max(0, Math.floor((session.expires - now) / 1000)),
  });
}

export function dropSession(c: Context, secure: boolean): void {
  deleteCookie(c, cookieName(secure), { path: "/", secure });
}

function cookieName(secure: boolean): string {
  return secure ? SECURE_NAME : PLAIN_NAME;
}
