import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { getDomain } from "tldts";
import { findMixedLetters } from "../depositary/domain-letters.ts";
import { LookUpProblem } from "./problem.ts";
import { quote } from "./txt-record.ts";

/** RFC 1035 section 2.3.4, less what `_undersigned.` takes. */
const DOMAIN_LIMIT = 240;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads the domain of an organisation as people type it, with https:// or a path perhaps.
 * @returns lower-case ASCII, as in the DNS
 * @throws LookUpProblem `domain`
 */
export function parseDomain(typed: string): string {
  const bare = typed
    .trim()
    .normalize("NFC")
    .replace(/^https?:\/\//i, "")
    .replace(/[/?#].*$/s, "")
    .replace(/\.$/, "");
  // Refused before IDNA, which would read 0x7f.1 as an address and drop some characters.
  const domain = /[\s\p{C}/\\:?#[\]%@<>]/u.test(bare) ? "" : domainToASCII(bare);
  const labels = domain.split(".");
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
  if (!isName || domain.length > DOMAIN_LIMIT || isIP(domain) !== 0) {
    throw new LookUpProblem(
      "domain",
      `“${quote(typed)}” is not a domain. Type it like example.org, without an address of a page.`,
    );
  }
  if (findMixedLetters(domain) !== null) {
    throw new LookUpProblem(
      "domain",
      `“${quote(bare)}” mixes letters of two alphabets that look alike, as names made to deceive do. Type the domain again, by hand.`,
    );
  }
  if (getDomain(domain, { allowPrivateDomains: true }) === null) {
    throw new LookUpProblem(
      "domain",
      `Under ${domain} anybody may have a name, so it is nobody’s own. Type the organisation’s own domain, such as reading.${domain}.`,
    );
  }
  return domain;
}

/** Whether a host is the domain or one below it. */
export function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
