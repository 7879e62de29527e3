import type { Hono } from "hono";
import { html } from "hono/html";
import type { StatementView } from "../../depositary/statements.ts";
import { verifierPage } from "../../verifier-page.ts";
import { POLICY_PATH, statementPath, withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageName } from "../../views/language.ts";
import { layout } from "../../views/layout.ts";
import { digest, technicians } from "../../views/technicians.ts";
import type { Say } from "../../words/speak.ts";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement, firstLanguage, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";
import { VERIFIER_PATH } from "./verifier.ts";

/** `GET /s/:slug/verify`: what a stranger can check, with which commands, and what stays a matter of trust. */
export function mountVerify(app: Hono, site: Site): void {
  app.get("/s/:slug/verify", async function verify(c) {
    const key = linkKey(c);
    const answer = await site.cache.answer(c, `verify ${c.req.param("slug")} ${key ?? ""}`, async () => {
      const statement = await findStatement(c, site);
      if (statement === null) return null;
      return {
        stamp: JSON.stringify(statement),
        headers: pageHeaders(HTML_TYPE, statement),
        render: async () => verifyPage(site, statement, key),
      };
    });
    return answer ?? notFoundPage(c);
  });
}

function verifyPage(site: Site, statement: StatementView, key: string | undefined): Html {
  const { say } = site;
  return layout({
    say,
    title: say("verify.title"),
    kind: "page",
    canonical: `${statement.url}/verify`,
    hide: statement.visibility === "link",
    main: html`<h1>${say("verify.title")}</h1>
      <p class="lead">${say.rich("verify.lead", {
        title: html`<a href="${statementPath(statement, "", key)}"><bdi>${statement.title}</bdi></a>`,
      })}</p>
      ${list(site, statement, key)}
      ${words(site, statement, key)}
      ${witnesses(site, statement)}
      ${proofs(site, statement, key)}
      ${trust(say)}
      ${technicians(say, statement, null)}`,
    footer: siteFooter(site),
  });
}

function words(site: Site, statement: StatementView, key: string | undefined): Html {
  const { say } = site;
  const { baseUrl } = site.depositary.identity;
  const lang = firstLanguage(statement);
  if (lang === undefined) return NOTHING;
  const file = `${statement.slug}.${lang}.md`;
  return html`<h2>${say("verify.wordsHeading")}</h2>
    <p>${say("verify.wordsText")} ${say("verify.wordsDownload")}</p>
    ${command(`curl -o ${file} '${baseUrl}${statementPath(statement, `${lang}.md`, key)}'\nsha256sum ${file}`)}
    <p>${say("verify.wordsCompare")}</p>
    <dl class="facts texts">${each(
      statement.version?.texts ?? [],
      (text) =>
        html`<dt><a href="${statementPath(statement, `${text.lang}.md`, key)}">${say.rich("verify.textIn", {
          language: languageName(text.lang),
        })}</a></dt><dd>${digest(text.sha256)}</dd>`,
    )}</dl>`;
}

function list(site: Site, statement: StatementView, key: string | undefined): Html {
  const { say } = site;
  const { baseUrl, vkey } = site.depositary.identity;
  const bundle = withQuery(`/api/v1/statements/${statement.id}/bundle`, { key });
  const file = `${statement.slug}.zip`;
  return html`<h2>${say("verify.listHeading")}</h2>
    <p>${say("verify.listText")}</p>
    <p class="actions"><a class="button quiet" href="${bundle}" download="${file}">${say("letter.bundle")}</a></p>
    <p>${say("verify.listChecks")}</p>
    <ul>${each(
      ["verify.listChecks1", "verify.listChecks2", "verify.listChecks3", "verify.listChecks4"] as const,
      (sentence) => html`<li>${say(sentence)}</li>`,
    )}</ul>
    ${verifier(say)}
    <h2>${say("verify.keyHeading")}</h2>
    <p>${say("verify.keyText")}</p>
    <pre tabindex="0"><code>${vkey}</code></pre>
    <h2>${say("verify.commandHeading")}</h2>
    <p>${say("verify.commandText")}</p>
    ${command(`curl -o ${file} '${baseUrl}${bundle}'\nnpx undersigned verify ${file} --key '${vkey}'`)}
    <p>${say("verify.listStatus")}</p>`;
}

/** Who else has seen the log, where there is anybody. How it stands with them at the moment is for the bundle to show. */
function witnesses(site: Site, statement: StatementView): Html {
  const { say } = site;
  const { baseUrl, vkey } = site.depositary.identity;
  const policy = site.depositary.witnesses.policy();
  if (policy === null) return NOTHING;
  const check = `npx undersigned verify ${statement.slug}.zip --key '${vkey}' --policy policy.txt`;
  return html`<h2>${say("verify.witnessesHeading")}</h2>
    <p>${say("verify.witnessesText")}</p>
    <ul>${each(policy.names, (name) => html`<li><bdi>${name}</bdi></li>`)}</ul>
    <p>${policy.quorum === null ? say("verify.witnessesNone") : say("verify.witnessesQuorum", { quorum: policy.quorum })}</p>
    ${command(`curl -o policy.txt '${baseUrl}${POLICY_PATH}'\n${check}`)}
    <p>${say("verify.witnessesCompare")}</p>`;
}

/** One signature: a name on the list, or one's own. */
function proofs({ say, depositary }: Site, statement: StatementView, key: string | undefined): Html {
  const { vkey, baseUrl } = depositary.identity;
  const address = `${baseUrl}${statementPath(statement, "", key)}`;
  const signatories = statementPath(statement, "signatories", key);
  return html`<h2 id="name">${say("verify.nameHeading")}</h2>
    <p>${say.rich("verify.nameText", { link: (inside) => html`<a href="${signatories}">${inside}</a>` })}</p>
    ${command(`npx undersigned verify proof-${statement.slug}-4.json --key '${vkey}'`)}
    <h2>${say("verify.receiptHeading")}</h2>
    <p>${say("verify.receiptText")}</p>
    ${command(`npx undersigned verify receipt-${statement.slug}.json \\\n  --against '${address}' --key '${vkey}'`)}`;
}

function trust(say: Say): Html {
  return html`<h2>${say("verify.trustHeading")}</h2>
    <ul>${each(["verify.trust1", "verify.trust2", "verify.trust3", "verify.trust4"] as const, (sentence) => html`<li>${say(sentence)}</li>`)}</ul>`;
}

function verifier(say: Say): Html {
  const page = verifierPage();
  if (page === null) return NOTHING;
  return html`<h2>${say("verify.pageHeading")}</h2>
    <p>${say("verify.pageText")}</p>
    <p class="actions"><a class="button quiet" href="${VERIFIER_PATH}" download="verify.html">${say("verify.pageDownload")}</a></p>
    <p>${say("verify.pageDigest")} ${digest(page.digest)}</p>
    <p>${say("verify.pageOwn")}</p>`;
}

/** Commands to copy. A long line scrolls, so the box takes the keyboard's focus. */
function command(lines: string): Html {
  return html`<pre tabindex="0"><code>${when(lines, (text) => html`${text}`)}</code></pre>`;
}
