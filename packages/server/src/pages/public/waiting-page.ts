import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import type { Waiting } from "../../depositary/waiting.ts";
import { EVIDENCE_PATH } from "../../depositary/waiting.ts";
import { withQuery } from "../../views/address.ts";
import { hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Say } from "../../words/speak.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/** "One step more": the mailbox is confirmed, and this is what the statement asks for besides. */
export function waitingPage(site: Site, statement: StatementView, waiting: Waiting): Html {
  const { say } = site;
  return layout({
    say,
    title: say("waiting.title"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("waiting.title")}</h1>
      <p class="lead">${say("waiting.lead", { title: statement.title })}</p>
      <p>${say("waiting.missing")}</p>
      <ul>${each(missingWords(say, waiting), (words) => html`<li>${words}</li>`)}</ul>
      ${when(
        waiting.waitsFor.some((what) => what !== "review"),
        () =>
          html`<p class="actions"><a class="button" href="${withQuery(EVIDENCE_PATH, { token: waiting.token })}">${say("waiting.give")}</a></p>`,
      )}
      <p>${say("waiting.until", { moment: say.moment(waiting.until) })}</p>
      <h2>${say("waiting.backHeading")}</h2>
      <p>${say("waiting.backText")}</p>
      <form method="post" action="/confirm/decline">${hidden("token", waiting.token)}<button class="quiet">${say("waiting.back")}</button></form>`,
    footer: siteFooter(site),
  });
}

/** What is missing, in words: never in numbers. */
export function missingWords(
  say: Say,
  { kind, waitsFor, vouch }: Pick<Waiting, "kind" | "waitsFor" | "vouch">,
): string[] {
  return waitsFor.map((what) => {
    if (what === "approval") return say("waiting.approval");
    if (what === "review") return say("waiting.review");
    if (kind === "person") return say("waiting.person");
    return say(vouch ? "waiting.vouch" : "waiting.organisation");
  });
}
