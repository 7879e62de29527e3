import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import type { HandedOver } from "@undersigned/core/log/identity-chain.ts";
import {
  checkIdentityChain,
  decodeIdentityLinks,
  isSameKey,
  keysOfChain,
} from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { fetchBytes } from "./download.ts";

/** Where a depositary names its key (spec/identity.md). */
export const IDENTITY_PATH = "/.well-known/undersigned.json";
const IDENTITY_LIMIT = 1_048_576;

/** What a depositary says of itself: its key, and how that came to be its own. */
export type FetchedKey = { readonly key: VerifierKey; readonly identity: readonly HandedOver[] };

/**
 * Asks a depositary for the key of its log of heads.
 * @param site its address: only scheme, host and port count
 * @throws RefusedError `unavailable`, `not_found` when it does not answer with a key of its own name, or with a chain that
 * does not hold
 */
export async function fetchKey(site: URL): Promise<FetchedKey> {
  const url = new URL(IDENTITY_PATH, site.origin);
  const bytes = await fetchBytes(url, { limit: IDENTITY_LIMIT, accept: "application/json" });
  const fetched = parseIdentity(bytes, url);
  const { key } = fetched;
  if (key.name === site.host) return fetched;
  throw new RefusedError(
    "unavailable",
    `${url.href} names a key of ${key.name}: only ${key.name} itself can vouch for that one. Ask there, or give the key with --key.`,
  );
}

function parseIdentity(bytes: Uint8Array, url: URL): FetchedKey {
  let why = "";
  try {
    const identity: unknown = JSON.parse(decodeUtf8(bytes));
    if (isRecord(identity)) {
      const key = parseVerifierKey(typeof identity.vkey === "string" ? identity.vkey : "");
      if (key.name === identity.origin) return { key, identity: readChain(identity.identity, key) };
    }
  } catch (error) {
    if (!(error instanceof UndersignedError) && !(error instanceof SyntaxError)) throw error;
    if (error instanceof VerificationError) why = `: ${error.message}`;
  }
  throw new RefusedError("unavailable", `${url.href} does not name a key, as a depositary does${why}.`);
}

function isRecord(value: unknown): value is { readonly [member: string]: unknown } {
  return typeof value === "object" && value !== null;
}

/** The chain ends at the key; at a host that the depositary has moved away from it goes on. */
function readChain(value: unknown, key: VerifierKey): HandedOver[] {
  if (value === undefined) return [];
  const chain = checkIdentityChain(decodeIdentityLinks(value as JsonValue));
  if (keysOfChain(chain).some((each) => isSameKey(each, key))) return chain;
  throw new VerificationError("wrong_origin", "its key does not occur in what it says of how its key was replaced");
}
