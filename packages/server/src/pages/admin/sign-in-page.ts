import { html } from "hono/html";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite } from "./admin-site.ts";
import type { Carried } from "./carried.ts";
import { formatCarried } from "./carried.ts";
import { openIdForms } from "./openid-forms.ts";

/** What goes along with signing in. */
export type SignIn = {
  readonly mailbox?: string | undefined;
  readonly code?: string | undefined;
  /** Where to go afterwards: a path of ours. */
  readonly next?: string | undefined;
  /** A form that came in after the session had ended. */
  readonly carried?: Carried | undefined;
  readonly errors?: readonly FieldError[] | undefined;
};

/** By password, or by a code that is mailed. */
export function signInPage(site: AdminSite, asked: SignIn): { title: string; main: Html; scripts: string[] } {
  const { say } = site;
  const errors = asked.errors ?? [];
  const title = say(asked.carried === undefined ? "adminSignIn.title" : "adminSignIn.endedTitle");
  return {
    title,
    scripts: ["passkey.js"],
    main: html`<h1>${title}</h1>
    <p>${say(asked.carried === undefined ? "adminSignIn.lead" : "adminSignIn.ended")}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/sign-in">
      ${onward(asked)}
      ${mailboxField(say, asked, errors)}
      ${inputField(say, { name: "password", type: "password", label: say("adminSignIn.password"), hint: site.depositary.identity.mailConfigured ? say("adminSignIn.passwordHint") : undefined, autocomplete: "current-password", errors })}
      <p class="actions"><button name="do" value="password">${say("adminSignIn.withPassword")}</button>
      ${when(
        site.depositary.identity.mailConfigured,
        () => html`<button class="quiet" name="do" value="code" formnovalidate>${say("adminSignIn.sendCode")}</button>`,
      )}</p>
      ${when(!site.depositary.identity.mailConfigured, () => html`<p class="muted">${say("adminSignIn.noMail")}</p>`)}
    </form>
    ${passkeyForm(say, asked)}
    ${openIdForms(site)}
    <p class="muted">${say.rich("adminSignIn.representatives", { link: (inside) => html`<a href="/representatives">${inside}</a>` })}</p>`,
  };
}

/** The second half of signing in by mail. It says the same whether or not that mailbox is an administrator's. */
export function codePage(say: Say, asked: SignIn): { title: string; main: Html } {
  const errors = asked.errors ?? [];
  return {
    title: say("adminSignIn.codeTitle"),
    main: html`<h1>${say("adminSignIn.codeTitle")}</h1>
    <p>${say.rich("adminSignIn.codeSent", { mailbox: html`<strong><bdi>${asked.mailbox}</bdi></strong>` })}</p>
    ${errorSummary(say, errors)}
    <form method="post" action="/sign-in">
      ${onward(asked)}${hidden("mailbox", asked.mailbox)}
      ${inputField(say, { name: "code", label: say("adminSignIn.code"), value: asked.code, autocomplete: "one-time-code", spellcheck: false, short: true, errors })}
      <p class="actions"><button name="do" value="use-code">${say("adminSignIn.useCode")}</button></p>
    </form>
    <p><a href="/sign-in">${say("adminSignIn.otherWay")}</a></p>`,
  };
}

/** Nothing without the script: the form above is the way in then. */
function passkeyForm(say: Say, asked: SignIn): Html {
  return html`<form method="post" action="/sign-in" data-passkey="use" data-begin="/sign-in/passkey" data-failed="${say("adminPasskeys.signInFailed")}">
      ${onward(asked)}<input type="hidden" name="response" value=""><input type="hidden" name="do" value="passkey">
      <div data-passkey-parts hidden><p class="actions"><button class="quiet" id="field-passkey">${say("adminPasskeys.signIn")}</button></p></div>
      <p role="alert" data-passkey-told></p>
    </form>`;
}

function mailboxField(say: Say, asked: SignIn, errors: readonly FieldError[]): Html {
  return inputField(say, {
    name: "mailbox",
    type: "email",
    label: say("adminSignIn.mailbox"),
    value: asked.mailbox,
    autocomplete: "username",
    errors,
  });
}

function onward(asked: SignIn): Html {
  return html`${hidden("next", asked.next)}${hidden("carried", asked.carried && formatCarried(asked.carried))}`;
}
