import { concatBytes, decodeHex, encodeHex, encodeUtf8, equalBytes, sha256 } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "../json.ts";
import { hmacSha256 } from "../wasm/hashing.ts";
import type { Consent, Hex } from "./entry.ts";
import { checkDigest, checkMembers } from "./members.ts";
import type { PrivatePart, PublicPart } from "./part.ts";
import { checkPrivatePart, checkPublicPart } from "./part.ts";

/** Greatest length of an opening in bytes. */
export const OPENING_LIMIT = 65_535;
/** Length of a salt in bytes. */
export const SALT_LENGTH = 32;

const TAG = encodeUtf8("undersigned/commitment@v1\n");

/** A part and the 32 random bytes that hide it. Fresh salts for every part of every consent. */
export type Part<T> = { readonly salt: Uint8Array; readonly part: T };

/** Half of a commitment: open, or only its digest. */
export type Half<T> = { readonly salt: Hex; readonly part: T } | { readonly digest: Hex };

/** What opens a commitment, wholly or in half. */
export type Opening = { readonly public: Half<PublicPart>; readonly private: Half<PrivatePart> };

/**
 * HMAC-SHA-256 (RFC 2104) of the part's canonical JSON under its salt.
 * @param salt exactly 32 bytes: HMAC pads shorter keys with zeros, so a shorter one would open the same digest twice
 * @throws MalformedError `malformed` for a salt of another length
 */
export function digestPart(salt: Uint8Array, part: JsonValue): Uint8Array {
  return digestPartBytes(salt, formatCanonicalJson(part));
}

/** As `digestPart`, for whoever has the part's canonical JSON (RFC 8785) at hand. */
export function digestPartBytes(salt: Uint8Array, canonical: Uint8Array): Uint8Array {
  if (salt.length !== SALT_LENGTH) {
    throw new MalformedError("malformed", `a salt of ${salt.length} bytes where exactly ${SALT_LENGTH} are needed`);
  }
  return hmacSha256(salt, canonical);
}

/** `SHA-256("undersigned/commitment@v1\n" || publicDigest || privateDigest)`. */
export function combine(publicDigest: Uint8Array, privateDigest: Uint8Array): Uint8Array {
  if (publicDigest.length !== 32 || privateDigest.length !== 32) {
    throw new MalformedError("malformed", "a part's digest has exactly 32 bytes");
  }
  return sha256(concatBytes(TAG, publicDigest, privateDigest));
}

/**
 * The commitment that an entry carries, 32 bytes.
 * @throws MalformedError for parts that an opening could not carry
 */
export function commit(publicPart: Part<PublicPart>, privatePart: Part<PrivatePart>): Uint8Array {
  checkPublicPart(publicPart.part);
  checkPrivatePart(privatePart.part);
  return combine(digestPart(publicPart.salt, publicPart.part), digestPart(privatePart.salt, privatePart.part));
}

/** Opens both halves, as a signatory's receipt does. */
export function openBoth(publicPart: Part<PublicPart>, privatePart: Part<PrivatePart>): Opening {
  return {
    public: { salt: encodeHex(publicPart.salt), part: publicPart.part },
    private: { salt: encodeHex(privatePart.salt), part: privatePart.part },
  };
}

/** Opens the public half alone, as the list of signatories and bundles do. */
export function openPublic(publicPart: Part<PublicPart>, privateDigest: Uint8Array): Opening {
  return {
    public: { salt: encodeHex(publicPart.salt), part: publicPart.part },
    private: { digest: encodeHex(privateDigest) },
  };
}

/**
 * Checks that an opening is the one committed to.
 * @param commitment 32 bytes
 * @throws VerificationError `commitment_mismatch`
 */
export function checkOpening(opening: Opening, commitment: Uint8Array): void {
  const again = combine(digestHalf(opening.public), digestHalf(opening.private));
  if (!equalBytes(again, commitment)) {
    throw new VerificationError("commitment_mismatch", "the opening is not the one that the entry commits to");
  }
}

function digestHalf(half: Half<JsonValue>): Uint8Array {
  return "digest" in half ? decodeHex(half.digest) : digestPart(decodeHex(half.salt), half.part);
}

/**
 * Checks what an opening says against the entry that carries its commitment: a named signatory has a name in public, an
 * unnamed one nothing that tells who it is, only an organisation what organisations show, and the consent on record is to the entry's version.
 * @throws VerificationError `commitment_mismatch`
 */
export function checkDisclosure(opening: Opening, entry: Pick<Consent, "kind" | "named" | "version">): void {
  if ("part" in opening.public) {
    checkShown(opening.public.part, entry);
  }
  if ("part" in opening.private && opening.private.part.consent.version !== entry.version) {
    throw new VerificationError("commitment_mismatch", "the consent on record is to another version than the entry's");
  }
}

const OF_ORGANISATIONS = ["domain", "names", "authority", "logo"] as const;
const OF_NAMED = ["name", "organisation", "role", "place", "country", "identity", ...OF_ORGANISATIONS] as const;

function checkShown(part: PublicPart, { kind, named }: Pick<Consent, "kind" | "named">): void {
  const refuse = (what: string): never => {
    throw new VerificationError("commitment_mismatch", `the entry is of ${what}`);
  };
  if (named && part.name === undefined) refuse("a named signatory, but its public part has no name");
  if (!named && OF_NAMED.some((member) => part[member] !== undefined)) {
    refuse("an unnamed signatory, but its public part tells who");
  }
  const odd = OF_ORGANISATIONS.find((member) => part[member] !== undefined);
  if (kind === "person" && odd !== undefined) {
    refuse(`a person, but its public part has the member ${odd}, which only organisations show`);
  }
  if (kind === "organisation" && part.identity !== undefined) {
    refuse("an organisation, but its public part has the member identity, which only people show");
  }
}

/** The canonical JSON of an opening. @throws MalformedError as parseOpening does */
export function formatOpening(opening: Opening): Uint8Array {
  const bytes = formatCanonicalJson(opening);
  parseOpening(bytes);
  return bytes;
}

/**
 * Reads an opening; whether it opens anything is `checkOpening`'s to say.
 * @param bytes canonical JSON (RFC 8785), at most OPENING_LIMIT bytes
 * @throws MalformedError `too_large`, `not_canonical`, `malformed`, `text_refused`
 */
export function parseOpening(bytes: Uint8Array): Opening {
  const value = checkMembers(parseCanonicalJson(bytes, OPENING_LIMIT), "opening", ["public", "private"], []);
  return {
    public: checkHalf(value.public, "public half", checkPublicPart),
    private: checkHalf(value.private, "private half", checkPrivatePart),
  };
}

function checkHalf<T>(value: JsonValue | undefined, what: string, checkPart: (part: JsonValue) => T): Half<T> {
  const half = checkMembers(value, what, [], ["salt", "part", "digest"]);
  if (half.digest !== undefined) {
    checkMembers(value, what, ["digest"], []);
    return { digest: checkDigest(half.digest, "digest") };
  }
  const { part } = checkMembers(value, what, ["salt", "part"], []);
  return { salt: checkDigest(half.salt, "salt"), part: checkPart(part ?? null) };
}
