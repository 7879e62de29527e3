import type { Hex } from "./entry.ts";

/** The `format` member of every observation of this edition. */
export const OBSERVATION_FORMAT = "undersigned/observation@v1";

/** What one resolver answered. */
export type ResolverAnswer = {
  /** `ADDRESS:PORT` of the resolver, or a name that says whose it is. */
  readonly resolver: string;
  /** The texts of the TXT records, in the order given; empty: it said that there are none. */
  readonly records: readonly string[];
};

/** What is named by the domain: this version, or the organisation's own verifier key. */
export type Naming = "version" | "key";

type Base = {
  readonly format: typeof OBSERVATION_FORMAT;
  /** Origin of the statement's log. */
  readonly statement: string;
  /** Digest of the version that the signatory signs. */
  readonly version: Hex;
  /** When it was seen, in UTC, to the second. */
  readonly time: string;
};

/** What an outside check has shown, by kind. Domains are in lower-case ASCII, as in the DNS. */
export type Seen =
  /** A TXT record at `name` (`_undersigned.DOMAIN`), the same by every resolver that was asked. */
  | {
      readonly kind: "dns";
      readonly domain: string;
      readonly name: string;
      readonly names: Naming;
      readonly record: string;
      readonly resolvers: readonly ResolverAnswer[];
    }
  /** `https://DOMAIN/.well-known/undersigned.json`. `sha256`: of the bytes that came. */
  | {
      readonly kind: "well-known";
      readonly domain: string;
      readonly url: string;
      readonly names: Naming;
      readonly sha256: Hex;
    }
  /** A page on the organisation's website that links to the address of the version. `link`: as it stands there. */
  | {
      readonly kind: "web-page";
      readonly domain: string;
      readonly url: string;
      readonly link: string;
      readonly sha256: Hex;
    }
  /** A line of a signed note by the key `vkey`, which the domain names. */
  | { readonly kind: "key"; readonly domain: string; readonly vkey: string; readonly note: string }
  /** A second representative, by a mailbox at the organisation's own domain, approved. `role`: if it may be shown. */
  | { readonly kind: "approval"; readonly domain: string; readonly role?: string }
  /** An OpenID Connect provider vouched for an account. `subject` is shown as it is only where that is its purpose (an ORCID iD). */
  | { readonly kind: "openid"; readonly issuer: string; readonly subject: string }
  /** An organisation of level 3 says, in words, that one without a domain of its own is what it says. */
  | { readonly kind: "vouch"; readonly by: Vouching; readonly words: string }
  /** An organisation of level 3 names a person as its own. */
  | { readonly kind: "named"; readonly by: Vouching }
  /** Looked for again, and not there any more. `of`: what it was. */
  | {
      readonly kind: "gone";
      readonly domain: string;
      readonly of: "dns" | "well-known" | "web-page";
      readonly resolvers: readonly ResolverAnswer[];
    };

export type Vouching = {
  readonly name: string;
  readonly domain: string;
  /** Index of its own `sign` in this statement's log, where it signed the same statement. */
  readonly index?: number;
};

/** A dated observation, to whose salted digest an `attest` commits. */
export type Observation = Base & Seen;
