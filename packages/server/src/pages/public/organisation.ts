import { domainToASCII, domainToUnicode } from "node:url";
import { isDomain } from "@undersigned/core/statement/domain.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { OrganisationView, SignedByDomain, StatementTitle } from "../../depositary/organisations.ts";
import { organisationPath, statementPath } from "../../views/address.ts";
import { evidence } from "../../views/evidence.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { languageAttributes } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { pager } from "../../views/pager.ts";
import { reservationLine } from "../../views/signatory.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { HTML_TYPE, pageHeaders, siteFooter } from "./site.ts";

const PAGE_LENGTH = 50;

/** `GET /o/:domain`: what was signed from addresses at this domain, in which capacity, and how that is known. */
export function mountOrganisation(app: Hono, site: Site): void {
  app.get("/o/:domain", async function organisation(c) {
    const asked = c.req.param("domain");
    const domain = asciiDomain(asked);
    if (domain === null) return nothingPage(c, site);
    const cursor = c.req.query("cursor") || undefined;
    // One address for each page, however the domain was typed.
    if (domain !== asked) return c.redirect(organisationPath(domain, cursor), 301);
    const answer = await site.cache.answer(c, `organisation ${domain} ${cursor ?? ""}`, async () => {
      const found = await site.depositary.organisations.find(domain, { cursor, limit: PAGE_LENGTH });
      if (found === null) return null;
      return {
        stamp: JSON.stringify(found),
        headers: pageHeaders(HTML_TYPE),
        render: async () => organisationPage(site, found, cursor),
      };
    });
    return answer ?? nothingPage(c, site);
  });
}

/** As in the DNS; null where there can be no such domain. */
function asciiDomain(typed: string): string | null {
  const ascii = domainToASCII(typed.replace(/\.$/, ""));
  return isDomain(ascii) ? ascii : null;
}

function nothingPage(c: Context, { say }: Site): Promise<Response> {
  const way = { href: "/", words: say("site.home") };
  return sendPage(c, plainPage(say, say("organisation.nothingTitle"), say("organisation.nothingText"), way), 404);
}

function organisationPage(site: Site, found: OrganisationView, cursor: string | undefined): Html {
  const { say } = site;
  const { domain, signed, initiated, next } = found;
  return layout({
    say,
    title: say("organisation.title", { domain }),
    kind: "page",
    canonical: `${site.depositary.identity.baseUrl}${organisationPath(domain)}`,
    hide: cursor !== undefined,
    main: html`<h1>${say.rich("organisation.title", { domain: domainName(domain) })}</h1>
      <p>${say("organisation.lead")}</p>
      ${when(signed.length === 0, () => html`<p class="muted">${say("organisation.nothingSigned")}</p>`)}
      ${when(signed.length, () => html`<ol class="statements">${each(signed, (one) => signature(site, one))}</ol>`)}
      ${pager({
        label: say("site.pages"),
        next: next === null ? null : { href: organisationPath(domain, next), words: say("organisation.older") },
        first: cursor === undefined ? null : { href: organisationPath(domain), words: say("organisation.newest") },
      })}
      ${when(
        initiated.length,
        () => html`<section>
          <h2>${say("organisation.initiatedTitle")}</h2>
          <p class="muted">${say("organisation.initiatedLead")}</p>
          <ul class="initiated">${each(initiated, (one) => html`<li>${statementLink(one)}</li>`)}</ul>
        </section>`,
      )}`,
    footer: siteFooter(site),
  });
}

/** In its own letters, and beside them as in the DNS, where that differs: letters that look alike are told apart there. */
function domainName(domain: string): Html {
  const unicode = domainToUnicode(domain);
  return unicode === domain || unicode === ""
    ? html`<bdi class="domain">${domain}</bdi>`
    : html`<bdi class="domain">${unicode}</bdi> <span class="beside">(<bdi class="domain">${domain}</bdi>)</span>`;
}

function signature({ say }: Site, { statement, signatory }: SignedByDomain): Html {
  return html`<li>
    <h2>${statementLink(statement)}</h2>
    <p>${say.rich("organisation.signedAs", {
      name: html`<bdi>${signatory.name}</bdi>`,
      day: say.day(signatory.date),
    })}${when(
      signatory.version !== statement.version,
      () => html` <strong>${say("organisation.signedEarlier", { number: signatory.version })}</strong>`,
    )}</p>
    ${reservationLine(say, signatory)}
    <p class="how">${evidence(say, signatory)}</p>
  </li>`;
}

function statementLink(statement: StatementTitle): Html {
  const attributes = when(statement.lang, languageAttributes);
  return html`<a ${attributes} href="${statementPath(statement, "", undefined)}">${statement.title}</a>`;
}
