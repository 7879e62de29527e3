import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { fetchBytes } from "./download.ts";

/** Where a depositary names its key (spec/identity.md). */
export const IDENTITY_PATH = "/.well-known/undersigned.json";
const IDENTITY_LIMIT = 65_536;

/**
 * Asks a depositary for the key of its log of heads.
 * @param site its address: only scheme, host and port count
 * @throws RefusedError `unavailable`, `not_found` when it does not answer with a key of its own name
 */
export async function fetchKey(site: URL): Promise<VerifierKey> {
  const url = new URL(IDENTITY_PATH, site.origin);
  const bytes = await fetchBytes(url, { limit: IDENTITY_LIMIT, accept: "application/json" });
  const key = parseIdentity(bytes, url);
  if (key.name === site.host) return key;
  throw new RefusedError(
    "unavailable",
    `${url.href} names a key of ${key.name}: only ${key.name} itself can vouch for that one. Ask there, or give the key with --key.`,
  );
}

function parseIdentity(bytes: Uint8Array, url: URL): VerifierKey {
  try {
    const identity: unknown = JSON.parse(decodeUtf8(bytes));
    const vkey = typeof identity === "object" && identity !== null && "vkey" in identity ? identity.vkey : null;
    const origin = typeof identity === "object" && identity !== null && "origin" in identity ? identity.origin : null;
    const key = parseVerifierKey(typeof vkey === "string" ? vkey : "");
    if (key.name === origin) return key;
  } catch (error) {
    if (!(error instanceof UndersignedError) && !(error instanceof SyntaxError)) throw error;
  }
  throw new RefusedError("unavailable", `${url.href} does not name a key, as a depositary does.`);
}
