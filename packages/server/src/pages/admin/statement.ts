import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { reachOf } from "../../depositary/roles.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import { copyField } from "../../views/copy-field.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { technicians } from "../../views/technicians.ts";
import type { Say } from "../../words/speak.ts";
import { additionsSection } from "./additions-section.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { disputesSection } from "./disputes.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { draftAtHand, stepOf, stepPath } from "./draft-step.ts";
import { findForAdministrator } from "./find-statement.ts";
import { adminPage, goOn } from "./frame.ts";
import { nextVersionSection } from "./next-version.ts";
import { actsSection } from "./recorded-acts.ts";
import { isWrongState, refusals } from "./refusals.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";
import { dayOf, endOfDay } from "./whole-day.ts";

/** `/admin/statements/:id`: where a statement stands, its link, its counts, and what can be done with it. */
export function mountStatement(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id",
    shown(site, async (c, visit) => {
      const statement = await findForAdministrator(c, visit);
      if (statement === null) return c.notFound();
      if (statement.state !== "draft") return await statementPage(c, visit, statement, []);
      const at = await draftAtHand(c, visit);
      return at instanceof Response ? at : draftPage(c, visit, at);
    }),
  );
  app.post(
    "/admin/statements/:id/extend",
    done(site, async (c, visit, typed) => {
      const statement = await findForAdministrator(c, visit);
      if (statement === null) return c.notFound();
      const here = `/admin/statements/${statement.id}`;
      const day = oneLine(typed, "closes");
      const closes = day === "" ? null : day === dayOf(statement.closes) ? statement.closes : endOfDay(day);
      const refuse = (errors: readonly FieldError[]) => statementPage(c, visit, statement, errors, day);
      if (day !== "" && closes === null)
        return refuse([{ field: "closes", message: site.say("adminEdit.dateRefused") }]);
      if (closes !== null && Date.parse(closes) <= site.depositary.clock())
        return refuse([{ field: "closes", message: site.say("adminStatement.datePast") }]);
      if (closes === statement.closes) return goOn(c, here);
      if (closes !== null && closes < (statement.closes ?? ""))
        return refuse([{ field: "closes", message: site.say("adminStatement.dateSooner") }]);
      try {
        await site.depositary.drafts.extend(statement.id, closes, doerOf(visit));
        return goOn(c, here, "extended");
      } catch (error) {
        return isWrongState(error) ? goOn(c, here) : refuse(refusals(site.say, error));
      }
    }),
  );
}

function draftPage(c: Context, visit: Visit, { statement, check }: DraftAtHand): Promise<Response> {
  const { say } = visit.site;
  const [problem] = check.problems;
  const main = html`${heading(say, statement, say("adminStatement.stateDraft"))}
    <p class="lead">${problem === undefined ? say("adminStatement.draftReady") : say("adminStatement.draftUnfinished", { count: check.problems.length })}</p>
    <p class="actions">${
      problem === undefined
        ? html`<a class="button" href="${stepPath(statement.id, "open")}">${say("adminStatement.readAndOpen")}</a>
      <a class="button quiet" href="${stepPath(statement.id, "text")}">${say("adminStatement.goOn")}</a>`
        : html`<a class="button" href="${stepPath(statement.id, stepOf(problem))}">${say("adminStatement.goOn")}</a>`
    }</p>
    <p class="apart"><a href="/admin/statements/${statement.id}/discard">${say("adminStatement.discard")}</a></p>`;
  return adminPage(c, visit, { title: titleOf(say, statement), section: "statements", main });
}

async function statementPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  errors: readonly FieldError[],
  day?: string,
): Promise<Response> {
  const { say } = visit.site;
  const main = html`${heading(say, statement, standing(say, statement))}
    ${errorSummary(say, errors)}
    ${await disputesSection(visit, statement)}
    ${share(say, statement)}
    ${counts(say, visit, statement)}
    ${statement.state === "open" ? await nextVersionSection(visit, statement) : NOTHING}
    ${when(statement.state === "open", () => changes(say, visit, statement, errors, day))}
    ${additionsSection(say, statement)}
    ${ways(visit, statement)}
    ${await actsSection(visit, statement)}`;
  const page = {
    title: titleOf(say, statement),
    section: "statements",
    main,
    scripts: ["copy-link.js", "count.js"],
  } as const;
  return adminPage(c, visit, page, errors.length > 0 ? 422 : 200);
}

function heading(say: Say, statement: StatementView, standing: string): Html {
  return html`<p class="overline"><a href="/admin">${say("admin.statements")}</a></p>
    <h1><bdi>${titleOf(say, statement)}</bdi></h1>
    <p class="standing">${standing}</p>`;
}

function standing(say: Say, { state, closedAt, closes }: StatementView): string {
  if (state === "closed") return say("adminStatement.stateClosed", { day: say.day(closedAt ?? 0) });
  return closes === null
    ? say("adminStatement.stateOpen")
    : say("adminStatement.stateOpenUntil", { day: say.day(closes) });
}

function share(say: Say, statement: StatementView): Html {
  const { visibility, publishes, state, url, linkKey } = statement;
  const isHidden = visibility === "link";
  const hint =
    state === "closed"
      ? say("adminStatement.shareClosed")
      : !isHidden
        ? say("adminStatement.shareHint")
        : publishes === null
          ? say("adminStatement.shareHintLink")
          : say("adminStatement.shareHintLinkUntil", { day: say.day(publishes) });
  const link = withQuery(url, { key: isHidden ? (linkKey ?? undefined) : undefined });
  return html`<section><h2>${say("adminStatement.share")}</h2>
    ${copyField({ name: "link", label: say("adminStatement.share"), hint, value: link, copy: say("adminStatement.copy"), copied: say("adminStatement.copied") })}
    <p><a href="${link}">${say("adminStatement.look")}</a></p></section>`;
}

/** Numbers that the island `count` keeps fresh while the page is open. */
function counts(say: Say, visit: Visit, statement: StatementView): Html {
  const { counts, linkKey, visibility } = statement;
  const source = statementPath(statement, "count.json", visibility === "link" ? (linkKey ?? undefined) : undefined);
  const shown = (["total", "organisations", "people", "named", "unnamed"] as const).filter(
    (name) => name !== "unnamed" || statement.terms?.unnamed !== false,
  );
  const isEarlier = counts.earlier > 0;
  return html`<section><h2>${say("adminStatement.counts")}</h2>
    <dl class="counts" data-count="${source}">
      ${each([...shown, ...(isEarlier ? (["earlier"] as const) : [])], (name) => html`<div><dt>${say(`adminStatement.${name}`)}</dt><dd data-count-of="${name}">${say.number(counts[name])}</dd></div>`)}
    </dl>
    ${when(counts.total === 0 && statement.state === "open", () => html`<p class="muted">${say(isEarlier ? "adminStatement.noneOfVersion" : "adminStatement.noneYet")}</p>`)}
    ${when(
      !visit.site.depositary.identity.mailConfigured &&
        statement.state === "open" &&
        reachOf(visit.account.role, "depositary") !== null,
      () =>
        html`<p class="muted">${say.rich("adminStatement.confirmHere", { link: (inside) => html`<a href="/admin/outbox">${inside}</a>` })}</p>`,
    )}</section>`;
}

function changes(say: Say, visit: Visit, statement: StatementView, errors: readonly FieldError[], day?: string): Html {
  return html`<section><h2>${say("adminStatement.closing")}</h2>
    ${
      statement.closes === null
        ? html`<p>${say("adminStatement.dateNone")}</p>`
        : html`<form method="post" action="/admin/statements/${statement.id}/extend" class="one-line">
      ${hidden("csrf", visit.csrf)}
      ${inputField(say, { name: "closes", type: "date", label: say("adminStatement.date"), hint: say("adminStatement.dateHint"), value: day ?? dayOf(statement.closes), short: true, optional: true, errors })}
      <button class="quiet">${say("adminStatement.dateButton")}</button>
    </form>`
    }
    <p class="apart">${say("adminStatement.closeHint")}</p>
    <p><a class="button quiet" href="/admin/statements/${statement.id}/close">${say("adminStatement.closeButton")}</a></p></section>`;
}

function ways({ site: { say }, account }: Visit, statement: StatementView): Html {
  const key = statement.visibility === "link" ? (statement.linkKey ?? undefined) : undefined;
  return html`<section><h2>${say("adminStatement.ways")}</h2><ul class="ways">
    <li><a href="/admin/statements/${statement.id}/invitations">${say("adminInvitations.title")}</a></li>
    <li><a href="/admin/statements/${statement.id}/waiting">${say("adminWaiting.title")}</a></li>
    <li><a href="/admin/statements/${statement.id}/signatures">${say("adminStatement.signatures")}</a></li>
    <li><a href="${statementPath(statement, "signatories", key)}">${say("adminStatement.signatories")}</a></li>
    <li><a href="${statementPath(statement, "versions", key)}">${say("adminStatement.versions")}</a></li>
    <li><a href="${statementPath(statement, "verify", key)}">${say("adminStatement.verify")}</a></li>
    <li><a href="${withQuery(`/api/v1/statements/${statement.id}/bundle`, { key })}">${say("adminStatement.bundle")}</a></li>
    ${when(reachOf(account.role, "depositary"), () => html`<li><a href="/admin/outbox">${say("adminStatement.outbox")}</a></li>`)}
  </ul>${statement.log === null ? NOTHING : technicians(say, statement, null)}</section>`;
}
