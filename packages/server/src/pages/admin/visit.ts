import type { Context, Handler } from "hono";
import { routePath } from "hono/route";
import { mayReach } from "../../depositary/may-reach.ts";
import { equalTokens } from "../../depositary/tokens.ts";
import { notFoundPage } from "../error-page.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doorPage } from "./frame.ts";
import { refusedForm } from "./refused-form.ts";
import { refusedRole } from "./refused-role.ts";
import { findAdminAct } from "./route-acts.ts";
import { readSession } from "./session.ts";
import { signInPage } from "./sign-in-page.ts";
import type { Typed } from "./typed.ts";
import { oneLine, readTyped } from "./typed.ts";

type Answer = Response | Promise<Response>;

/** A page to look at: whoever is not signed in is sent to sign in, and back here afterwards. */
export function shown(site: AdminSite, page: (c: Context, visit: Visit) => Answer): Handler {
  return async function shownPage(c) {
    c.header("Cache-Control", "no-store");
    const visit = await findVisit(c, site);
    if (visit === null) {
      const { pathname, search } = new URL(c.req.url);
      return c.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
    }
    return (await refuseVisit(c, visit)) ?? page(c, visit);
  };
}

/**
 * A form that does something. Whoever is no longer signed in is asked to sign in, and what was typed is carried along;
 * a form without this session's own token is refused.
 */
export function done(site: AdminSite, act: (c: Context, visit: Visit, typed: Typed) => Answer): Handler {
  return async function doneForm(c) {
    c.header("Cache-Control", "no-store");
    const typed = await readTyped(c);
    const visit = await findVisit(c, site);
    if (visit === null) {
      const carried = { action: new URL(c.req.url).pathname, fields: [...typed] };
      return doorPage(c, site.say, signInPage(site, { carried }), 403);
    }
    const refused = await refuseVisit(c, visit);
    if (refused !== null) return refused;
    if (!equalTokens(oneLine(typed, "csrf"), visit.csrf)) return refusedForm(c, site.say);
    return act(c, visit, typed);
  };
}

/** Who is signed in, and by which session; null when nobody is. */
export async function findVisit(c: Context, site: AdminSite): Promise<Visit | null> {
  const token = readSession(c, site.secure);
  if (token === null) return null;
  const session = await site.depositary.administrators.session(token);
  if (session === null) return null;
  return { site, account: session.account, session, csrf: session.csrf };
}

/**
 * What to answer where the account's role does not reach here; null where it does. A statement that is not the account's
 * own is not there at all, as if there were none. A route that nobody gave an act is for administrators alone.
 */
async function refuseVisit(c: Context, visit: Visit): Promise<Response | null> {
  const { site, account } = visit;
  const act = findAdminAct(routePath(c)) ?? "depositary";
  const reach = await mayReach(site.depositary, account, act, c.req.param("id"));
  if (reach === "role") return refusedRole(c, visit);
  return reach === "elsewhere" ? notFoundPage(c) : null;
}
