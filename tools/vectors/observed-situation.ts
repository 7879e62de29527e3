import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { signVersion } from "@undersigned/core/signature/signature-note.ts";
import { observationsFile, signatureNoteFile } from "@undersigned/core/verify/bundle.ts";
import { buildBundle, HOST } from "../../tests/bundle-fixture.ts";
import { STATEMENT, Teller, tellToBeObserved } from "../../tests/bundle-story.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { Files } from "./bundle-defect.ts";

// Indices of tellToBeObserved: organisations that are named and stand, one that is not named, and a person.
export const LIBRARY = 1;
export const CLUB = 2;
export const SHOP = 3;
export const DANA = 6;
/** Of the library's second consent. */
export const SIGNED_AGAIN = 5;
/** Of the last entry of it. */
export const LAST = 6;

export const ORIGIN = `${HOST}/s/${STATEMENT}`;
export const DOMAIN = "library.example";
export const KEY = makeTestSigner(DOMAIN, 61);
const VKEY = formatVerifierKey(KEY.key);
export const RESOLVER = "192.0.2.53:53";
export const BY = { name: "Library of Alexandria", domain: DOMAIN, index: LIBRARY };

/** What the DNS of the library said. */
export function dns(record: string, names: "version" | "key") {
  const resolvers = [{ resolver: RESOLVER, records: [record] }];
  return { kind: "dns", domain: DOMAIN, name: `_undersigned.${DOMAIN}`, names, record, resolvers };
}

function latest(teller: Teller): string {
  return teller.last.digest;
}

export function versionRecord(teller: Teller) {
  return dns(`undersigned=v1 version=${latest(teller)}`, "version");
}

/** The library's record was there, and is not any more. */
export const GONE = { kind: "gone", domain: DOMAIN, of: "dns", resolvers: [{ resolver: RESOLVER, records: [] }] };

export const KEY_RECORD = dns(`undersigned=v1 key=${VKEY}`, "key");

export function noteOf(teller: Teller, signer = KEY.signer, statement = ORIGIN): Uint8Array {
  return signVersion({ statement, version: latest(teller) }, signer);
}

export function signedBy(teller: Teller, note = noteOf(teller)) {
  return { kind: "key", domain: DOMAIN, vkey: VKEY, note: decodeUtf8(note) };
}

/** The story, goes on as told; a bundle of it. */
export async function tell(goOn: (teller: Teller) => void): Promise<Files> {
  const teller = new Teller(tellToBeObserved());
  goOn(teller);
  return await buildBundle(teller.story);
}

export const NOTE = signatureNoteFile(2, 1);

/** The library's record, key and signature; and a word for the club. */
export function observeAll(teller: Teller): void {
  teller.observe(LIBRARY, 3, versionRecord(teller));
  teller.observe(LIBRARY, 3, KEY_RECORD);
  teller.observe(LIBRARY, 4, signedBy(teller));
  const first = teller.story.versions[0]?.digest ?? "";
  teller.observe(CLUB, 2, { kind: "vouch", by: BY, words: "They meet in our rooms.", version: first });
  teller.story.files.set(NOTE, noteOf(teller));
}

const SIZE = LAST + 5;
export const FILE = observationsFile(0, SIZE);

/** The bundle of all that was observed, with its files changed. */
export async function change(by: (files: Files) => Files): Promise<Files> {
  return by(await tell(observeAll));
}

/** The file of observations of a story that had one more entry for each number. */
export function fileOf(more: number): string {
  return observationsFile(0, LAST + 1 + more);
}

export const mismatch = { verdict: "invalid", check: "observations", code: "commitment_mismatch" } as const;
export const refused = { verdict: "invalid", check: "observations" } as const;

/** Another signature in the line, which is 64 bytes all the same. */
export function damage(note: string): string {
  return note.replace(/\S+\n$/, (base64) => {
    const bytes = Buffer.from(base64, "base64");
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    return `${bytes.toString("base64")}\n`;
  });
}
