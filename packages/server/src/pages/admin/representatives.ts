import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { RepresentedView } from "../../depositary/representatives.ts";
import { withQuery } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { adminPage, doorPage, goOn } from "./frame.ts";
import { fromOf } from "./from-of.ts";
import { refusals } from "./refusals.ts";
import { replaceSession } from "./session.ts";
import { asTyped, oneLine, readTyped } from "./typed.ts";
import { done, findVisit, shown } from "./visit.ts";

type Asked = { readonly mailbox?: string; readonly code?: string; readonly errors?: readonly FieldError[] };

/** `/representatives`: for whoever speaks for an organisation, what it signed here, and the way to look after it. */
export function mountRepresentatives(app: Hono, site: AdminSite): void {
  const { representatives } = site.depositary;
  app.get("/representatives", async function showRepresentatives(c) {
    c.header("Cache-Control", "no-store");
    const visit = await findVisit(c, site);
    return visit === null ? askMailbox(c, site, {}) : ownPage(c, visit, "", []);
  });
  app.post("/representatives", async function signInRepresentative(c) {
    c.header("Cache-Control", "no-store");
    const typed = await readTyped(c);
    const mailbox = oneLine(typed, "mailbox");
    if (mailbox === "") {
      return askMailbox(c, site, { errors: [{ field: "mailbox", message: site.say("adminSignIn.mailboxMissing") }] });
    }
    return oneLine(typed, "do") === "use-code"
      ? useCode(c, site, { mailbox, code: asTyped(typed, "code") })
      : sendCode(c, site, mailbox);
  });
  app.post(
    "/representatives/manage",
    done(site, async (c, visit, typed) => {
      const index = Number(oneLine(typed, "index"));
      const token = await representatives.manageToken(visit.account, oneLine(typed, "statement"), index);
      return c.redirect(withQuery("/manage", { token }), 303);
    }),
  );
  app.post(
    "/representatives/revoke",
    done(site, async (c, visit, typed) => {
      const mailbox = oneLine(typed, "mailbox");
      const own = await representatives.view(visit.account);
      if (own === null || !own.mayRevoke) return goOn(c, "/representatives");
      try {
        await representatives.revoke(own.domain, mailbox, doerOf(visit));
        return goOn(c, "/representatives", "representativeRevoked");
      } catch (error) {
        return ownPage(c, visit, mailbox, refusals(site.say, error));
      }
    }),
  );
  mountFormer(app, site);
}

/** `/admin/representatives`: administrators revoke a mailbox, and give it back. */
function mountFormer(app: Hono, site: AdminSite): void {
  const { representatives } = site.depositary;
  app.get(
    "/admin/representatives",
    shown(site, (c, visit) => formerPage(c, visit, { domain: "", mailbox: "" }, [])),
  );
  app.post(
    "/admin/representatives",
    done(site, async (c, visit, typed) => {
      const asked = { domain: oneLine(typed, "domain").toLowerCase(), mailbox: oneLine(typed, "mailbox") };
      try {
        await representatives.revoke(asked.domain, asked.mailbox, doerOf(visit));
        return goOn(c, "/admin/representatives", "representativeRevoked");
      } catch (error) {
        return formerPage(c, visit, asked, refusals(site.say, error));
      }
    }),
  );
  app.post(
    "/admin/representatives/restore",
    done(site, async (c, visit, typed) => {
      await representatives.restore(oneLine(typed, "id"), doerOf(visit));
      return goOn(c, "/admin/representatives", "representativeRestored");
    }),
  );
}

function askMailbox(c: Context, { say }: AdminSite, { mailbox, errors = [] }: Asked): Promise<Response> {
  const title = say("representatives.title");
  const main = html`<h1>${title}</h1>
    <p class="lead">${say("representatives.lead")}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/representatives" novalidate>
      ${inputField(say, { name: "mailbox", type: "email", label: say("representatives.mailbox"), hint: say("representatives.mailboxHint"), value: mailbox, autocomplete: "email", maxlength: 254, errors })}
      <p class="actions"><button name="do" value="code">${say("adminSignIn.sendCode")}</button></p>
    </form>`;
  return doorPage(c, say, { title, main }, errors.length > 0 ? 422 : 200);
}

async function sendCode(c: Context, site: AdminSite, mailbox: string): Promise<Response> {
  try {
    await site.depositary.representatives.requestCode(mailbox, fromOf(c, site));
    return askCode(c, site, { mailbox });
  } catch (error) {
    return askMailbox(c, site, { mailbox, errors: refusals(site.say, error) });
  }
}

async function useCode(c: Context, site: AdminSite, asked: { mailbox: string; code: string }): Promise<Response> {
  try {
    const { representatives } = site.depositary;
    await replaceSession(c, site, await representatives.signIn(asked.mailbox, asked.code, fromOf(c, site)));
    return goOn(c, "/representatives");
  } catch (error) {
    return askCode(c, site, { ...asked, errors: refusals(site.say, error) });
  }
}

function askCode(c: Context, { say }: AdminSite, { mailbox, code, errors = [] }: Asked): Promise<Response> {
  const title = say("adminSignIn.codeTitle");
  const main = html`<h1>${title}</h1>
    <p>${say.rich("representatives.codeSent", { mailbox: html`<strong><bdi>${mailbox}</bdi></strong>` })}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/representatives">${hidden("mailbox", mailbox)}
      ${inputField(say, { name: "code", label: say("adminSignIn.code"), value: code, autocomplete: "one-time-code", spellcheck: false, short: true, errors })}
      <p class="actions"><button name="do" value="use-code">${say("adminSignIn.useCode")}</button></p>
    </form>
    <p><a href="/representatives">${say("representatives.other")}</a></p>`;
  return doorPage(c, say, { title, main }, errors.length > 0 ? 422 : 200);
}

async function ownPage(c: Context, visit: Visit, mailbox: string, errors: readonly FieldError[]): Promise<Response> {
  const { say, depositary } = visit.site;
  const own = await depositary.representatives.view(visit.account);
  const main =
    own === null
      ? html`<h1>${say("representatives.title")}</h1><p>${say("representatives.nobody")}</p>`
      : html`<h1>${say("representatives.ownTitle", { domain: own.domain })}</h1>
    <p class="lead">${say("representatives.ownLead")}</p>
    ${errorSummary(say, errors)}
    ${when(own.signed.length === 0, () => html`<p class="muted">${say("representatives.none")}</p>`)}
    ${when(own.signed.length > 0, () => signedList(visit, own))}
    <h2>${say("representatives.leftHeading")}</h2>
    ${own.mayRevoke ? revokeForm(visit, mailbox, errors) : html`<p>${say("representatives.mayNotRevoke")}</p>`}
    ${when(own.former.length > 0, () => html`<ul class="keys">${each(own.former, (one) => html`<li><bdi>${one.named}</bdi> <span class="muted">${say("representatives.revokedOn", { day: say.day(one.at) })}</span></li>`)}</ul>`)}`;
  const status = errors.length > 0 ? 422 : 200;
  return adminPage(c, visit, { title: say("representatives.title"), section: "represented", main }, status);
}

function signedList({ site: { say }, csrf }: Visit, own: RepresentedView): Html {
  return html`<section class="listing"><ul>${each(
    own.signed,
    (one) => html`<li><span class="name"><bdi>${one.title}</bdi></span>
      <p class="muted">${say("representatives.signedOn", { day: say.day(one.signedAt) })}${when(one.status === "disputed", () => html` · ${say("adminSignatures.disputed")}`)}</p>
      <form method="post" action="/representatives/manage">${hidden("csrf", csrf)}${hidden("statement", one.statement)}${hidden("index", String(one.index))}<button class="quiet" aria-label="${say("representatives.manageThis", { title: one.title })}">${say("representatives.manage")}</button></form></li>`,
  )}</ul></section>`;
}

function revokeForm({ site: { say }, csrf }: Visit, mailbox: string, errors: readonly FieldError[]): Html {
  return html`<p>${say("representatives.leftText")}</p>
    <form method="post" action="/representatives/revoke" novalidate>${hidden("csrf", csrf)}
      ${inputField(say, { name: "mailbox", type: "email", label: say("representatives.left"), value: mailbox, autocomplete: "off", maxlength: 254, errors })}
      <p class="actions"><button class="quiet">${say("representatives.revoke")}</button></p></form>`;
}

async function formerPage(
  c: Context,
  visit: Visit,
  asked: { readonly domain: string; readonly mailbox: string },
  errors: readonly FieldError[],
): Promise<Response> {
  const { say, depositary } = visit.site;
  const former = await depositary.representatives.former();
  const title = say("representatives.formerTitle");
  const main = html`<h1>${title}</h1>
    <p class="lead">${say("representatives.formerLead")}</p>
    ${errorSummary(say, errors)}
    ${when(
      former.length > 0,
      () =>
        html`<ul class="keys">${each(
          former,
          (
            one,
          ) => html`<li><bdi>${one.named}</bdi> <span class="muted">${one.domain} · ${say("representatives.revokedOn", { day: say.day(one.at) })}</span>
        <form method="post" action="/admin/representatives/restore">${hidden("csrf", visit.csrf)}${hidden("id", one.id)}<button class="plain" aria-label="${say("representatives.restoreThis", { named: one.named })}">${say("representatives.restore")}</button></form></li>`,
        )}</ul>`,
    )}
    <form method="post" action="/admin/representatives" novalidate>${hidden("csrf", visit.csrf)}
      ${inputField(say, { name: "domain", label: say("representatives.domain"), value: asked.domain, autocomplete: "off", spellcheck: false, maxlength: 253, errors })}
      ${inputField(say, { name: "mailbox", type: "email", label: say("representatives.left"), value: asked.mailbox, autocomplete: "off", maxlength: 254, errors })}
      <p class="actions"><button>${say("representatives.revoke")}</button></p></form>
    <p><a href="/admin/accounts">${say("adminAccounts.title")}</a></p>`;
  return adminPage(c, visit, { title, section: "accounts", main }, errors.length > 0 ? 422 : 200);
}
