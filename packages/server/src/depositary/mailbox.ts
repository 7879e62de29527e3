import { domainToASCII } from "node:url";
import { MalformedError } from "@undersigned/core/errors.ts";
import { findProvider } from "./mail-providers.ts";

export type Mailbox = {
  /** Where mail goes: the local part as given, the domain in lower-case ASCII (IDNA). */
  readonly address: string;
  readonly local: string;
  /** Lower-case ASCII, as in the DNS. */
  readonly domain: string;
  /** The same for every spelling that reaches the same mailbox: to compare, never to send to. */
  readonly canonical: string;
};

/** RFC 5321 section 4.5.3.1: 64 octets of local part, and 254 in all by the limit on a path. */
export const MAILBOX_LIMIT = 254;
const LOCAL_LIMIT = 64;

/** RFC 5322 dot-atom, and letters, marks and digits of any script (RFC 6531). Quoted local parts are refused: hardly anyone has one. */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads one e-mail address as a person types it.
 * @throws MalformedError `malformed` with what is wrong and what to do, `too_large` beyond 254 characters
 */
export function parseMailbox(typed: string): Mailbox {
  if (typed.length > 2 * MAILBOX_LIMIT) throw tooLong();
  const text = typed.trim().normalize("NFC");
  const at = text.lastIndexOf("@");
  if (at < 1 || at === text.length - 1) {
    throw new MalformedError("malformed", "An e-mail address looks like name@example.org.");
  }
  const local = text.slice(0, at);
  if (Buffer.byteLength(local) > LOCAL_LIMIT) throw tooLong();
  if (!LOCAL_PART.test(local)) {
    throw new MalformedError(
      "malformed",
      `“${local}” before the @ is not part of an e-mail address. Give one address, without spaces or quotes.`,
    );
  }
  const domain = parseMailDomain(text.slice(at + 1));
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(address) > MAILBOX_LIMIT) throw tooLong();
  return { address, local, domain, canonical: canonicalMailbox(local, domain) };
}

/** Lower-case ASCII form of a host name that can receive mail from the internet: at least two labels, no address literal. */
function parseMailDomain(typed: string): string {
  // Refused before IDNA, which would read 0x7f.1 as an address and drop some characters.
  const domain = /[\s\p{C}/\\:?#[\]%@<>]/u.test(typed) ? "" : domainToASCII(typed);
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  if (domain.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(last)) {
    throw new MalformedError(
      "malformed",
      `“${typed}” after the @ is not the name of a mail domain, such as example.org.`,
    );
  }
  return domain;
}

function canonicalMailbox(local: string, domain: string): string {
  const folded = local.toLowerCase().normalize("NFC");
  const provider = findProvider(domain);
  if (!provider) return `${folded}@${domain}`;
  let name = folded;
  for (const separator of provider.tags) {
    const at = name.indexOf(separator);
    if (at > 0) name = name.slice(0, at);
  }
  for (const ignored of provider.ignored) name = name.replaceAll(ignored, "");
  return `${name || folded}@${provider.domain}`;
}

function tooLong(): MalformedError {
  return new MalformedError(
    "too_large",
    `An e-mail address has at most ${MAILBOX_LIMIT} characters, ${LOCAL_LIMIT} of them before the @.`,
  );
}
