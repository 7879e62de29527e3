import { isDomain } from "./domain.ts";

/** Greatest length of a link's destination, in characters (all of them ASCII). */
export const HREF_LIMIT = 2000;

/** RFC 3986 path, query and fragment, without the characters that Markdown reads: ( ) and what is not ASCII. */
const HTTPS = /^https:\/\/([^/?#:]+)(?::([1-9][0-9]{0,4}))?([/?#].*)?$/;
const REST =
  /^(?:[A-Za-z0-9._~!$&'*+,;=:@/?-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~!$&'*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$/;
const MAILTO = /^mailto:([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([a-z0-9.-]+)$/;

/** What CommonMark reads as the name of a character: `&amp;`, `&#8217;`. */
export const CHARACTER_REFERENCE = /&#?[0-9A-Za-z]+;/;

/**
 * What is wrong with a link's destination, in words with what to do, or null. Only `https://` with a host name in lower
 * case, and `mailto:` with one address, so that what a reader sees is where the link goes.
 */
export function findHrefFault(href: string): string | null {
  if (href.length > HREF_LIMIT) return `a link's address has at most ${HREF_LIMIT} characters: use a shorter one`;
  if (href.startsWith("mailto:")) {
    const [, local = "", domain = ""] = MAILTO.exec(href) ?? [];
    if (local.length > 64 || !isDomain(domain)) {
      return "a mailto: link holds one plain address and nothing else, its domain in lower case";
    }
    return null;
  }
  if (!href.startsWith("https://")) {
    if (/^http:/i.test(href))
      return "links go to https:// pages only: write https:// if the page has it, or delete the link";
    return "a link's address begins with https:// or mailto:";
  }
  const [, host = "", port = "", rest = ""] = HTTPS.exec(href) ?? [];
  if (host.includes("@")) return "a link's address names a host and no user: delete what stands before the @";
  if (!isDomain(host))
    return "after https:// comes a full host name in lower case (xn--… for other scripts), such as example.org";
  if (port !== "" && Number(port) > 65535) return "the port in a link's address is at most 65535";
  if (!REST.test(rest)) {
    return "this link's address holds a character that must be percent-encoded, such as %20 for a space or %28 for (";
  }
  if (CHARACTER_REFERENCE.test(href))
    return "an & with letters and a semicolon reads as a character's name: write the ; as %3B";
  return null;
}
