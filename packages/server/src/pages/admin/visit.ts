import type { Context, Handler } from "hono";
import { equalTokens } from "../../depositary/tokens.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doorPage } from "./frame.ts";
import { refusedForm } from "./refused-form.ts";
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
    return page(c, visit);
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
    if (!equalTokens(oneLine(typed, "csrf"), visit.csrf)) return refusedForm(c, site.say);
    return act(c, visit, typed);
  };
}

async function findVisit(c: Context, site: AdminSite): Promise<Visit | null> {
  const token = readSession(c, site.secure);
  if (token === null) return null;
  const found = await site.depositary.administrators.session(token);
  return found === null ? null : { site, administrator: found.administrator, csrf: found.csrf };
}
