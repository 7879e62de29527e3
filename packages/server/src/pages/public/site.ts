import type { Context } from "hono";
import { html } from "hono/html";
import type { Depositary } from "../../depositary/depositary.ts";
import type { Evidence } from "../../depositary/evidence.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { PageCache } from "../../http/etag-cache.ts";
import type { Html } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** What readers and signatories need of the depositary. */
export type PublicParts = Pick<
  Depositary,
  | "identity"
  | "statements"
  | "organisations"
  | "logos"
  | "versions"
  | "checks"
  | "signedOn"
  | "signing"
  | "looking"
  | "signatureNotes"
  | "askings"
  | "openIdSigning"
  | "resigning"
  | "logs"
  | "witnesses"
  | "clock"
> & { readonly evidence: Pick<Evidence, "published"> } & {
  readonly additions: Pick<Depositary["additions"], "document" | "translation">;
  readonly disputes: Pick<
    Depositary["disputes"],
    "target" | "submit" | "own" | "confirm" | "settle" | "overOwn" | "answer" | "history"
  >;
  /** What an invited organisation does by its link. */
  readonly invitations: Pick<Depositary["invitations"], "invited" | "sheet" | "open" | "decide" | "decline" | "optOut">;
};

/** What every public page is given. */
export type Site = {
  readonly depositary: PublicParts;
  readonly say: Say;
  readonly cache: PageCache;
  /** The reader's network address, for rate limits. */
  address(c: Context): string;
};

/** The key of a link-only statement, as it came with the request. */
export function linkKey(c: Context): string | undefined {
  return c.req.query("key") || undefined;
}

/** The statement of `/s/:slug`, if this reader may see it. */
export async function findStatement(c: Context, site: Site): Promise<StatementView | null> {
  const found = await site.depositary.statements.find(c.req.param("slug") ?? "", { linkKey: linkKey(c) });
  return found === null ? null : asPublished(site, found);
}

/** A link-only statement whose publication date has passed is public like any other. */
export function asPublished(site: Site, statement: StatementView): StatementView {
  const { publishes } = statement;
  const isOut = publishes !== null && Date.parse(publishes) <= site.depositary.clock();
  return isOut ? { ...statement, visibility: "public" } : statement;
}

/** The key to carry along from a page that was opened by a mailed token: its reader was given the link before. */
export function ownKey(site: Site, statement: StatementView): string | undefined {
  return asPublished(site, statement).visibility === "link" ? (statement.linkKey ?? undefined) : undefined;
}

/**
 * Headers of a page that is the same for every reader. Shared caches may keep a public one for a few seconds, and serve it
 * a little longer while they ask again or while we do not answer; a link-only one stays in the reader's own cache.
 */
export function pageHeaders(type: string, statement?: Pick<StatementView, "visibility">): Record<string, string> {
  const isPrivate = statement?.visibility === "link";
  return {
    "Content-Type": type,
    "Cache-Control": isPrivate
      ? "private, no-cache"
      : "public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=300",
  };
}

export const HTML_TYPE = "text/html; charset=utf-8";

/** At the foot of every public page. */
export function siteFooter(site: Site): Html {
  return html`<p>${site.say.rich("site.footer", { host: new URL(site.depositary.identity.baseUrl).host })} <a href="/">${site.say("site.home")}</a> · <a href="/check">${site.say("check.title")}</a></p>`;
}

/** The text a reader gets who names no language: the one that prevails, else the first authentic one. */
export function firstLanguage(statement: StatementView): string | undefined {
  const texts = statement.version?.texts ?? [];
  const chosen = texts.find((text) => text.prevails) ?? texts.find((text) => text.authentic) ?? texts[0];
  return chosen?.lang;
}

/** The named language if the statement has it, else the first one. */
export function chooseLanguage(statement: StatementView, wanted: string | undefined): string | undefined {
  const texts = statement.version?.texts ?? [];
  return texts.some((text) => text.lang === wanted) ? wanted : firstLanguage(statement);
}
