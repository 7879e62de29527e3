import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import type { Hex } from "@undersigned/core/signature/entry.ts";
import { WEB_ADDRESS_LIMIT } from "@undersigned/core/signature/web-address.ts";
import { Parser } from "htmlparser2";
import type { Guard } from "./guarded-fetch.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { LookUpProblem } from "./problem.ts";
import { proofRules } from "./proof-rules.ts";
import { quote } from "./txt-record.ts";

/** `link`: whole, as a browser would follow it. `sha256`: of the page's bytes. */
export type LinkingPage = { readonly url: string; readonly link: string; readonly sha256: Hex };

export type Wanted = {
  readonly domain: string;
  /** Whole addresses, any of which the link may have. */
  readonly addresses: readonly string[];
};

/** What other people write on somebody's website, the website marks so. */
const OF_OTHERS = new Set(["ugc", "nofollow", "sponsored"]);

/**
 * Looks for a link to the statement on a page of the organisation's website.
 * @param typed address of the page, as it was typed
 * @throws LookUpProblem
 */
export async function readWebPage(guard: Guard, typed: string, { domain, addresses }: Wanted): Promise<LinkingPage> {
  const { url, body } = await guardedFetch(
    guard,
    pageAddress(typed, domain),
    proofRules(["text/html", "application/xhtml+xml"]),
  );
  // Links are ASCII in any encoding that the web still uses; a byte of another is then merely not a link.
  const links = findLinks(new TextDecoder().decode(body), url);
  const found = links.find(({ origin, pathname }) => addresses.includes(`${origin}${pathname.replace(/\/$/, "")}`));
  if (found !== undefined) return { url, link: found.href, sha256: encodeHex(sha256(body)) };
  throw new LookUpProblem(
    "page_no_link",
    `No link on ${url} leads to this statement: ${addresses[0] ?? ""} is looked for, and ${links.length} were read. The link must stand in the page itself, not be added by a script, and not be marked as a visitor’s (rel="ugc" or "nofollow").`,
  );
}

/** Whether a host is the domain or one below it. */
function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

function pageAddress(typed: string, domain: string): string {
  const text = typed.trim();
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (
    url !== null &&
    url.href.length <= WEB_ADDRESS_LIMIT &&
    url.protocol === "https:" &&
    isWithin(url.hostname, domain)
  )
    return url.href;
  throw new LookUpProblem(
    "page_elsewhere",
    `“${quote(text)}” is not a page of ${domain}. Give the whole address of a page there, such as https://${domain}/news`,
  );
}

/** The links that a page of the site's own makes; those of templates and visitors' comments are none. */
function findLinks(page: string, url: string): URL[] {
  const links: URL[] = [];
  let base = url;
  let inTemplate = 0;
  const parser = new Parser({
    onopentag(name, { href, rel = "" }) {
      if (name === "template") inTemplate++;
      if (href === undefined || inTemplate > 0) return;
      if (name === "base" && URL.canParse(href, url)) base = new URL(href, url).href;
      if (name !== "a" && name !== "area") return;
      if (isOfOthers(rel) || href.length > WEB_ADDRESS_LIMIT || !URL.canParse(href, base)) return;
      const target = new URL(href, base);
      if (target.username + target.password === "") links.push(target);
    },
    onclosetag(name) {
      if (name === "template") inTemplate--;
    },
  });
  parser.end(page);
  return links;
}

function isOfOthers(rel: string): boolean {
  const words = rel.toLowerCase().split(/\s+/);
  return words.some((word) => OF_OTHERS.has(word));
}
