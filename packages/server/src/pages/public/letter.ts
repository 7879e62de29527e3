import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { StatementView, TextView } from "../../depositary/statements.ts";
import { statementPath } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { each } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Letter } from "../../views/letter.ts";
import { letter, textFileOf } from "../../views/letter.ts";
import { unsignedTranslation, unsignedTranslations } from "../../views/unsigned.ts";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement, firstLanguage, HTML_TYPE, linkKey, pageHeaders, siteFooter } from "./site.ts";

/** How many signatories stand under the letter itself. */
const FIRST_SIGNATORIES = 24;

/** `GET /s/:slug` and `/s/:slug/:lang`: the letter; `/s/:slug/:lang.md`: the exact bytes of its text; `/s/:slug/translations/…`: those of a translation. */
export function mountLetter(app: Hono, site: Site): void {
  app.get("/s/:slug", (c) => answerLetter(c, site, undefined));
  app.get("/s/:slug/:file{[A-Za-z0-9-]+\\.md}", (c) => answerBytes(c, site));
  app.get("/s/:slug/translations/:number{[1-9][0-9]{0,3}}/:file{text\\.[A-Za-z0-9-]+\\.md}", (c) =>
    answerTranslation(c, site),
  );
  app.get("/s/:slug/:lang{[A-Za-z0-9-]+}", (c) => answerLetter(c, site, c.req.param("lang")));
}

async function answerLetter(c: Context, site: Site, wanted: string | undefined): Promise<Response> {
  const key = linkKey(c);
  const slug = c.req.param("slug") ?? "";
  const answer = await site.cache.answer(c, `letter ${slug} ${wanted ?? ""} ${key ?? ""}`, async () => {
    const statement = await findStatement(c, site);
    const lang = statement === null ? undefined : (wanted ?? firstLanguage(statement));
    if (statement === null || lang === undefined || !hasText(statement, lang)) return null;
    const { items } = await site.depositary.statements.signatories(statement.id, { limit: FIRST_SIGNATORIES });
    return {
      // The names too: one taken off and another added leave the same counts.
      stamp: JSON.stringify([statement, items]),
      headers: pageHeaders(HTML_TYPE, statement),
      render: async () => renderLetter(site, { statement, lang, signatories: items, key }),
    };
  });
  return answer ?? notFoundPage(c);
}

function hasText(statement: StatementView, lang: string): boolean {
  const isSigned = statement.version?.texts.some((text) => text.lang === lang) ?? false;
  return isSigned || unsignedTranslation(statement, lang) !== undefined;
}

type Shown = Omit<Letter, "text"> & { readonly lang: string };

async function renderLetter(site: Site, { lang, ...shown }: Shown): Promise<Html> {
  const { statements, additions } = site.depositary;
  const { id, version } = shown.statement;
  const text = (await statements.text(id, lang)) ?? (await additions.translation(id, version?.number ?? 0, lang));
  if (text === null) throw new Error(`statement ${shown.statement.id} lists a text in ${lang} that it does not have`);
  return letterPage(site, { ...shown, text });
}

function letterPage(site: Site, page: Letter): Html {
  const { say } = site;
  const { statement, text, key } = page;
  const title = plainText(text.text.title);
  return layout({
    say,
    title,
    kind: "letter",
    canonical: `${statement.url}/${text.lang}`,
    hide: statement.visibility === "link",
    head: html`${alternates(statement, key)}
<link rel="alternate" type="text/markdown" hreflang="${text.lang}" href="${statementPath(statement, textFileOf(statement, text.lang), key)}">`,
    main: letter(say, page),
    footer: siteFooter(site),
  });
}

function alternates(statement: StatementView, key: string | undefined): Html {
  const texts = [...(statement.version?.texts ?? []), ...unsignedTranslations(statement)];
  return each(
    texts.length > 1 ? texts : [],
    (text) => html`<link rel="alternate" hreflang="${text.lang}" href="${statementPath(statement, text.lang, key)}">`,
  );
}

/** The file whose SHA-256 is on the page, byte for byte: no caches in between may change it (RFC 9111 section 5.2.2.6). */
async function answerBytes(c: Context, site: Site): Promise<Response> {
  const statement = await findStatement(c, site);
  const lang = (c.req.param("file") ?? "").slice(0, -".md".length);
  const text = statement === null ? null : await site.depositary.statements.text(statement.id, lang);
  if (statement === null || text === null) return notFoundPage(c);
  return answerText(c, statement, text);
}

/** The exact bytes of the translation that stands; a better one may take its place. */
async function answerTranslation(c: Context, site: Site): Promise<Response> {
  const { number, file } = c.req.param();
  const lang = /^text\.(.+)\.md$/.exec(file ?? "")?.[1] ?? "";
  const statement = await findStatement(c, site);
  const text =
    statement === null ? null : await site.depositary.additions.translation(statement.id, Number(number), lang);
  if (statement === null || text === null) return notFoundPage(c);
  return answerText(c, statement, text);
}

function answerText(c: Context, statement: StatementView, text: TextView): Response {
  const etag = `"${text.sha256}"`;
  const headers = {
    "Content-Type": "text/markdown; charset=utf-8",
    "Content-Disposition": `inline; filename="${statement.slug}.${text.lang}.md"`,
    "Content-Language": text.lang,
    "Cache-Control": `${statement.visibility === "link" ? "private" : "public"}, max-age=60, no-transform`,
    "Access-Control-Allow-Origin": "*",
    ETag: etag,
    // RFC 9530: the digest of the content, for tools.
    "Repr-Digest": `sha-256=:${Buffer.from(text.sha256, "hex").toString("base64")}:`,
  };
  if (c.req.header("If-None-Match") === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(text.bytes), { headers });
}
