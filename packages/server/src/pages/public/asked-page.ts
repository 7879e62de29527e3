import { html } from "hono/html";
import type { AskedBy, AskedView } from "../../depositary/askings.ts";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import { statementPath } from "../../views/address.ts";
import { notedBlocks } from "../../views/corrections.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING, when } from "../../views/html.ts";
import { languageAttributes } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { signatoryName } from "../../views/signatory.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";

type Form = { readonly typed: Readonly<Record<string, string>>; readonly errors: readonly FieldError[] };

type Shown = Form & {
  readonly asked: AskedView;
  readonly text: TextView | null;
  readonly by: AskedBy;
  /** Where the answer goes. */
  readonly path: string;
};

/** What is asked, what was signed in whose name, and two buttons; or what became of it. */
export function askedPage(site: Site, shown: Shown): Html {
  const { say } = site;
  const { asked, errors } = shown;
  const { kind, state } = asked;
  const title = say(`asked.${kind}Title`, valuesOf(asked));
  return layout({
    say,
    title,
    kind: "page",
    hide: true,
    main: html`<h1>${title}</h1>
      ${errorSummary(say, errors)}
      ${state === "asked" ? question(site, shown) : outcome(site, shown)}`,
    footer: siteFooter(site),
  });
}

function valuesOf({ statement, input, domain, of }: AskedView) {
  return { title: statement.title, organisation: input.name, domain: domain ?? of?.domain ?? "", of: of?.name ?? "" };
}

function question(site: Site, shown: Shown): Html {
  const { say } = site;
  const { asked, typed, errors } = shown;
  const { kind, input } = asked;
  const values = valuesOf(asked);
  return html`<p class="lead">${say(`asked.${kind}Lead`, values)}</p>
    ${when(kind !== "naming", () => html`<div class="will-show"><p class="who">${signatoryName(say, input)}</p></div>`)}
    ${when(kind === "approval", () => html`<p>${declared(site, asked)}</p>`)}
    ${whatWasSigned(site, shown)}
    <p>${say(`asked.${kind}Means`, values)}</p>
    <form method="post" action="${shown.path}">${identify(shown)}
      ${when(kind === "approval", () =>
        inputField(say, {
          name: "role",
          label: say("asked.approvalRole"),
          hint: say("asked.approvalRoleHint"),
          value: typed.role,
          errors,
          optional: true,
          maxlength: 200,
          dirAuto: true,
        }),
      )}
      ${when(kind === "vouch", () =>
        textArea(say, {
          name: "words",
          label: say("asked.vouchWords"),
          hint: say("asked.vouchWordsHint"),
          value: typed.words ?? say("asked.vouchSuggested"),
          errors,
          rows: 3,
          maxlength: 300,
          dirAuto: true,
        }),
      )}
      <p class="actions"><button name="answer" value="yes">${say(`asked.${kind}Yes`)}</button></p></form>
    <form method="post" action="${shown.path}">${identify(shown)}
      <p class="muted">${say(`asked.${kind}NoHint`, values)}</p>
      <p class="actions"><button class="quiet" name="answer" value="no">${say(`asked.${kind}No`)}</button></p></form>
    <p class="muted">${say("asked.until", { moment: say.moment(asked.expires) })}</p>`;
}

/** Authority is declared and not proved: it is told as that. */
function declared({ say }: Site, { input }: AskedView): string {
  return input.role ? say("asked.approvalDeclared", { role: input.role }) : say("asked.approvalDeclaredNoRole");
}

function whatWasSigned(site: Site, { asked: { statement }, text }: Shown): Html {
  if (text === null) return NOTHING;
  return html`<details class="reread"><summary>${site.say("asked.signedHeading")}</summary>
    <div class="words" ${languageAttributes(text.lang)}>${notedBlocks(site.say, statement, text)}</div></details>`;
}

/** The question is found again by what it was found by. */
function identify({ by }: Shown): Html {
  if ("token" in by) return hidden("token", by.token);
  return html`${hidden("statement", by.statement)}${hidden("mailbox", by.mailbox)}${hidden("code", by.code)}`;
}

function outcome(site: Site, shown: Shown): Html {
  const { say } = site;
  const { asked } = shown;
  const { kind, state, statement } = asked;
  const values = valuesOf(asked);
  const words =
    state === "agreed" || state === "asked" ? say("asked.namingAgreed") : say(`asked.${kind}${capital(state)}`, values);
  const key = ownKey(site, statement);
  return html`<p class="lead" role="status">${words}</p>
    ${when(state === "agreed" && statement.state === "open", () => html`<p class="actions"><a class="button" href="${statementPath(statement, "sign", key)}">${say("asked.namingSign")}</a></p>`)}
    ${when((state === "granted" || state === "agreed") && kind !== "approval", () => takeBackForm(site, shown, kind === "vouch" ? "vouch" : "naming"))}
    <p class="actions"><a class="button quiet" href="${statementPath(statement, "", key)}">${say("confirm.backToStatement")}</a></p>`;
}

type Over = "Granted" | "Declined" | "TakenBack";

function capital(state: "granted" | "declined" | "taken-back"): Over {
  return state === "granted" ? "Granted" : state === "declined" ? "Declined" : "TakenBack";
}

function takeBackForm({ say }: Site, shown: Shown, kind: "vouch" | "naming"): Html {
  return html`<form method="post" action="${shown.path}">${identify(shown)}
    <p class="muted">${say(`asked.${kind}TakeBackText`)}</p>
    <p class="actions"><button class="quiet" name="answer" value="no">${say(`asked.${kind}TakeBack`)}</button></p></form>`;
}

/** For whoever reads the mail on another device. */
export function codePage(
  site: Site,
  { statement, slug, typed, errors }: Form & { readonly statement: StatementView | null; readonly slug: string },
): Html {
  const { say } = site;
  return layout({
    say,
    title: say("asked.codeTitle"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("asked.codeTitle")}</h1>
      ${errorSummary(say, errors)}
      ${when(statement, ({ title }) => html`<p class="lead">${say("asked.codeLead", { title })}</p>`)}
      <form method="post" action="/s/${slug}/answer">
        ${inputField(say, { name: "mailbox", type: "email", label: say("asked.codeMailbox"), value: typed.mailbox, errors, autocomplete: "email", maxlength: 254 })}
        ${inputField(say, { name: "code", label: say("asked.code"), hint: say("confirm.codeHint"), value: typed.code, errors, short: true, autocomplete: "one-time-code", maxlength: 20, spellcheck: false })}
        <p class="actions"><button>${say("asked.codeSubmit")}</button></p></form>
      ${when(statement, (one) => html`<p><a href="${statementPath(one, "", ownKey(site, one))}">${say("confirm.backToStatement")}</a></p>`)}`,
    footer: siteFooter(site),
  });
}
