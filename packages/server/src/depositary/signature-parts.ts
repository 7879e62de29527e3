import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import type { Identity, PrivatePart, PublicPart } from "@undersigned/core/signature/part.ts";
import { checkPrivatePart, checkPublicPart } from "@undersigned/core/signature/part.ts";
import { formatSeconds } from "./moments.ts";
import { ownDomainOf } from "./own-domain.ts";
import type { SignatureInput, SignedInput } from "./signing.ts";
import type { Submission } from "./submission.ts";

export type SignatureParts = { readonly publicPart: PublicPart; readonly privatePart: PrivatePart };

/**
 * What a signature commits to. A named signatory's identity goes into the public part, an unnamed one's into the private.
 * @param now when it is confirmed, milliseconds since the epoch
 */
export function partsOf({ input, notice, age, consentedAt, evidence }: Submission, now: number): SignatureParts {
  const identity = identityOf(input);
  return {
    publicPart: {
      ...(input.named ? identity : {}),
      ...shownDomain(input),
      ...particularsOf(input),
      lang: input.lang,
      date: new Date(now).toISOString().slice(0, 10),
      ...(input.reservation ? { reservation: input.reservation } : {}),
    },
    privatePart: {
      ...(input.named ? {} : identity),
      mailbox: input.mailbox,
      ...representativeOf(input),
      // Who consents again does so by the link in a mail to the mailbox that was confirmed.
      evidence: evidence
        ? { ...evidence, again: formatSeconds(now) }
        : { mailbox: "confirmed", time: formatSeconds(now) },
      consent: { version: input.version, notice, age, time: formatSeconds(consentedAt) },
    },
  };
}

/**
 * Makes sure, before anything is stored, that a verifier will read what is committed to.
 * @throws RefusedError `invalid_field`
 */
export function checkParts({ publicPart, privatePart }: SignatureParts): void {
  try {
    checkPublicPart(publicPart);
    checkPrivatePart(privatePart);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw new RefusedError("invalid_field", `This cannot be kept as it was typed: ${cause.message}.`, { cause });
  }
}

/** The domain that is shown beside an organisation's name: its own; of a person, none. */
export function shownDomain(input: SignatureInput): { readonly domain?: string } {
  const domain = domainOf(input);
  return domain === null || !input.named ? {} : { domain };
}

/** The domain that the mailbox of an organisation shows to be its own; null of a person, and where it says that it has none. */
export function domainOf({ kind, mailbox, noDomain }: SignatureInput): string | null {
  return kind === "organisation" && noDomain !== true ? ownDomainOf(mailbox) : null;
}

function identityOf({ name, organisation, role, place }: SignedInput): Identity {
  return {
    name,
    ...(organisation ? { organisation } : {}),
    ...(role ? { role } : {}),
    ...(place ? { place } : {}),
  };
}

/** What is shown of an organisation alone. */
function particularsOf({ kind, named, names, country, authority }: SignedInput): Partial<PublicPart> {
  if (kind !== "organisation" || !named) return {};
  return {
    ...(names && Object.keys(names).length > 0 ? { names } : {}),
    ...(country ? { country } : {}),
    ...(authority ? { authority } : {}),
  };
}

/** Who acted for an organisation, by name: in the private part alone. */
function representativeOf({ kind, representative, authority }: SignedInput): Pick<PrivatePart, "representative"> {
  if (kind !== "organisation" || !representative) return {};
  return { representative: { name: representative, ...(authority ? { role: authority } : {}) } };
}
