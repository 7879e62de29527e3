import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { html } from "hono/html";
import type { VersionChanges, VersionFact } from "../depositary/version-changes.ts";
import type { Say } from "../words/speak.ts";
import { askedWords } from "./asks.ts";
import type { Html } from "./html.ts";
import { each } from "./html.ts";

/** What changed of the terms, the demands and who asks: each as it was and as it is. */
export function factChanges(say: Say, { facts, before, after }: VersionChanges): Html {
  return html`<dl class="fact-changes">${each(
    facts,
    (fact) => html`<dt>${say(`changes.fact_${fact}`)}</dt>
      <dd><span class="when">${say("changes.was")}</span> <bdi>${describe(say, fact, before.manifest)}</bdi></dd>
      <dd><span class="when">${say("changes.is")}</span> <bdi>${describe(say, fact, after.manifest)}</bdi></dd>`,
  )}</dl>`;
}

function describe(say: Say, fact: VersionFact, { initiators, demands, terms }: Manifest): string {
  switch (fact) {
    case "initiators":
      return say.list(initiators.map(({ name, domain }) => (domain === undefined ? name : `${name} (${domain})`)));
    case "demands":
      return demands.map((demand) => describeDemand(say, demand)).join("; ") || say("changes.nothing");
    case "who":
      if (terms.who.length > 1) return say("adminOpen.whoBoth");
      return say(terms.who[0] === "person" ? "adminOpen.whoPeople" : "adminOpen.whoOrganisations");
    case "asked":
      return askedWords(say, terms).join(" ") || say("asks.mail");
    case "unnamed":
      return say(terms.unnamed ? "adminOpen.unnamedYes" : "adminOpen.unnamedNo");
    case "reservations":
      return say(terms.reservations ? "adminOpen.reservationsYes" : "adminOpen.reservationsNo");
    case "age":
      return terms.minimumAge === 0 ? say("adminOpen.ageNone") : say("adminOpen.ageYears", { age: terms.minimumAge });
    case "controller":
      return `${terms.controller.name}, ${terms.controller.contact}`;
    case "retention":
      return say("changes.retention", { ...terms.retention });
  }
}

function describeDemand(say: Say, { block, addressees }: Manifest["demands"][number]): string {
  if (addressees.length === 0) return say("changes.demandOfNobody", { number: block });
  return say("changes.demandOf", { number: block, addressees: say.list(addressees) });
}
