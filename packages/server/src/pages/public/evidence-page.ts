import { html } from "hono/html";
import type { AskingDesk } from "../../depositary/askings.ts";
import type { DomainAsks, Look, LookResult, OwnEvidence } from "../../depositary/looking.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import { copyField } from "../../views/copy-field.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { observationSection } from "../../views/observation.ts";
import { whoElseSections } from "../../views/who-else.ts";
import type { Site } from "./site.ts";
import { ownKey, siteFooter } from "./site.ts";

/** What was typed, which is kept when nothing was seen. */
export type EvidenceTyped = { readonly url: string; readonly note: string };

export type EvidenceShown = {
  readonly own: OwnEvidence;
  readonly token: string;
  /** Whom it can ask, and did. */
  readonly desk: AskingDesk;
  readonly typed: EvidenceTyped;
  readonly errors: readonly FieldError[];
  /** Of the look that was just asked for, by `way`. */
  readonly result: LookResult | null;
  readonly way: Look["how"] | null;
};

/** What is known of a signatory, what is asked, and how to show it; from top to bottom. */
export function evidencePage(site: Site, shown: EvidenceShown): Html {
  const { say } = site;
  const { view, statement, asks } = shown.own;
  const isRecorded = "index" in view.holder;
  return layout({
    say,
    title: say("evidencePage.title"),
    kind: "page",
    hide: true,
    styles: ["evidence.css"],
    scripts: ["copy-link.js", "look-now.js"],
    main: html`<h1>${say("evidencePage.title")}</h1>
      <p class="lead">${say.rich("evidencePage.lead", { name: html`<bdi>${view.name}</bdi>`, title: html`<bdi>${statement.title}</bdi>` })}</p>
      ${errorSummary(say, shown.errors)}
      ${when(
        shown.result?.problem === null,
        () => html`<div class="notice" role="status" data-seen><h2>${say("evidencePage.seenTitle")}</h2>
        ${replies(site, shown)}</div>`,
      )}
      ${standing(site, shown)}
      ${knownSection(site, shown.own)}
      ${when(asks, (domain) => domainSection(site, shown, domain))}
      ${whoElseSections(say, shown.desk, shown.token)}
      ${when(!isRecorded, () => takeBack(site, shown.token))}
      <p class="actions">${when(isRecorded, () => html`<a class="button quiet" href="${withQuery("/manage", { token: shown.token })}">${say("evidencePage.manage")}</a>`)}
        <a class="button quiet" href="${statementPath(statement, "", ownKey(site, statement))}">${say("confirm.backToStatement")}</a></p>`,
    footer: siteFooter(site),
  });
}

/** Whether it is recorded, or what it waits for. */
function standing(site: Site, { own, result, token }: EvidenceShown): Html {
  const { say } = site;
  const { waitsFor, isDisputed } = own.view;
  if (isDisputed)
    return html`<p class="notice">${say.rich("evidencePage.disputed", { link: (inside) => html`<a href="${withQuery("/manage", { token })}">${inside}</a>` })}</p>`;
  if (waitsFor.length === 0) {
    return html`<p>${say(result?.isNowRecorded ? "evidencePage.nowRecorded" : "evidencePage.recorded")}
      <a href="${statementPath(own.statement, "signatories", ownKey(site, own.statement))}">${say("evidencePage.toList")}</a></p>`;
  }
  const needsVouch = own.view.kind === "organisation" && own.view.domain === null;
  return html`<div class="notice">${each(waitsFor, (what) => html`<p>${say(what === "evidence" && needsVouch ? "evidencePage.waits_vouch" : `evidencePage.waits_${what}`)}</p>`)}
    <p>${say("evidencePage.waitsUntilDone")}</p></div>`;
}

function knownSection({ say }: Site, { view }: OwnEvidence): Html {
  const domain = view.domain ?? "";
  return html`<section class="known"><h2>${say("evidencePage.knownHeading")}</h2>
    <p>${domain === "" ? say("evidencePage.knownMailbox") : say("evidencePage.knownMailboxAt", { domain })}</p>
    ${each(view.observations, (one) => observationSection(say, one, null))}
  </section>`;
}

/** Of a signature that waits, as on the page that said so. */
function takeBack({ say }: Site, token: string): Html {
  return html`<section class="way"><h2>${say("waiting.backHeading")}</h2><p>${say("waiting.backText")}</p>
    <form method="post" action="/confirm/decline">${hidden("token", token)}<button class="quiet">${say("waiting.back")}</button></form></section>`;
}

/** All ways; folded once the domain says that it signs, unless a look just failed. */
function domainSection(site: Site, shown: EvidenceShown, asks: DomainAsks): Html {
  const { say } = site;
  const { domain } = asks;
  const ways = html`<p>${say("evidencePage.text", { domain })}</p>
    ${forwardSection(site, shown.own, asks)}
    ${dnsWay(site, shown, asks)}
    ${pageWay(site, shown, asks)}
    ${fileWay(site, shown, asks)}
    ${keyWay(site, shown, asks)}`;
  if (shown.own.view.level < PROVED)
    return html`<section><h2>${say("evidencePage.heading", { domain })}</h2>${ways}</section>`;
  const isUsed = shown.errors.length > 0 || Boolean(shown.result?.problem);
  return html`<details class="more-ways" ${isUsed ? "open" : ""}><summary><h2>${say("evidencePage.moreHeading")}</h2></summary>
    <p>${say("evidencePage.moreText", { domain })}</p>${ways}</details>`;
}

/** The level that an organisation has once its own domain says that it signs. */
const PROVED = 3;

function dnsWay(site: Site, shown: EvidenceShown, { domain, record }: DomainAsks): Html {
  const { say } = site;
  return html`<section class="way" id="dns"><h3>${say("evidencePage.dnsHeading")}</h3>
    <p>${say("evidencePage.dnsText", { domain })}</p>
    <dl class="type-row"><dt>${say("evidencePage.recordType")}</dt><dd>TXT</dd></dl>
    ${copied(site, { name: "host", label: say("evidencePage.recordHost"), value: record.host })}
    <p class="hint">${say("evidencePage.recordHostHint", { name: record.name })}</p>
    ${copied(site, { name: "record", label: say("evidencePage.recordValue"), value: record.value })}
    ${lookForm(site, shown, "dns", { button: say("evidencePage.dnsLook") })}
  </section>`;
}

function pageWay(site: Site, shown: EvidenceShown, { domain, link }: DomainAsks): Html {
  const { say } = site;
  const field = {
    name: "url",
    label: say("evidencePage.pageUrl"),
    hint: say("evidencePage.pageUrlHint", { domain }),
    value: shown.typed.url,
    errors: shown.errors,
    maxlength: 2_000,
    spellcheck: false,
  };
  return html`<details class="way" id="web-page" ${isOpen(shown, "web-page")}><summary>${say("evidencePage.pageHeading")}</summary>
    <p>${say("evidencePage.pageText", { domain })}</p>
    ${copied(site, { name: "link", label: say("evidencePage.pageLink"), value: link })}
    ${lookForm(site, shown, "web-page", { button: say("evidencePage.pageLook"), fields: inputField(say, field) })}
  </details>`;
}

function fileWay(site: Site, shown: EvidenceShown, { file }: DomainAsks): Html {
  const { say } = site;
  return html`<details class="way" id="well-known" ${isOpen(shown, "well-known")}><summary>${say("evidencePage.fileHeading")}</summary>
    <p>${say.rich("evidencePage.fileText", { url: html`<span class="digest">${file.url}</span>` })}</p>
    ${copied(site, { name: "file", label: say("evidencePage.fileLabel"), value: file.text.trimEnd() })}
    ${lookForm(site, shown, "well-known", { button: say("evidencePage.fileLook") })}
  </details>`;
}

function keyWay(site: Site, shown: EvidenceShown, asks: DomainAsks): Html {
  const { domain, record } = asks;
  const { say } = site;
  const field = {
    name: "note",
    label: say("evidencePage.keyNote"),
    hint: say("evidencePage.keyNoteHint"),
    value: shown.typed.note,
    errors: shown.errors,
    rows: 6,
    maxlength: 4_000,
  };
  return html`<details class="way" id="key" ${isOpen(shown, "key")}><summary>${say("evidencePage.keyHeading")}</summary>
    <p>${say("evidencePage.keyText", { name: record.name })}</p>
    ${copied(site, { name: "keygen", label: say("evidencePage.keyMake"), value: `undersigned keygen ${domain}` })}
    ${copied(site, { name: "command", label: say("evidencePage.keyCommand"), value: signCommand(shown.own, asks) })}
    ${lookForm(site, shown, "key", { button: say("evidencePage.keyLook"), fields: textArea(say, field) })}
  </details>`;
}

/** A link-only statement cannot be fetched by its address alone; then what is signed is named, and not read again before. */
function signCommand({ view, statement }: OwnEvidence, { domain, link }: DomainAsks): string {
  const what =
    statement.visibility === "link" ? `--statement ${statement.log?.origin ?? ""} --version ${view.version}` : link;
  return `undersigned sign --key ${domain}.key ${what}`;
}

/** What a secretary sends on, as it is. */
function forwardSection(site: Site, { view, statement }: OwnEvidence, asks: DomainAsks): Html {
  const { say } = site;
  const { domain, record, file, link } = asks;
  const text = say("evidencePage.forward", {
    ...{ name: view.name, title: statement.title, domain, link },
    ...{
      host: record.host,
      record: record.value,
      recordName: record.name,
      fileUrl: file.url,
      file: file.text.trimEnd(),
    },
  });
  const subject = say("evidencePage.forwardSubject", { domain });
  const mail = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
  return html`<section class="way" id="forward"><h3>${say("evidencePage.forwardHeading")}</h3>
    ${copied(site, { name: "forward", label: say("evidencePage.forwardLabel"), hint: say("evidencePage.forwardText"), value: text, rows: 9 })}
    <p><a class="button quiet" href="${mail}">${say("evidencePage.forwardMail")}</a></p>
  </section>`;
}

type Copied = { name: string; label: string; value: string; hint?: string; rows?: number };

function copied({ say }: Site, field: Copied): Html {
  return copyField({ ...field, copy: say("evidencePage.copy"), copied: say("evidencePage.copied") });
}

function isOpen({ way }: EvidenceShown, how: Look["how"]): string {
  return way === how ? "open" : "";
}

/** Looks by one way. With the island `look-now` the page stays, and looks again by itself. */
function lookForm(
  site: Site,
  shown: EvidenceShown,
  how: Look["how"],
  { button, fields }: { button: string; fields?: Html },
): Html {
  const { say } = site;
  const again = how === "dns" ? say("evidencePage.lookingAgain") : "";
  return html`<form method="post" action="/evidence#${how}" data-look="${say("evidencePage.looking")}" data-look-again="${again}">
    ${hidden("token", shown.token)}${hidden("how", how)}${fields ?? ""}
    <button>${button}</button>
    <div class="look-result${shown.way === how && shown.result?.problem ? " not-seen" : ""}" role="status">${when(
      shown.way === how && shown.result?.problem,
      (problem) => html`<h4>${say("evidencePage.notSeenTitle")}</h4><p>${problem.message}</p>${replies(site, shown)}`,
    )}</div>
  </form>`;
}

function replies({ say }: Site, { result }: EvidenceShown): Html {
  const given = result?.replies ?? [];
  if (given.length === 0) return html``;
  return html`<p>${say("evidencePage.replies")}</p><ul class="replies">${each(given, (reply) => {
    const { resolver } = reply;
    if (reply.kind !== "records") return html`<li>${say(`evidencePage.reply_${reply.kind}`, { resolver })}</li>`;
    const records = say.list(reply.records.map((record) => `“${record.slice(0, 200)}”`));
    return html`<li>${say("evidencePage.reply_records", { resolver, records })}</li>`;
  })}</ul>`;
}
