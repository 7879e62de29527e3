import { MalformedError } from "../errors.ts";
import type { VerifierKey } from "../log/note.ts";
import { formatVerifierKey, parseVerifierKey } from "../log/note.ts";
import type { Hex } from "./entry.ts";

/** Where the DNS of a domain names what it signed: a TXT record at this label below it. */
export const NAMING_LABEL = "_undersigned";

/** What a TXT record of a domain names: a version that it signed, or its own key. */
export type NamedByDomain = { readonly version: Hex } | { readonly key: VerifierKey };

const RECORD = /^undersigned=v1 (?:version=([0-9a-f]{64})|key=([^ ]+))$/;

/** The one spelling of a record: `undersigned=v1 version=DIGEST` or `undersigned=v1 key=VERIFIER_KEY`. */
export function formatNamingRecord(named: NamedByDomain): string {
  return `undersigned=v1 ${"version" in named ? `version=${named.version}` : `key=${formatVerifierKey(named.key)}`}`;
}

/** Reads a TXT record. Null for every other record that may stand there, and for a key that is refused. */
export function findNamed(record: string): NamedByDomain | null {
  const [, version, key] = RECORD.exec(record) ?? [];
  if (version !== undefined) return { version };
  if (key === undefined) return null;
  try {
    return { key: parseVerifierKey(key) };
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
