import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import type { AskingKind } from "../../depositary/askings.ts";
import { FLOW_TIME } from "../../depositary/openid-flows.ts";
import { readForm } from "../../http/read-form.ts";
import { withQuery } from "../../views/address.ts";
import { errorSummary } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import type { WhoElseForm } from "../../views/who-else.ts";
import { NOTHING_ASKED, whoElseSections } from "../../views/who-else.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/** Fields in which a signatory says who is to be asked. */
const FIELDS = ["mailbox", "voucher", "person"];

/** Where a signatory asks others, and goes to its accounts elsewhere. */
export const WHO_ELSE = "/evidence/others";

/**
 * What a signatory does on its page of evidence: asks others, takes that back, or goes to a provider of OpenID Connect to say
 * whose account it is. `/openid/callback` is where providers send everybody back to.
 */
export function mountWhoElse(app: Hono, site: Site): void {
  app.get(WHO_ELSE, async function whoElse(c) {
    return sendPage(c, await whoElsePage(site, c.req.query("token") ?? "", NOTHING_ASKED));
  });
  app.post("/evidence/ask", (c) => ask(c, site));
  app.post("/evidence/take-back", async function takeBack(c) {
    const posted = texts(await readForm(c));
    await site.depositary.askings.cancel(posted.token ?? "", posted.asking ?? "");
    return c.redirect(withQuery(WHO_ELSE, { token: posted.token ?? "" }), 303);
  });
  app.post("/evidence/account", (c) => goToProvider(c, site));
  app.get("/openid/callback", (c) => comeBack(c, site));
}

async function ask(c: Context, site: Site): Promise<Response> {
  const { askings } = site.depositary;
  const posted = texts(await readForm(c));
  const { token = "", kind } = posted;
  const asking: Readonly<Record<AskingKind, () => Promise<void>>> = {
    approval: () => askings.askApproval(token, posted.mailbox ?? ""),
    vouch: () => askings.askVouch(token, posted.voucher ?? ""),
    naming: () => askings.askNaming(token, posted.person ?? ""),
  };
  try {
    await asking[kind === "vouch" || kind === "naming" ? kind : "approval"]();
  } catch (error) {
    const errors = fieldErrors(site.say, error, FIELDS);
    return sendPage(c, await whoElsePage(site, token, { typed: posted, errors }), 422);
  }
  return c.redirect(withQuery(WHO_ELSE, { token }), 303);
}

/** Whom it can ask, whom it did, and which accounts it has. */
async function whoElsePage(site: Site, token: string, form: WhoElseForm): Promise<Html> {
  const { say } = site;
  const desk = await site.depositary.askings.desk(token);
  const { statement, name, may, accounts } = desk;
  return layout({
    say,
    title: say("whoElse.title"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("whoElse.title")}</h1>
      <p class="lead">${say.rich("whoElse.lead", { name: html`<bdi>${name}</bdi>`, title: html`<bdi>${statement.title}</bdi>` })}</p>
      ${errorSummary(say, form.errors)}
      ${whoElseSections(say, desk, token, form)}
      ${when(may.length === 0 && accounts.length === 0, () => html`<p>${say("whoElse.nobody")}</p>`)}
      <p class="actions"><a class="button quiet" href="${withQuery("/evidence", { token })}">${say("whoElse.back")}</a></p>`,
    footer: siteFooter(site),
  });
}

/**
 * A page that leads on, and not a redirect: browsers hold the address that a form is answered with against `form-action` of our
 * content security policy, which names nobody but ourselves.
 */
async function goToProvider(c: Context, site: Site): Promise<Response> {
  const { say, depositary } = site;
  const { token = "", provider = "", shown } = texts(await readForm(c));
  const { accounts } = await depositary.askings.desk(token);
  const begun = await depositary.openIdSigning.begin(token, provider, shown === "yes").catch((error: unknown) => {
    // A provider that does not answer is not us: its own words are said, and not that we cannot reach our records.
    if (error instanceof RefusedError && error.code === "unavailable") return error;
    throw error;
  });
  if (begun instanceof RefusedError) {
    return sendPage(c, refusedPage(site, begun.message, withQuery(WHO_ELSE, { token })), 503);
  }
  const { address, binding } = begun;
  setCookie(c, binding.name, binding.value, {
    path: "/openid",
    httpOnly: true,
    // Lax: it has to come along when the provider's page sends the browser back to us.
    sameSite: "Lax",
    secure: isSecure(site),
    maxAge: FLOW_TIME / 1000,
  });
  const name = accounts.find(({ id }) => id === provider)?.name ?? address.host;
  const title = say("whoElse.onwardTitle", { name });
  return sendPage(
    c,
    layout({
      say,
      title,
      kind: "page",
      hide: true,
      head: html`<meta http-equiv="refresh" content="0; url=${address.href}">`,
      main: html`<h1>${title}</h1><p>${say("whoElse.onwardText", { name })}</p>
        <p class="actions"><a class="button" rel="noreferrer" href="${address.href}">${say("whoElse.onwardLink", { name })}</a></p>`,
    }),
  );
}

async function comeBack(c: Context, site: Site): Promise<Response> {
  const { say, depositary } = site;
  const names: string[] = [];
  const outcome = await depositary.openIdSigning.finish(new URL(c.req.url).searchParams, (name) => {
    names.push(name);
    return getCookie(c, name);
  });
  const { purpose } = outcome;
  const way = purpose === null ? undefined : withQuery(WHO_ELSE, { token: purpose.token });
  if ("refused" in outcome) return sendPage(c, refusedPage(site, outcome.refused.message, way), 400);
  // Used up. It would be good for nothing any more.
  for (const name of names) deleteCookie(c, name, { path: "/openid", secure: isSecure(site) });
  try {
    await depositary.openIdSigning.confirm(outcome.account, outcome.purpose);
  } catch (error) {
    const [first] = fieldErrors(say, error);
    return sendPage(c, refusedPage(site, first?.message ?? "", way), 409);
  }
  const { name } = outcome.account.provider;
  return sendPage(c, tellingPage(site, say("whoElse.doneTitle", { name }), say("whoElse.doneText", { name }), way));
}

function refusedPage(site: Site, words: string, way: string | undefined): Html {
  return tellingPage(site, site.say("whoElse.refusedTitle"), `${words} ${site.say("whoElse.refusedNothingLost")}`, way);
}

function tellingPage(site: Site, title: string, words: string, way: string | undefined): Html {
  const { say } = site;
  return layout({
    say,
    title,
    kind: "page",
    hide: true,
    main: html`<h1>${title}</h1><p>${words}</p>
      ${when(way, (href) => html`<p class="actions"><a class="button quiet" href="${href}">${say("whoElse.back")}</a></p>`)}`,
    footer: siteFooter(site),
  });
}

function isSecure({ depositary }: Site): boolean {
  return depositary.identity.baseUrl.startsWith("https:");
}

function texts(form: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const pairs = Object.entries(form).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return Object.fromEntries(pairs);
}
