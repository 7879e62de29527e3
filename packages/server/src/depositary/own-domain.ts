import { RefusedError } from "@undersigned/core/errors.ts";
import { getDomain } from "tldts";
import { findMixedLetters } from "./domain-letters.ts";
import { isMailService } from "./mail-services.ts";
import { parseMailbox } from "./mailbox.ts";

/**
 * The domain that an organisation's mailbox shows to be its own: the part that somebody registered, so that
 * `example.org.evil.test` is `evil.test` and nothing else. Null where anybody can have a mailbox: at mail services, and
 * directly at a suffix under which names are given out (the Public Suffix List, its private part included).
 * @returns lower-case ASCII, as in the DNS
 */
export function ownDomainOf(mailbox: string): string | null {
  const { domain } = parseMailbox(mailbox);
  return isMailService(domain) ? null : getDomain(domain, { allowPrivateDomains: true });
}

/**
 * Makes sure that an organisation's mailbox says something about who it is, and nothing that misleads.
 * @throws RefusedError `invalid_field` that says what to do instead
 */
export function checkOwnDomain(mailbox: string): void {
  const { domain } = parseMailbox(mailbox);
  const mixed = findMixedLetters(domain);
  if (mixed !== null) {
    const { label, letter, script, others } = mixed;
    throw refuse(
      `In “${label}” the letter “${letter}” is ${script} and the others are ${others}, so it looks like a name that it is not. If you typed it, type it again in one script; if your organisation’s domain is really written so, give another mailbox of yours.`,
    );
  }
  if (ownDomainOf(mailbox) !== null) return;
  throw refuse(
    `Anybody can have a mailbox at ${domain}, so it does not show that it is your organisation’s. Give a mailbox at your organisation’s own domain, such as office@your-organisation.example. If it has none, ask an organisation whose domain is proved to vouch for you: tick “no domain of our own”.`,
  );
}

function refuse(message: string): RefusedError {
  return new RefusedError("invalid_field", message, { field: "mailbox" });
}
