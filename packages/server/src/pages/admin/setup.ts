import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { equalTokens } from "../../depositary/tokens.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, radioGroup } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import type { AdminSite } from "./admin-site.ts";
import { doorPage, goOn } from "./frame.ts";
import { fromOf } from "./from-of.ts";
import { refusals } from "./refusals.ts";
import { replaceSession } from "./session.ts";
import { domainIn } from "./site-domain.ts";
import type { Typed } from "./typed.ts";
import { asTyped, NOTHING_TYPED, oneLine, readTyped } from "./typed.ts";

/** `/setup?token=`: makes the administrator and the initiator's organisation, once. */
export function mountSetup(app: Hono, site: AdminSite): void {
  app.get("/setup", async function showSetup(c) {
    c.header("Cache-Control", "no-store");
    const token = c.req.query("token") ?? "";
    const refused = await refusedToken(c, site, token);
    return refused ?? doorPage(c, site.say, setupPage(site, token, NOTHING_TYPED, []));
  });
  app.post("/setup", async function setUp(c) {
    c.header("Cache-Control", "no-store");
    const typed = await readTyped(c);
    const token = oneLine(typed, "token");
    const refused = await refusedToken(c, site, token);
    if (refused !== null) return refused;
    const errors = findMissing(site, typed);
    if (errors.length > 0) return doorPage(c, site.say, setupPage(site, token, typed, errors), 422);
    try {
      const session = await site.depositary.administrators.setUp(token, readInput(site, typed), fromOf(c, site));
      await replaceSession(c, site, session);
      return goOn(c, "/admin", "welcome");
    } catch (error) {
      return doorPage(c, site.say, setupPage(site, token, typed, refusals(site.say, error)), 422);
    }
  });
}

/** The page that says why there is nothing to set up, or null when the link is good. */
async function refusedToken(c: Context, site: AdminSite, token: string): Promise<Response | null> {
  const { say } = site;
  const expected = await site.depositary.administrators.setupToken();
  if (expected === null) {
    const text = say.rich("adminSetup.done", { link: (inside) => html`<a href="/sign-in">${inside}</a>` });
    return doorPage(
      c,
      say,
      { title: say("adminSetup.doneTitle"), main: html`<h1>${say("adminSetup.doneTitle")}</h1><p>${text}</p>` },
      410,
    );
  }
  if (equalTokens(token, expected)) return null;
  const title = say("adminSetup.wrongTitle");
  return doorPage(c, say, { title, main: html`<h1>${title}</h1><p>${say("adminSetup.wrong")}</p>` }, 404);
}

function setupPage(
  site: AdminSite,
  token: string,
  typed: Typed,
  errors: readonly FieldError[],
): { title: string; main: Html } {
  const { say } = site;
  const value = (name: string) => oneLine(typed, name);
  return {
    title: say("adminSetup.title"),
    main: html`<h1>${say("adminSetup.title")}</h1>
    <p class="lead">${say("adminSetup.lead")}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/setup" novalidate>
      ${hidden("token", token)}
      <h2>${say("adminSetup.you")}</h2>
      ${inputField(say, { name: "name", label: say("adminSetup.name"), value: value("name"), autocomplete: "name", maxlength: 200, errors })}
      ${inputField(say, { name: "mailbox", type: "email", label: say("adminSetup.mailbox"), hint: say("adminSetup.mailboxHint"), value: value("mailbox"), autocomplete: "email", maxlength: 254, errors })}
      ${waysIn(site, value("how"), errors)}
      <h2>${say("adminSetup.organisation")}</h2>
      ${inputField(say, { name: "organisation.name", label: say("adminSetup.organisationName"), hint: say("adminSetup.organisationNameHint"), value: value("organisation.name"), autocomplete: "organization", maxlength: 200, dirAuto: true, errors })}
      ${inputField(say, { name: "organisation.domain", label: say("adminSetup.domain"), hint: say("adminSetup.domainHint"), value: value("organisation.domain"), optional: true, maxlength: 253, spellcheck: false, errors })}
      ${inputField(say, { name: "organisation.contact", type: "email", label: say("adminSetup.contact"), hint: say("adminSetup.contactHint"), value: value("organisation.contact"), optional: true, maxlength: 254, errors })}
      <p class="actions"><button>${say("adminSetup.submit")}</button></p>
    </form>`,
  };
}

/** A password or a mailed code; where no mail goes out, a code could never arrive. */
function waysIn(site: AdminSite, how: string, errors: readonly FieldError[]): Html {
  const { say } = site;
  const { mailConfigured } = site.depositary.identity;
  const again = errors.length > 0 && !errors.some((error) => error.field === "password");
  const told = again ? [...errors, { field: "password", message: say("adminSetup.passwordAgain") }] : errors;
  const password = inputField(say, {
    name: "password",
    type: "password",
    label: say("adminSetup.password"),
    hint: say(mailConfigured ? "adminSetup.passwordHint" : "adminSetup.passwordOnlyHint"),
    autocomplete: "new-password",
    errors: !mailConfigured || how === "password" ? told : errors,
  });
  if (!mailConfigured) return password;
  const choices = [
    { value: "code", label: say("adminSetup.howCode"), hint: say("adminSetup.howCodeHint") },
    { value: "password", label: say("adminSetup.howPassword") },
  ];
  return html`<div class="ways-in">${radioGroup(say, { name: "how", label: say("adminSetup.how"), value: how || undefined, choices, errors })}
    <div class="with-password">${password}</div></div>`;
}

function findMissing(site: AdminSite, typed: Typed): FieldError[] {
  const { say } = site;
  const errors: FieldError[] = [];
  if (oneLine(typed, "name") === "") errors.push({ field: "name", message: say("adminSetup.nameMissing") });
  if (oneLine(typed, "mailbox") === "") errors.push({ field: "mailbox", message: say("adminSetup.mailboxMissing") });
  const how = site.depositary.identity.mailConfigured ? oneLine(typed, "how") : "password";
  if (how !== "code" && how !== "password") errors.push({ field: "how", message: say("adminSetup.howMissing") });
  if (how === "password" && asTyped(typed, "password") === "") {
    errors.push({ field: "password", message: say("adminSetup.passwordMissing") });
  }
  if (oneLine(typed, "organisation.name") === "") {
    errors.push({ field: "organisation.name", message: say("adminSetup.organisationMissing") });
  }
  return errors;
}

function readInput(site: AdminSite, typed: Typed) {
  const mailbox = oneLine(typed, "mailbox");
  const withPassword = !site.depositary.identity.mailConfigured || oneLine(typed, "how") === "password";
  return {
    name: oneLine(typed, "name"),
    mailbox,
    password: withPassword ? asTyped(typed, "password") : undefined,
    organisation: {
      name: oneLine(typed, "organisation.name"),
      domain: domainIn(oneLine(typed, "organisation.domain")) || undefined,
      contact: oneLine(typed, "organisation.contact") || mailbox,
    },
  };
}
