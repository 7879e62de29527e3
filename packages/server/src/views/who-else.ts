import { html } from "hono/html";
import type { AskingDesk, AskingKind, AskingView } from "../depositary/askings.ts";
import type { Say } from "../words/speak.ts";
import { providerHost } from "./evidence.ts";
import type { FieldError } from "./form.ts";
import { hidden, inputField, selectField } from "./form.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";

/** What was typed, by the name of its field, and what is wrong with it. */
export type WhoElseForm = {
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
};

export const NOTHING_ASKED: WhoElseForm = { typed: {}, errors: [] };

/** How many vouchers fit into a list to choose from; with more, the domain is typed. */
const CHOOSABLE = 50;

/** On a signatory's own page of evidence: accounts of a person, and whom an organisation can ask. Nothing where there is neither. */
export function whoElseSections(say: Say, desk: AskingDesk, token: string, form: WhoElseForm = NOTHING_ASKED): Html {
  if (desk.kind === "person") return accountSection(say, desk, token);
  return html`${when(desk.may.includes("vouch"), () => vouchSection(say, desk, token, form))}
    ${when(desk.may.includes("approval") || isAsked(desk, "approval"), () => approvalSection(say, desk, token, form))}
    ${when(desk.may.includes("naming"), () => namingSection(say, desk, token, form))}`;
}

function isAsked({ askings }: AskingDesk, kind: AskingKind): boolean {
  return askings.some((one) => one.kind === kind);
}

function accountSection(say: Say, { accounts, named }: AskingDesk, token: string): Html {
  if (accounts.length === 0) return NOTHING;
  return html`<section id="accounts"><h2>${say("whoElse.accountHeading")}</h2>
    <p>${say("whoElse.accountText")}</p>
    ${when(!named, () => html`<p>${say("whoElse.accountUnnamed")}</p>`)}
    ${each(accounts, ({ id, name, issuer, isOrcid, confirmed }) =>
      confirmed
        ? html`<p class="notice">${say("whoElse.accountDone", { name })}</p>`
        : html`<form method="post" action="/evidence/account">${hidden("token", token)}${hidden("provider", id)}
        ${when(named && !isOrcid, () => html`<p>${say("whoElse.accountShown", { host: providerHost({ issuer }) })}</p>`)}
        ${when(
          named && isOrcid,
          () => html`<div class="field"><div class="choice"><input type="checkbox" id="shown-${id}" name="shown" value="yes">
          <label for="shown-${id}">${say("whoElse.orcidShow")} <span class="hint">${say("whoElse.orcidShowHint")}</span></label></div></div>`,
        )}
        <p class="actions"><button class="quiet">${isOrcid ? say("whoElse.orcidButton") : say("whoElse.accountButton", { name })}</button></p></form>`,
    )}</section>`;
}

function approvalSection(say: Say, desk: AskingDesk, token: string, form: WhoElseForm): Html {
  const domain = desk.domain ?? "";
  const field = {
    name: "mailbox",
    type: "email" as const,
    label: say("whoElse.approvalMailbox"),
    hint: say("whoElse.approvalHint", { domain }),
    maxlength: 254,
  };
  return html`<section id="approval"><h2>${say("whoElse.approvalHeading")}</h2>
    ${when(
      desk.may.includes("approval"),
      () => html`<p>${say("whoElse.approvalText", { domain })}</p>
      ${askForm(say, token, "approval", inputField(say, filled(field, form)))}`,
    )}
    ${askedList(say, desk, token, "approval")}</section>`;
}

function vouchSection(say: Say, desk: AskingDesk, token: string, form: WhoElseForm): Html {
  const field = { name: "voucher", label: say("whoElse.voucher"), hint: say("whoElse.voucherHint") };
  const choices = [
    { value: "", label: "" },
    ...desk.vouchers.map(({ index, name, domain }) => ({ value: String(index), label: `${name} (${domain})` })),
  ];
  const choice =
    desk.vouchers.length <= CHOOSABLE
      ? selectField(say, { ...filled(field, form), hint: undefined, choices })
      : inputField(say, { ...filled(field, form), maxlength: 253, spellcheck: false });
  return html`<section id="vouch"><h2>${say("whoElse.vouchHeading")}</h2>
    <p>${say("whoElse.vouchText")}</p>
    ${desk.vouchers.length === 0 ? html`<p class="notice">${say("whoElse.vouchNobody")}</p>` : askForm(say, token, "vouch", choice)}
    ${askedList(say, desk, token, "vouch")}</section>`;
}

function namingSection(say: Say, desk: AskingDesk, token: string, form: WhoElseForm): Html {
  const field = {
    name: "person",
    type: "email" as const,
    label: say("whoElse.namingMailbox"),
    hint: say("whoElse.namingHint"),
    maxlength: 254,
  };
  return html`<section id="naming"><h2>${say("whoElse.namingHeading")}</h2>
    <p>${say("whoElse.namingText", { organisation: desk.name })}</p>
    ${askForm(say, token, "naming", inputField(say, filled(field, form)))}
    ${askedList(say, desk, token, "naming")}</section>`;
}

function filled<F extends { readonly name: string }>(field: F, { typed, errors }: WhoElseForm) {
  return { ...field, value: typed[field.name], errors };
}

function askForm(say: Say, token: string, kind: AskingKind, fields: Html): Html {
  return html`<form method="post" action="/evidence/ask">${hidden("token", token)}${hidden("kind", kind)}
    ${fields}
    <p class="actions"><button class="quiet">${say(`whoElse.${kind}Button`)}</button></p></form>`;
}

function askedList(say: Say, { askings }: AskingDesk, token: string, kind: AskingKind): Html {
  const own = askings.filter((one) => one.kind === kind);
  if (own.length === 0) return NOTHING;
  return html`<h3>${say("whoElse.askedHeading")}</h3>
    <ul class="asked">${each(own, (one) => html`<li>${askedWords(say, one)} ${when(mayCancel(one), () => cancelForm(say, one, token))}</li>`)}</ul>`;
}

function askedWords(say: Say, one: AskingView): Html {
  const values = {
    who: html`<bdi>${whoOf(say, one)}</bdi>`,
    day: say.day(one.answeredAt ?? one.askedAt),
    until: say.day(one.expires),
  };
  return say.rich(`whoElse.${one.state}`, values);
}

function whoOf(say: Say, { of, mailbox }: AskingView): string {
  return of?.name ?? mailbox ?? say("whoElse.forgotten");
}

/** An approval that was given stays: the signature itself can be taken back. */
function mayCancel({ kind, state }: AskingView): boolean {
  return state === "asked" || state === "agreed" || (state === "granted" && kind !== "approval");
}

function cancelForm(say: Say, one: AskingView, token: string): Html {
  return html`<form method="post" action="/evidence/take-back">${hidden("token", token)}${hidden("asking", one.id)}
    <button class="quiet">${say.rich("whoElse.cancelOf", {
      who: whoOf(say, one),
      of: (inside) => html`<span class="visually-hidden">${inside}</span>`,
    })}</button></form>`;
}
