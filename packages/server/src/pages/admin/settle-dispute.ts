import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { SignatureView } from "../../depositary/acts.ts";
import { EXPLANATION_LIMIT } from "../../depositary/acts.ts";
import type { CheckedDispute } from "../../depositary/disputes.ts";
import type { ObservationView } from "../../depositary/evidence.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { evidence } from "../../views/evidence.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { observationSection } from "../../views/observation.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { titleOf } from "./draft-heading.ts";
import { findForAdministrator } from "./find-statement.ts";
import type { Deed } from "./frame.ts";
import { adminPage, goOn } from "./frame.ts";
import { isWrongState, refusals } from "./refusals.ts";
import { signatureName } from "./signature-name.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/disputes/:index";

/** What can be decided; all but `hide` with a reason in words, and asked a second time. */
const DECISIONS = ["uphold", "remove", "decline", "hide"] as const;
type Decision = (typeof DECISIONS)[number];

const DEEDS = {
  uphold: "disputeUpheld",
  remove: "disputeRemoved",
  decline: "disputeDeclined",
  hide: "disputeHidden",
} as const satisfies Record<Decision, Deed>;

type AtHand = {
  readonly statement: StatementView;
  readonly signature: SignatureView;
  /** Newest first. */
  readonly disputes: readonly CheckedDispute[];
  /** What is known of the signatory beyond its mailbox. */
  readonly observations: readonly ObservationView[];
  readonly here: string;
};

/** `/admin/statements/:id/disputes/:index`: both sides of a dispute, and the decision. */
export function mountSettleDispute(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const at = await atHand(c, visit);
      return at === null ? c.notFound() : bothSides(c, visit, at, "", []);
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const at = await atHand(c, visit);
      if (at === null) return c.notFound();
      const words = oneLine(typed, "words");
      const decision = DECISIONS.find((one) => one === oneLine(typed, "decision"));
      if (decision === undefined) return bothSides(c, visit, at, words, []);
      if (decision !== "hide" && words === "") return bothSides(c, visit, at, words, await missing(visit));
      if (decision !== "hide" && oneLine(typed, "sure") !== "yes") return surePage(c, visit, at, decision, words);
      try {
        await decide(visit, at, decision, words);
        return goOn(c, `/admin/statements/${at.statement.id}/disputes`, DEEDS[decision]);
      } catch (error) {
        if (isWrongState(error)) return goOn(c, at.here);
        return bothSides(c, visit, at, words, refusals(site.say, error));
      }
    }),
  );
}

async function missing({ site }: Visit): Promise<readonly FieldError[]> {
  return [{ field: "words", message: site.say("adminDisputes.wordsMissing") }];
}

async function decide(visit: Visit, at: AtHand, decision: Decision, words: string): Promise<unknown> {
  const { disputes } = visit.site.depositary;
  const { id } = at.statement;
  const { index } = at.signature;
  const waiting = at.disputes.find(({ state }) => state === "waiting")?.id ?? "";
  switch (decision) {
    case "uphold":
      return await disputes.uphold(id, index, words, doerOf(visit));
    case "remove":
      return await disputes.remove(id, index, words, doerOf(visit));
    case "decline":
      return await disputes.decline(id, waiting, words);
    case "hide":
      return await disputes.hide(id, waiting, doerOf(visit));
  }
}

async function atHand(c: Context, visit: Visit): Promise<AtHand | null> {
  const statement = await findForAdministrator(c, visit);
  const index = c.req.param("index") ?? "";
  if (statement === null || statement.state === "draft" || !/^\d{1,15}$/.test(index)) return null;
  const { acts, disputes, evidence } = visit.site.depositary;
  const signature = await acts.signature(statement.id, Number(index));
  const all = await disputes.over(statement.id, Number(index));
  if (signature === null || (all.length === 0 && signature.status !== "disputed")) return null;
  const known = await evidence.view({ statementId: statement.id, index: Number(index) });
  const observations = known?.observations ?? [];
  return {
    statement,
    signature,
    disputes: all,
    observations,
    here: `/admin/statements/${statement.id}/disputes/${index}`,
  };
}

function bothSides(
  c: Context,
  visit: Visit,
  at: AtHand,
  words: string,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const { signature, disputes } = at;
  const title = say("adminDisputes.oneTitle", { number: String(signature.index) });
  const isOpen = signature.status === "disputed";
  const domain = disputes[0]?.disputed.domain ?? undefined;
  // What was said is kept while a dispute is open, but for one that came back from a mirror.
  const told = disputes.filter(({ state, said }) => state !== "open" || said !== null);
  const waits = !isOpen && disputes.some(({ state }) => state === "waiting");
  const main = html`${heading(visit, at, title)}
    ${errorSummary(say, errors)}
    <section><h2>${say("adminDisputes.signature")}</h2>
      <p class="will-show">${signatureName(say, signature)}<br><span class="muted">${say(`adminSignatures.${signature.kind}`)} · ${say("adminSignatures.signedOn", { day: say.day(signature.date) })} · ${say(`adminSignatures.${signature.status}`)}</span></p>
      <p>${say("adminDisputes.howKnown")}: ${evidence(say, { ...signature, domain, observations: at.observations })}</p>
      ${each(at.observations, (view) => observationSection(say, view, null))}
    </section>
    ${when(isOpen && !told.some(({ state }) => state === "open"), () => html`<p class="notice">${say("adminDisputes.restored")}</p>`)}
    ${each(told, (dispute) => oneDispute(visit, dispute))}
    ${when(isOpen || waits, () => decisionForm(visit, at, isOpen, words, errors))}`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}

function heading({ site }: Visit, { statement }: AtHand, title: string): Html {
  const { say } = site;
  return html`<p class="overline"><a href="/admin/statements/${statement.id}/disputes"><bdi>${titleOf(say, statement)}</bdi> · ${say("adminDisputes.title")}</a></p>
    <h1>${title}</h1>`;
}

/** What the disputing side showed, by level. */
const EVIDENCE: Readonly<Record<number, "adminDisputes.level_2" | "adminDisputes.level_3" | "adminDisputes.level_4">> =
  {
    2: "adminDisputes.level_2",
    3: "adminDisputes.level_3",
    4: "adminDisputes.level_4",
  };

function oneDispute(
  { site }: Visit,
  { state, level, said, answer, createdAt, openedAt, settledAt }: CheckedDispute,
): Html {
  const { say } = site;
  return html`<section><h2>${say("adminDisputes.says")}</h2>
    <p><span class="tag">${say(`adminDisputes.state_${state}`)}</span> ${say("adminDisputes.said", { day: say.day(createdAt) })}${when(
      openedAt,
      (at) => html` · ${say("adminDisputes.openedOn", { moment: say.moment(at) })}`,
    )}${when(settledAt, (at) => html` · ${say("adminDisputes.settledOn", { moment: say.moment(at) })}`)}</p>
    <p>${say(EVIDENCE[level] ?? "adminDisputes.level_1")}</p>
    ${
      said === null
        ? html`<p class="muted">${say("adminDisputes.deleted")}</p>`
        : html`<dl class="facts">
      <dt>${say("adminDisputes.theirName")}</dt><dd><bdi>${said.name}</bdi> · ${say(`adminDisputes.speaks_${said.speaks}`)}</dd>
      <dt>${say("adminDisputes.mailbox")}</dt><dd><bdi>${said.mailbox}</bdi></dd>
      <dt>${say("adminDisputes.theirWords")}</dt><dd dir="auto">${said.words}</dd>
    </dl>`
    }
    ${when(
      openedAt !== null && said !== null,
      () => html`<h3>${say("adminDisputes.answerTitle")}</h3>
      ${
        answer === null
          ? html`<p class="muted">${say("adminDisputes.answerNone")}</p>`
          : html`<p>${say("adminDisputes.answerKeep", { moment: say.moment(answer.at) })}</p>${when(answer.words, (text) => html`<p dir="auto">${text}</p>`)}`
      }`,
    )}
  </section>`;
}

function decisionForm(
  { site, csrf }: Visit,
  { here }: AtHand,
  isOpen: boolean,
  words: string,
  errors: readonly FieldError[],
): Html {
  const { say } = site;
  const decisions = isOpen ? (["uphold", "remove"] as const) : (["decline"] as const);
  return html`<section><h2>${say("adminDisputes.decide")}</h2>
    ${when(
      !isOpen,
      () => html`<form method="post" action="${here}">${hidden("csrf", csrf)}${hidden("decision", "hide")}
        <p class="actions"><button>${say("adminDisputes.hide")}</button></p></form>`,
    )}
    <p>${say("adminDisputes.decideLead")}</p>
    <form method="post" action="${here}">${hidden("csrf", csrf)}
      ${textArea(say, {
        name: "words",
        label: say("adminDisputes.words"),
        hint: say("adminDisputes.wordsHint"),
        value: words,
        rows: 3,
        maxlength: EXPLANATION_LIMIT,
        dirAuto: true,
        errors,
      })}
      <p class="actions">${each(
        decisions,
        (one) => html`<button name="decision" value="${one}">${say(`adminDisputes.${one}`)}</button> `,
      )}</p>
    </form></section>`;
}

function surePage(
  c: Context,
  visit: Visit,
  at: AtHand,
  decision: Exclude<Decision, "hide">,
  words: string,
): Promise<Response> {
  const { say } = visit.site;
  const number = String(at.signature.index);
  const title = say("adminDisputes.oneTitle", { number });
  const main = html`${heading(visit, at, title)}
    <p class="will-show">${signatureName(say, at.signature)}</p>
    <p class="lead">${say(`adminDisputes.${decision}Sure`, { number })}</p>
    <p>${say("adminDisputes.reasonGiven")} <q dir="auto">${words}</q></p>
    <form method="post" action="${at.here}">${hidden("csrf", visit.csrf)}
      ${hidden("decision", decision)}${hidden("words", words)}${hidden("sure", "yes")}
      <p class="actions"><button>${say(`adminDisputes.${decision}Yes`)}</button> <a class="button quiet" href="${at.here}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main });
}
