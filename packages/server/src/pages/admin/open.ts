import type { Hono } from "hono";
import { html } from "hono/html";
import type { DraftProblem } from "../../depositary/drafts.ts";
import type { VersionChanges } from "../../depositary/version-changes.ts";
import { changesView } from "../../views/changes.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { draftHeading } from "./draft-heading.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { draftAtHand, stepBar, stepOf, stepPath } from "./draft-step.ts";
import type { AdminPage } from "./frame.ts";
import { adminPage } from "./frame.ts";
import { frozen } from "./frozen.ts";
import { misalignments } from "./misalignment.ts";
import { textOf, textProblemWords } from "./text-problem.ts";
import { shown } from "./visit.ts";

/** `/admin/statements/:id/open`: everything that will be frozen, to read once more. Nothing is done here. */
export function mountOpen(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id/open",
    shown(site, async (c, visit) => {
      const at = await draftAtHand(c, visit);
      return at instanceof Response ? at : adminPage(c, visit, openPage(visit, at));
    }),
  );
}

function openPage(visit: Visit, at: DraftAtHand): AdminPage {
  const { say } = visit.site;
  const { manifest } = at.check;
  return {
    title: say("adminOpen.heading"),
    section: "statements",
    main: html`${draftHeading(say, at)}
    ${stepBar(say, at, "open", null)}
    <h2>${say("adminOpen.heading")}</h2>
    ${manifest === null ? toMend(say, at) : html`<p class="lead">${say(at.next === null ? "adminOpen.lead" : "adminNext.openLead")}</p>`}
    ${when(at.next?.changes, (changes) => whatChanges(say, changes))}
    ${when(localOrigin(visit.site.depositary.identity.origin), (origin) => html`<p class="notice">${say("adminOpen.localName", { origin })}</p>`)}
    ${misalignments(say, at)}
    ${manifest === null ? NOTHING : frozen(say, at, manifest)}
    ${
      manifest === null
        ? NOTHING
        : html`<p class="actions">
      <a class="button" href="/admin/statements/${at.statement.id}/open/sure?version=${at.statement.version?.digest ?? ""}">${say("adminOpen.goOn")}</a>
      <a class="button quiet" href="${stepPath(at.statement.id, "text")}">${say("adminOpen.goBack")}</a></p>`
    }`,
  };
}

/** Beside the version that is open. */
function whatChanges(say: Say, changes: VersionChanges): Html {
  const { before, count } = changes;
  return html`<section><h3>${say("adminNext.changesHeading", { count, number: before.number })}</h3>${changesView(say, changes, "h4")}</section>`;
}

/** The origin, if nobody elsewhere could reach it; null otherwise. */
function localOrigin(origin: string): string | null {
  return /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/.test(origin) ? origin : null;
}

/** Each problem, with the way to where it is mended. */
function toMend(say: Say, at: DraftAtHand): Html {
  return html`<div class="error-summary">
    <h3>${say("adminOpen.notYet")}</h3>
    <p>${say("adminOpen.notYetLead")}</p>
    <ul>${each(at.check.problems, (problem) => html`<li><a href="${whereToMend(at, problem)}">${inLanguage(at, problem)}${textProblemWords(say, at, problem)}</a></li>`)}</ul>
  </div>`;
}

function whereToMend(at: DraftAtHand, problem: DraftProblem): string {
  const index = textOf(problem);
  const path = stepPath(at.statement.id, stepOf(problem));
  return index === null ? path : `${path}?text=${index}`;
}

function inLanguage(at: DraftAtHand, problem: DraftProblem): string {
  const index = textOf(problem);
  const lang = index === null ? undefined : at.draft.texts[index]?.lang;
  return lang === undefined || at.draft.texts.length < 2 ? "" : `${ownName(lang)}: `;
}
