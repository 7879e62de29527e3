import { encodeHex, encodeUtf8, sha256 } from "../bytes.ts";
import type { Hex } from "./entry.ts";

/** What names one signature of one statement in a record of its dispute: spec/dispute.md. */
export function digestDisputed(origin: string, index: number): Hex {
  return encodeHex(sha256(encodeUtf8(`undersigned/dispute@v1\n${origin}\n${index}\n`)));
}

/** The TXT record by which a domain says that it never gave that signature. */
export function formatDisputeRecord(digest: Hex): string {
  return `undersigned=v1 dispute=${digest}`;
}

/** Whether a TXT record disputes some signature. */
export function isDisputeRecord(record: string): boolean {
  return /^undersigned=v1 dispute=[0-9a-f]{64}$/.test(record);
}
