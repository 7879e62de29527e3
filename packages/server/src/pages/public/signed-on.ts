import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { LogOn, SignedOnPage } from "../../depositary/signed-on.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { statusOf } from "../../http/status.ts";
import { statementPath } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { pager } from "../../views/pager.ts";
import { fieldErrors } from "../../views/problem.ts";
import { signatoryEntry } from "../../views/signatory.ts";
import { notFoundPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { findStatement, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

const PAGE_LENGTH = 100;

/** `GET /s/:slug/signed-on?date=YYYY-MM-DD`: what the log held at the end of a day, and who of then is on the list now. */
export function mountSignedOn(app: Hono, site: Site): void {
  app.get("/s/:slug/signed-on", async function signedOn(c) {
    const statement = await findStatement(c, site);
    if (statement === null || statement.state === "draft") return notFoundPage(c);
    const asked = {
      statement,
      key: linkKey(c),
      day: c.req.query("date") ?? "",
      cursor: c.req.query("cursor") || undefined,
    };
    if (asked.day === "") return sendPage(c, signedOnPage(site, { ...asked, found: null, errors: [] }));
    return answer(c, site, asked);
  });
}

type Asked = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly day: string;
  readonly cursor: string | undefined;
};

type Page = Asked & {
  readonly found: { readonly log: LogOn; readonly names: SignedOnPage } | null;
  readonly errors: readonly FieldError[];
};

async function answer(c: Context, site: Site, asked: Asked): Promise<Response> {
  const { statement, key, day, cursor } = asked;
  const { signedOn } = site.depositary;
  const id = JSON.stringify([statement.id, key, day, cursor]);
  try {
    const page = await site.cache.answer(c, `signed-on ${id}`, async () => {
      const log = await signedOn.count(statement.id, day);
      if (log === null) return null;
      const names = await signedOn.signatories(statement.id, day, { cursor, limit: PAGE_LENGTH });
      return {
        stamp: JSON.stringify([statement.slug, statement.title, log, names]),
        headers: pageHeaders(HTML_TYPE, statement),
        render: async () => signedOnPage(site, { ...asked, found: { log, names }, errors: [] }),
      };
    });
    return page ?? notFoundPage(c);
  } catch (error) {
    const errors = fieldErrors(site.say, error, ["date"]);
    const status = error instanceof UndersignedError ? statusOf(error.code) : 500;
    return sendPage(c, signedOnPage(site, { ...asked, found: null, errors }), status);
  }
}

function signedOnPage(site: Site, page: Page): Html {
  const { say } = site;
  const { statement, key, found, errors, day } = page;
  const title = found === null ? say("signedOn.titleAsk") : say("signedOn.title", { day: say.day(found.log.day) });
  return layout({
    say,
    title: `${title} · ${statement.title}`,
    kind: "page",
    hide: true,
    main: html`${errorSummary(say, errors)}<h1>${title}</h1>
      <p class="of">${say.rich("signedOn.of", {
        title: html`<bdi>${statement.title}</bdi>`,
        link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
      })}</p>
      ${when(found === null, () => html`<p>${say("signedOn.lead")}</p>`)}
      ${when(found, ({ log, names }) => html`${countView(site, log)}${namesView(site, page, names)}`)}
      <form method="get" action="${statementPath(statement, "signed-on", undefined)}">
        ${hidden("key", key)}
        ${inputField(say, {
          ...{ name: "date", type: "date", short: true, value: day, errors },
          ...{ label: say("signedOn.day"), hint: say("signedOn.dayHint") },
        })}
        <p class="actions"><button class="quiet">${say("signedOn.go")}</button></p>
      </form>`,
    footer: siteFooter(site),
  });
}

function countView({ say, depositary }: Site, log: LogOn): Html {
  const { organisations, people, total, unnamed, publishedAt, size, versions } = log;
  const isToday = new Date(depositary.clock()).toISOString().slice(0, 10) === log.day;
  const day = say.day(log.day);
  const counts = { organisations, people, total };
  const some = isToday ? say("signedOn.today", counts) : say("signedOn.count", { day, ...counts });
  const nobody = isToday ? say("signedOn.todayNobody") : say("signedOn.nobody", { day });
  const sentence = total === 0 ? nobody : some;
  return html`<p class="lead">${sentence} ${when(unnamed, (count) => html`${say("signedOn.unnamed", { count })}`)}</p>
    <p class="muted">${
      publishedAt === null
        ? say("signedOn.notPublished")
        : say("signedOn.published", { moment: say.moment(publishedAt), size })
    }</p>
    ${when(
      versions.length > 1,
      () => html`<h2>${say("signedOn.versions")}</h2>
      <ul>${each(versions, (version) => html`<li>${say("signedOn.version", version)}</li>`)}</ul>`,
    )}`;
}

function namesView({ say }: Site, { statement, key, day, cursor }: Asked, { items, next }: SignedOnPage): Html {
  const href = (from: string | undefined) => statementPath(statement, "signed-on", key, { date: day, cursor: from });
  return html`<h2>${say("signedOn.namesHeading")}</h2>
    <p class="muted">${say("signedOn.namesNote")}</p>
    ${
      items.length === 0
        ? html`<p>${say("signedOn.noNames")}</p>`
        : html`<ol class="signatories">${each(items, (one) => signatoryEntry(say, { statement, key }, one))}</ol>`
    }
    ${pager({
      label: say("site.pages"),
      next: next === null ? null : { href: href(next), words: say("signedOn.next") },
      first: cursor === undefined ? null : { href: href(undefined), words: say("signedOn.first") },
    })}`;
}
