import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { WaitingSignatureView } from "../../depositary/reviewing.ts";
import { REASON_LIMIT } from "../../depositary/reviewing.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, textArea } from "../../views/form.ts";
import { when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { findForAdministrator } from "./find-statement.ts";
import { adminPage, goOn } from "./frame.ts";
import { isWrongState, refusals } from "./refusals.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";
import { waitingName } from "./waiting.ts";

const PATH = "/admin/statements/:id/waiting/:pending";

type AtHand = { readonly statement: StatementView; readonly waiting: WaitingSignatureView; readonly list: string };

/** `/admin/statements/:id/waiting/:pending`: a name that waits to be looked at; it is admitted, or refused with a reason. */
export function mountReviewName(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const at = await atHand(c, visit);
      return at === null ? c.notFound() : reviewPage(c, visit, at, "", []);
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const at = await atHand(c, visit);
      if (at === null) return c.notFound();
      const { statement, waiting, list } = at;
      const reason = oneLine(typed, "reason");
      const { reviewing } = site.depositary;
      try {
        if (oneLine(typed, "decision") === "admit") {
          const { index } = await reviewing.admit(statement.id, waiting.id, doerOf(visit));
          return goOn(c, list, index === null ? "nameAdmittedWaits" : "nameAdmitted");
        }
        if (reason === "") {
          const errors = [{ field: "reason", message: site.say("adminWaiting.reasonMissing") }];
          return reviewPage(c, visit, at, reason, errors);
        }
        await reviewing.refuse(statement.id, waiting.id, reason, doerOf(visit));
        return goOn(c, list, "nameRefused");
      } catch (error) {
        if (isWrongState(error)) return goOn(c, list);
        return reviewPage(c, visit, at, reason, refusals(site.say, error));
      }
    }),
  );
}

async function atHand(c: Context, visit: Visit): Promise<AtHand | null> {
  const statement = await findForAdministrator(c, visit);
  if (statement === null || statement.state === "draft") return null;
  const { reviewing } = visit.site.depositary;
  const waiting = await reviewing.findWaiting(statement.id, c.req.param("pending") ?? "");
  if (!waiting?.waitsFor.includes("review")) return null;
  return { statement, waiting, list: `/admin/statements/${statement.id}/waiting` };
}

function reviewPage(
  c: Context,
  visit: Visit,
  { waiting, list }: AtHand,
  reason: string,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const title = say("adminWaiting.reviewTitle");
  const action = `${list}/${waiting.id}`;
  const kinds = [...new Set(waiting.observations.map(({ observation }) => observation.kind))];
  const main = html`<p class="overline"><a href="${list}">${say("adminWaiting.title")}</a></p>
    <h1>${title}</h1>
    ${errorSummary(say, errors)}
    <p>${say("adminWaiting.reviewLead")}</p>
    <p class="who">${waitingName(say, waiting)}</p>
    ${when(waiting.reservation, (text) => html`<p class="reservation">${say.rich("adminWaiting.reservation", { text: html`<bdi>${text}</bdi>` })}</p>`)}
    ${when(kinds.length > 0, () => html`<p class="muted">${say("adminWaiting.seen", { kinds: say.list(kinds.map((kind) => say(`adminWaiting.seen_${kind}`))) })}</p>`)}
    <form method="post" action="${action}">${hidden("csrf", visit.csrf)}${hidden("decision", "admit")}
      <p>${say("adminWaiting.admitText")}</p>
      <p class="actions"><button>${say("adminWaiting.admit")}</button> <a class="button quiet" href="${list}">${say("admin.cancel")}</a></p>
    </form>
    <h2>${say("adminWaiting.refuseHeading")}</h2>
    <form method="post" action="${action}">${hidden("csrf", visit.csrf)}${hidden("decision", "refuse")}
      <p>${say("adminWaiting.refuseText")}</p>
      ${textArea(say, { name: "reason", label: say("adminWaiting.reason"), hint: say("adminWaiting.reasonHint"), value: reason, maxlength: REASON_LIMIT, rows: 3, dirAuto: true, errors })}
      <p class="actions"><button class="quiet">${say("adminWaiting.refuse")}</button></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
