import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { ObservationView } from "../../depositary/evidence.ts";
import type { SignatoryView, StatementView } from "../../depositary/statements.ts";
import { organisationPath, proofPath, statementPath } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { languageAttributes } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { observationSection } from "../../views/observation.ts";
import { disputeLink, signatoryAlone } from "../../views/signatory.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { findStatement, firstLanguage, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

type Known = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly signatory: SignatoryView;
  readonly observations: readonly ObservationView[];
};

/**
 * `GET /s/:slug/signatories/:index`: one name of the list, and how it is known that it signed. Where no name is shown the answer
 * is the same, whether nobody signed there, somebody without a name, or somebody whose name is hidden or gone.
 */
export function mountHowWeKnow(app: Hono, site: Site): void {
  app.get("/s/:slug/signatories/:index{[0-9]{1,15}}", async function howWeKnow(c) {
    const key = linkKey(c);
    const index = c.req.param("index");
    const answer = await site.cache.answer(
      c,
      `known ${JSON.stringify([c.req.param("slug"), index, key])}`,
      async () => {
        const known = await findKnown(c, site, Number(index));
        if (known === null) return null;
        return {
          stamp: JSON.stringify(known),
          headers: pageHeaders(HTML_TYPE, known.statement),
          render: async () => knownPage(site, known),
        };
      },
    );
    return answer ?? missingPage(c, site);
  });

  app.get("/s/:slug/signatories/:index{[0-9]{1,15}}/notes/:attest{[0-9]{1,15}}", async function observationNote(c) {
    const known = await findKnown(c, site, Number(c.req.param("index")));
    const attest = Number(c.req.param("attest"));
    const view = known?.observations.find(({ index }) => index === attest);
    if (known === null || view === undefined) return missingPage(c, site);
    return c.body(view.note, 200, {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="observation-${known.statement.slug}-${attest}.txt"`,
      // What belongs to a name that was taken off must be in no cache.
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow",
    });
  });
}

async function findKnown(c: Context, site: Site, index: number): Promise<Known | null> {
  const statement = await findStatement(c, site);
  if (statement === null) return null;
  const signatory = await site.depositary.statements.signatory(statement.id, index);
  if (signatory === null) return null;
  const observations = await site.depositary.evidence.published(statement.id, index);
  return { statement, key: linkKey(c), signatory, observations };
}

function missingPage(c: Context, { say }: Site): Promise<Response> {
  const way = { href: "/", words: say("site.home") };
  return sendPage(c, plainPage(say, say("known.missingTitle"), say("known.missingText"), way), 404);
}

function knownPage(site: Site, known: Known): Html {
  const { say } = site;
  const { statement, key, signatory, observations } = known;
  const lang = firstLanguage(statement);
  return layout({
    say,
    title: say("known.title", { name: signatory.name }),
    kind: "page",
    // One page for each name: they are for readers of the list, and not for profiles of those who signed.
    hide: true,
    main: html`<h1>${say("known.heading")}</h1>
      <p class="of">${say.rich("known.of", {
        title: html`<span ${when(lang, languageAttributes)}>${statement.title}</span>`,
        link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
      })}</p>
      ${signatoryAlone(say, known, signatory)}
      <h2>${say("known.observed")}</h2>
      ${mailbox(site, known)}
      ${each(observations, (view) => observationSection(say, view, notePath(known, view)))}
      <h2>${say("known.declared")}</h2>
      <p>${declared(site, signatory, observations)}</p>
      <h2>${say("known.check")}</h2>
      <ul>
        <li>${say.rich("known.proof", {
          link: (inside) =>
            html`<a rel="nofollow" href="${proofPath(statement, signatory.index, key)}" download>${inside}</a>`,
          how: (inside) => html`<a href="${statementPath(statement, "verify", key)}#name">${inside}</a>`,
        })}</li>
        ${when(
          signatory.level >= 2 && signatory.domain,
          (domain) =>
            html`<li><a href="${organisationPath(domain)}">${say.rich("known.domain", { domain: html`<bdi>${domain}</bdi>` })}</a></li>`,
        )}
        <li>${disputeLink(say, known, signatory)}</li>
        <li><a href="${statementPath(statement, "signatories", key)}">${say("known.all")}</a></li>
      </ul>`,
    footer: siteFooter(site),
  });
}

function notePath({ statement, key, signatory }: Known, { index }: ObservationView): string | null {
  return index === null ? null : statementPath(statement, `signatories/${signatory.index}/notes/${index}`, key);
}

/** What everything begins with: somebody answered a mail. */
function mailbox({ say }: Site, { signatory, observations }: Known): Html {
  const { kind, level, domain, date } = signatory;
  const isVouchedFor = observations.some(({ observation }) => observation.kind === "vouch");
  return html`<section class="observation">
    <h3>${say("known.mailboxHeading", { day: say.day(date) })}</h3>
    <p>${
      domain !== undefined && level >= 2
        ? say.rich("known.mailboxAt", { domain: html`<bdi>${domain}</bdi>` })
        : say("known.mailbox")
    }${when(kind === "organisation" && level < 2 && !isVouchedFor, () => html` ${say("known.mailboxNotOwn")}`)}</p>
  </section>`;
}

function declared(
  { say }: Site,
  { kind, capacity, authority }: SignatoryView,
  observations: readonly ObservationView[],
): Html | string {
  if (kind === "organisation") {
    return authority === undefined
      ? say("known.declaredAuthority")
      : say.rich("known.declaredAuthorityOf", { role: html`<bdi>${authority}</bdi>` });
  }
  const isNamed = observations.some(({ observation }) => observation.kind === "named");
  return [
    ...(isNamed ? [] : [say("known.declaredName")]),
    capacity === "institutional" ? say("known.declaredCapacity") : say("known.declaredPersonal"),
  ].join(" ");
}
