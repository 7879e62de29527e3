import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { Session } from "../../depositary/administrators.ts";
import type { FieldError } from "../../views/form.ts";
import { hidden } from "../../views/form.ts";
import { each } from "../../views/html.ts";
import type { AdminSite } from "./admin-site.ts";
import type { Carried } from "./carried.ts";
import { parseCarried } from "./carried.ts";
import { doorPage, goOn } from "./frame.ts";
import { fromOf } from "./from-of.ts";
import { refusals } from "./refusals.ts";
import { dropSession, readSession, replaceSession } from "./session.ts";
import type { SignIn } from "./sign-in-page.ts";
import { codePage, signInPage } from "./sign-in-page.ts";
import type { Typed } from "./typed.ts";
import { asTyped, oneLine, readTyped } from "./typed.ts";
import { done } from "./visit.ts";

/** `/sign-in` by password or mailed code, and `/sign-out`. */
export function mountSignIn(app: Hono, site: AdminSite): void {
  app.get("/sign-in", async function showSignIn(c) {
    c.header("Cache-Control", "no-store");
    const next = ownPath(c.req.query("next") ?? "");
    const token = readSession(c, site.secure);
    const again = c.req.query("again") === "yes";
    const session = again || token === null ? null : await site.depositary.administrators.session(token);
    if (session !== null) {
      const isLost = session.account.role === "representative" && next === "/admin";
      return goOn(c, isLost ? "/representatives" : next);
    }
    const isSetUp = (await site.depositary.administrators.setupToken()) === null;
    return isSetUp ? doorPage(c, site.say, signInPage(site, { next })) : notSetUpPage(c, site);
  });
  app.post("/sign-in", async function signIn(c) {
    c.header("Cache-Control", "no-store");
    const typed = await readTyped(c);
    const act = oneLine(typed, "do");
    if (act === "code") return sendCode(c, site, typed);
    if (act === "use-code") return useCode(c, site, typed);
    if (act === "passkey") return usePasskey(c, site, typed);
    return usePassword(c, site, typed);
  });
  app.post("/sign-in/passkey", async function beginPasskey(c) {
    c.header("Cache-Control", "no-store");
    return c.json(await site.depositary.passkeys.beginSigningIn());
  });
  app.post(
    "/sign-out",
    done(site, async function signOut(c) {
      const token = readSession(c, site.secure);
      if (token !== null) await site.depositary.administrators.signOut(token);
      dropSession(c, site.secure);
      return c.redirect("/", 303);
    }),
  );
}

function notSetUpPage(c: Context, { say }: AdminSite): Promise<Response> {
  const title = say("adminSignIn.title");
  return doorPage(c, say, { title, main: html`<h1>${title}</h1><p>${say("adminSignIn.notSetUp")}</p>` });
}

async function usePassword(c: Context, site: AdminSite, typed: Typed): Promise<Response> {
  const asked = readAsked(typed);
  const password = asTyped(typed, "password");
  const errors = [...missingMailbox(site, asked)];
  if (password === "") errors.push({ field: "password", message: site.say("adminSignIn.passwordMissing") });
  if (errors.length > 0) return doorPage(c, site.say, signInPage(site, { ...asked, errors }), 422);
  try {
    const from = fromOf(c, site);
    const session = await site.depositary.administrators.signInWithPassword(asked.mailbox ?? "", password, from);
    return signedIn(c, site, session, asked);
  } catch (error) {
    return doorPage(c, site.say, signInPage(site, { ...asked, errors: refusals(site.say, error) }), 422);
  }
}

async function sendCode(c: Context, site: AdminSite, typed: Typed): Promise<Response> {
  const asked = readAsked(typed);
  const errors = missingMailbox(site, asked);
  if (errors.length > 0) return doorPage(c, site.say, signInPage(site, { ...asked, errors }), 422);
  try {
    await site.depositary.administrators.requestCode(asked.mailbox ?? "", fromOf(c, site));
    return doorPage(c, site.say, codePage(site.say, asked));
  } catch (error) {
    return doorPage(c, site.say, signInPage(site, { ...asked, errors: refusals(site.say, error) }), 422);
  }
}

async function useCode(c: Context, site: AdminSite, typed: Typed): Promise<Response> {
  const code = oneLine(typed, "code");
  const asked = { ...readAsked(typed), code };
  if (code === "") {
    const errors = [{ field: "code", message: site.say("adminSignIn.codeMissing") }];
    return doorPage(c, site.say, codePage(site.say, { ...asked, errors }), 422);
  }
  try {
    const from = fromOf(c, site);
    const session = await site.depositary.administrators.signInWithCode(asked.mailbox ?? "", code, from);
    return signedIn(c, site, session, asked);
  } catch (error) {
    return doorPage(c, site.say, codePage(site.say, { ...asked, errors: refusals(site.say, error) }), 422);
  }
}

async function usePasskey(c: Context, site: AdminSite, typed: Typed): Promise<Response> {
  const asked = readAsked(typed);
  try {
    const session = await site.depositary.passkeys.signIn(asTyped(typed, "response"), fromOf(c, site));
    return signedIn(c, site, session, asked);
  } catch (error) {
    return doorPage(c, site.say, signInPage(site, { ...asked, errors: refusals(site.say, error) }), 422);
  }
}

async function signedIn(c: Context, site: AdminSite, session: Session, asked: SignIn): Promise<Response> {
  await replaceSession(c, site, session);
  if (asked.carried === undefined) return goOn(c, asked.next ?? "/admin");
  const visit = await site.depositary.administrators.session(session.token);
  return resumePage(c, site, asked.carried, visit?.csrf ?? "");
}

/** The form that was carried along, with the new session's own token: its author decides whether it goes on. */
function resumePage(c: Context, site: AdminSite, carried: Carried, csrf: string): Response | Promise<Response> {
  const { say } = site;
  const fields = carried.fields.filter(([name]) => name !== "csrf");
  return doorPage(c, say, {
    title: say("adminSignIn.resumeTitle"),
    main: html`<h1>${say("adminSignIn.resumeTitle")}</h1>
    <p>${say("adminSignIn.resume")}</p>
    <form method="post" action="${carried.action}" enctype="multipart/form-data">
      ${hidden("csrf", csrf)}
      ${each(fields, ([name, values]) =>
        each(
          values,
          (value) => html`<textarea name="${name}" hidden>
${value}</textarea>`,
        ),
      )}
      <p class="actions"><button>${say("adminSignIn.resumeButton")}</button> <a href="/admin">${say("adminSignIn.resumeDrop")}</a></p>
    </form>`,
  });
}

function readAsked(typed: Typed): SignIn {
  return {
    mailbox: oneLine(typed, "mailbox"),
    next: ownPath(oneLine(typed, "next")),
    carried: parseCarried(asTyped(typed, "carried")),
  };
}

function missingMailbox(site: AdminSite, asked: SignIn): FieldError[] {
  return asked.mailbox === "" ? [{ field: "mailbox", message: site.say("adminSignIn.mailboxMissing") }] : [];
}

/** A path on this site among the administrators' pages; anything else would let a link send people elsewhere. */
function ownPath(path: string): string {
  return /^\/admin(?:[/?][\x21-\x7e]*)?$/.test(path) ? path : "/admin";
}
