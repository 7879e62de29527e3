import type { Entry } from "@undersigned/core/signature/entry.ts";
import type { Hono } from "hono";
import { html } from "hono/html";
import type { Anonymising, RecordedAct } from "../../depositary/acts.ts";
import type { Doer } from "../../depositary/doer.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import { findForAdministrator } from "./find-statement.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";

const LATEST = 5;
const PAGE = 50;

/** `/admin/statements/:id/acts`: what administrators did with the statement and its signatures, newest first. */
export function mountRecordedActs(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id/acts",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const statement = await findForAdministrator(c, visit);
      if (statement === null || statement.state === "draft") return c.notFound();
      const cursor = c.req.query("cursor") || undefined;
      const { items, next } = await depositary.acts.recorded(statement.id, { cursor, limit: PAGE });
      const here = `/admin/statements/${statement.id}/acts`;
      const main = html`<p class="overline"><a href="/admin/statements/${statement.id}"><bdi>${titleOf(say, statement)}</bdi></a></p>
        <h1>${say("adminSignatures.trail")}</h1>
        <p>${say("adminSignatures.trailLead")}</p>
        ${items.length === 0 ? html`<p class="muted">${say("adminSignatures.trailNone")}</p>` : trail(say, items)}
        ${pager({
          label: say("adminSignatures.trailPages"),
          next:
            next === null ? null : { href: withQuery(here, { cursor: next }), words: say("adminSignatures.trailNext") },
          first: cursor === undefined ? null : { href: here, words: say("adminSignatures.trailFirst") },
        })}`;
      return adminPage(c, visit, { title: say("adminSignatures.trail"), section: "statements", main });
    }),
  );
}

/** On the statement's own page: the latest of it, and whether all people are being forgotten. */
export async function actsSection(visit: Visit, statement: StatementView): Promise<Html> {
  const { say, depositary } = visit.site;
  const { items, next } = await depositary.acts.recorded(statement.id, { limit: LATEST });
  return html`${await forgettingPeople(visit, statement)}${when(
    items.length > 0,
    () => html`<section><h2>${say("adminSignatures.trail")}</h2>
    ${trail(say, items)}
    ${when(next, () => html`<p><a href="/admin/statements/${statement.id}/acts">${say("adminSignatures.trailAll")}</a></p>`)}
  </section>`,
  )}`;
}

async function forgettingPeople({ site }: Visit, statement: StatementView): Promise<Html> {
  const { say, depositary } = site;
  if (statement.state !== "closed") return NOTHING;
  const order = await depositary.acts.anonymising(statement.id);
  if (order === null && statement.counts.people + statement.counts.earlier === 0) return NOTHING;
  return html`<section><h2>${say("adminSignatures.peopleHeading")}</h2>
    ${
      order === null
        ? html`<p>${say("adminSignatures.peopleHint")}</p>
    <p><a class="button quiet" href="/admin/statements/${statement.id}/anonymise">${say("adminSignatures.peopleButton")}</a></p>`
        : html`<p>${orderWords(say, order)}</p>`
    }
  </section>`;
}

function orderWords(say: Say, { by, orderedAt, doneAt }: Anonymising): string {
  const values = { who: doerWords(say, by), day: say.day(orderedAt) };
  return doneAt === null
    ? say("adminSignatures.peopleUnderWay", values)
    : say("adminSignatures.peopleDone", { ...values, done: say.day(doneAt) });
}

function trail(say: Say, items: readonly RecordedAct[]): Html {
  return html`<ol class="trail">${each(
    items,
    ({ index, signature, reason, entry, by, at }) => html`<li>
      <p><bdi>${deedWords(say, entry, index, doerWords(say, by), String(signature))}</bdi>
      ${when(reason, (given) => html` ${say(`removal.${given}`)}`)}</p>
      <p class="muted">${say("adminSignatures.trailAt", { moment: say.moment(at), entry: String(index) })}</p>
    </li>`,
  )}</ol>`;
}

function deedWords(say: Say, entry: Entry, index: number, who: string, number: string): string {
  switch (entry.act) {
    case "dispute":
    case "uphold":
    case "remove":
    case "erase":
    case "anonymise":
      return say(`adminSignatures.did_${entry.act}`, { who, number });
    case "extend":
      return entry.closes === null
        ? say("adminSignatures.did_extend_none", { who })
        : say("adminSignatures.did_extend", { who, day: say.day(entry.closes) });
    case "response":
      return say("adminSignatures.did_response", { who, addressee: entry.addressee });
    case "translation":
      return say("adminSignatures.did_translation", { who, language: ownName(entry.lang) });
    case "correction":
      return say("adminSignatures.did_correction", {
        who,
        place:
          entry.block === 0
            ? say("adminSignatures.did_correctionTitle")
            : say("adminSignatures.did_correctionBlock", { number: entry.block }),
        language: ownName(entry.lang),
      });
    case "open":
      return say(index === 0 ? "adminSignatures.did_open" : "adminSignatures.did_openAgain", { who });
    case "close":
      return say("adminSignatures.did_close", { who });
    default:
      return who;
  }
}

function doerWords(say: Say, { kind, name }: Doer): string {
  return kind === "token" ? say("adminSignatures.byToken", { label: name }) : name;
}
