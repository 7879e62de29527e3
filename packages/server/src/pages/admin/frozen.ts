import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { html } from "hono/html";
import { askedWords } from "../../views/asks.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING } from "../../views/html.ts";
import { languageName, ownName } from "../../views/language.ts";
import { digest } from "../../views/technicians.ts";
import type { Say } from "../../words/speak.ts";
import { consentWords } from "./consent-words.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { sheet } from "./text-preview.ts";

/** Everything that opening will freeze: the words in each language, what is asked, the terms, the digests. */
export function frozen(say: Say, at: DraftAtHand, manifest: Manifest): Html {
  return html`<section>
    <h3>${say("adminOpen.texts")}</h3>
    ${at.draft.texts.length > 1 ? html`<p>${say("adminOpen.textsLead")}</p>` : NOTHING}
    ${each(at.draft.texts, (_, index) => textToRead(say, at, manifest, index))}
    <h3>${say("adminOpen.frozen")}</h3>
    ${terms(say, at, manifest)}
    <h3>${say("adminOpen.consent")}</h3>
    ${consentWords(at.check.consentNotice ?? "")}
    ${digests(say, at.statement.version?.digest ?? "", manifest)}
  </section>`;
}

/** One language as readers will see it. The first is unfolded. */
function textToRead(say: Say, at: DraftAtHand, manifest: Manifest, index: number): Html {
  const draft = at.draft.texts[index];
  const parsed = at.check.texts[index];
  const frozenText = manifest.texts.find((text) => text.lang === draft?.lang);
  if (draft === undefined || parsed === null || parsed === undefined || frozenText === undefined) return NOTHING;
  const role = !frozenText.authentic ? "translation" : frozenText.prevails ? "prevails" : "authentic";
  return html`<details class="to-read" ${index === 0 ? "open" : ""}>
    <summary><strong>${languageName(draft.lang)}</strong> <span class="muted">${say(`adminOpen.${role}`)}, ${say("adminOpen.paragraphs", { count: parsed.text.blocks.length })}</span></summary>
    <div class="sheet">${sheet(say, parsed.text, draft.lang, manifest.demands, `${draft.lang}-`)}</div>
  </details>`;
}

function terms(say: Say, { draft }: DraftAtHand, manifest: Manifest): Html {
  const { terms } = manifest;
  const who = terms.who.length > 1 ? "whoBoth" : terms.who[0] === "person" ? "whoPeople" : "whoOrganisations";
  const facts: [string, string | Html][] = [
    [
      say("adminOpen.from"),
      say.list(manifest.initiators.map(({ name, domain }) => (domain === undefined ? name : `${name} (${domain})`))),
    ],
    [say("adminOpen.asks"), asks(say, manifest)],
    [say("adminOpen.who"), say(`adminOpen.${who}`)],
    [say("adminOpen.asked"), askedWords(say, terms).join(" ") || say("asks.mail")],
    [say("adminOpen.unnamed"), say(terms.unnamed ? "adminOpen.unnamedYes" : "adminOpen.unnamedNo")],
    [say("adminOpen.reservations"), say(terms.reservations ? "adminOpen.reservationsYes" : "adminOpen.reservationsNo")],
    [
      say("adminOpen.age"),
      terms.minimumAge === 0 ? say("adminOpen.ageNone") : say("adminOpen.ageYears", { age: terms.minimumAge }),
    ],
    [say("adminOpen.data"), html`<bdi>${terms.controller.name}</bdi>, <bdi>${terms.controller.contact}</bdi>`],
    [say("adminOpen.unconfirmed"), say("adminOpen.unconfirmedDays", { days: terms.retention.unconfirmedDays })],
    [say("adminOpen.mailbox"), say("adminOpen.mailboxDays", { days: terms.retention.mailboxDays })],
    [say("adminOpen.closes"), draft.closes === null ? say("adminOpen.closesNever") : say.day(draft.closes)],
    [say("adminOpen.seen"), seen(say, draft.visibility, draft.publishes)],
  ];
  return html`<dl class="facts">${each(facts, ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function asks(say: Say, { demands }: Manifest): Html {
  if (demands.length === 0) return html`${say("adminOpen.asksNothing")}`;
  return html`<ul class="plain-list">${each(demands, ({ block, addressees }) =>
    addressees.length === 0
      ? html`<li>${say("adminOpen.asksNobody", { number: block })}</li>`
      : html`<li>${say("adminOpen.asksOf", { number: block, addressees: say.list(addressees) })}</li>`,
  )}</ul>`;
}

function seen(say: Say, visibility: "public" | "link", publishes: string | null): string {
  if (visibility === "public") return say("adminOpen.seenPublic");
  return publishes === null ? say("adminOpen.seenLink") : say("adminOpen.seenLinkUntil", { day: say.day(publishes) });
}

function digests(say: Say, version: string, manifest: Manifest): Html {
  return html`<details class="technicians"><summary>${say("site.technicians")}</summary>
    <dl class="facts stacked"><dt>${say("adminOpen.versionDigest")}</dt><dd>${digest(version)}</dd>
    ${each(manifest.texts, ({ lang, sha256 }) => html`<dt>${say("adminOpen.textDigest", { language: ownName(lang) })}</dt><dd>${digest(sha256)}</dd>`)}
    </dl></details>`;
}
