import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import { SIGN_IN_CALLBACK } from "../../depositary/create-openid-sign-in.ts";
import type { Binding } from "../../depositary/openid-flows.ts";
import { FLOW_TIME } from "../../depositary/openid-flows.ts";
import { FRESH } from "../../depositary/passkeys.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { adminPage, doorPage, goOn } from "./frame.ts";
import { fromOf } from "./from-of.ts";
import { replaceSession } from "./session.ts";
import { oneLine, readTyped } from "./typed.ts";
import { done, findVisit, shown } from "./visit.ts";

const COOKIE_PATH = "/sign-in/openid";

/** `/admin/openid`: accounts elsewhere that sign this one in; `/sign-in/openid`: going there, and coming back. */
export function mountOpenId(app: Hono, site: AdminSite): void {
  const { openIdSignIn } = site.depositary;
  app.get(
    "/admin/openid",
    shown(site, (c, visit) => listPage(c, visit)),
  );
  app.post(
    "/admin/openid/bind",
    done(site, async (c, visit, typed) => {
      if (!isFresh(visit)) return listPage(c, visit);
      return leadOn(c, site, () => openIdSignIn.beginBinding(visit.account, oneLine(typed, "provider")));
    }),
  );
  app.post(
    "/admin/openid/unbind",
    done(site, async (c, visit, typed) => {
      await openIdSignIn.unbind(visit.account, oneLine(typed, "issuer"));
      return goOn(c, "/admin/openid", "openidUnbound");
    }),
  );
  app.post("/sign-in/openid", async function goThere(c) {
    c.header("Cache-Control", "no-store");
    const provider = oneLine(await readTyped(c), "provider");
    return leadOn(c, site, () => openIdSignIn.begin(provider));
  });
  app.get(SIGN_IN_CALLBACK, async function comeBack(c) {
    c.header("Cache-Control", "no-store");
    const names: string[] = [];
    const visit = await findVisit(c, site);
    const read = (name: string) => {
      names.push(name);
      return getCookie(c, name);
    };
    const answer = new URL(c.req.url).searchParams;
    const arrival = await openIdSignIn.finish(answer, read, visit?.account ?? null, fromOf(c, site));
    for (const name of names) deleteCookie(c, name, { path: COOKIE_PATH, secure: site.secure });
    if ("refused" in arrival) return refusedPage(c, site, arrival.refused, arrival.wasBinding);
    if ("bound" in arrival) return goOn(c, "/admin/openid", "openidBound");
    await replaceSession(c, site, arrival.session);
    return goOn(c, "/admin");
  });
}

/** Whoever finds a browser left alone must not be able to add a way in that stays. */
function isFresh({ site, session }: Visit): boolean {
  return site.depositary.clock() - session.begunAt < FRESH;
}

/**
 * A page with a link, and no redirect: browsers hold the address that a form is answered with against `form-action` of our
 * content security policy, which names nobody but ourselves.
 */
async function leadOn(
  c: Context,
  site: AdminSite,
  begin: () => Promise<{ address: URL; binding: Binding }>,
): Promise<Response> {
  const { say } = site;
  try {
    const { address, binding } = await begin();
    setCookie(c, binding.name, binding.value, {
      path: COOKIE_PATH,
      httpOnly: true,
      // Lax: it has to come along when the provider sends the browser back.
      sameSite: "Lax",
      secure: site.secure,
      maxAge: FLOW_TIME / 1000,
    });
    const title = say("adminOpenId.onwardTitle", { host: address.host });
    const main = html`<h1>${title}</h1><p>${say("adminOpenId.onward")}</p>
      <p class="actions"><a class="button" rel="noreferrer" href="${address.href}">${title}</a></p>`;
    return await doorPage(c, say, { title, main });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return await refusedPage(c, site, error.message, false);
  }
}

function refusedPage(c: Context, { say }: AdminSite, words: string, wasBinding: boolean): Promise<Response> {
  const title = say("adminOpenId.refusedTitle");
  const back = wasBinding ? "/admin/openid" : "/sign-in";
  const main = html`<h1>${title}</h1><p>${words}</p><p><a href="${back}">${say("adminOpenId.back")}</a></p>`;
  return doorPage(c, say, { title, main }, 422);
}

async function listPage(c: Context, visit: Visit): Promise<Response> {
  const { say, depositary } = visit.site;
  const bound = await depositary.openIdSignIn.list(visit.account.id);
  const title = say("adminOpenId.title");
  const main = html`<h1>${title}</h1>
    <p class="lead">${say("adminOpenId.lead")}</p>
    ${when(
      bound.length > 0,
      () =>
        html`<ul class="keys">${each(
          bound,
          (
            one,
          ) => html`<li><strong><bdi>${one.provider}</bdi></strong> <span class="muted">${say("adminPasskeys.added", { day: say.day(one.createdAt) })}</span>
        <form method="post" action="/admin/openid/unbind">${hidden("csrf", visit.csrf)}${hidden("issuer", one.issuer)}<button class="plain" aria-label="${say("adminPasskeys.removeThis", { name: one.provider })}">${say("adminPasskeys.remove")}</button></form></li>`,
        )}</ul>`,
    )}
    ${isFresh(visit) ? bindForms(visit) : html`<p>${say("adminPasskeys.again")}</p><p class="actions"><a class="button" href="/sign-in?again=yes&amp;next=/admin/openid">${say("adminPasskeys.signInAgain")}</a></p>`}
    <p><a href="/admin/account">${say("adminSessions.back")}</a></p>`;
  return adminPage(c, visit, { title, section: "account", main });
}

function bindForms({ site: { say, depositary }, csrf }: Visit): Html {
  return html`${each(
    depositary.openIdSignIn.providers,
    ({
      id,
      name,
    }) => html`<form method="post" action="/admin/openid/bind">${hidden("csrf", csrf)}${hidden("provider", id)}
      <p class="actions"><button class="quiet">${say("adminOpenId.bind", { name })}</button></p></form>`,
  )}`;
}
